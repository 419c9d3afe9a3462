package comment

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBuilder(t *testing.T) {
	got, err := new(Builder).
		Paragraph().
		Text("Thank you ").User("alice").Text("!", Bold, Italic|Code).
		Paragraph().Paragraph().
		Link("https://example.com", "here").Group("team").Group("mine", "a", "b").
		Paragraph().
		Body()
	if err != nil {
		t.Fatal(err)
	}
	want := Body{Version: 1, Content: []Block{
		Paragraph{Children: []Inline{
			Text{Text: "Thank you "},
			Mention{Kind: UserMention, ID: "alice"},
			Text{Text: "!", Bold: true, Italic: true, Code: true},
		}},
		Paragraph{Children: []Inline{
			Link{URL: "https://example.com", Text: "here"},
			Mention{Kind: GroupMention, ID: "team"},
			Mention{Kind: GroupMention, ID: "mine", UserIDs: []string{"a", "b"}},
		}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestBuilderGoesOn checks that a body does not change when its builder is used
// again.
func TestBuilderGoesOn(t *testing.T) {
	b := new(Builder).Text("a")
	first, err := b.Body()
	if err != nil {
		t.Fatal(err)
	}
	second, err := b.Text("b").Body()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := stringify(t, first, Plain)+"|"+stringify(t, second, Plain), "a|ab"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestBuilderErrors(t *testing.T) {
	for want, b := range map[string]*Builder{
		"comment: body is empty; it needs at least one paragraph":                                                        new(Builder).Paragraph(),
		"comment: block 0, element 1: mention has no ID; it must be that of a user or of a group":                        new(Builder).Text("a").User(""),
		`comment: block 1, element 0: URL "javascript:x" can't be linked to; it must be http, https or relative`:         new(Builder).Text("a").Paragraph().Link("javascript:x", "a"),
		`comment: block 0, element 0: mention of the group "g" has an empty ID among its UserIDs`:                        new(Builder).Group("g", ""),
		`comment: block 0, element 0: text "\xff" is not valid UTF-8`:                                                    new(Builder).Text("\xff"),
		`comment: block 0, element 0: is <nil>; it must be a Text, a Link or a Mention`:                                  new(Builder).Add(nil),
		`comment: block 0, element 0: mention of "a" has no kind; it must be UserMention or GroupMention`:                new(Builder).Add(Mention{ID: "a"}),
		`comment: block 0, element 0: mention of the user "a" has UserIDs; only that of a group can`:                     new(Builder).Add(Mention{Kind: UserMention, ID: "a", UserIDs: []string{"b"}}),
		`comment: block 0, element 0: an Unknown element must hold JSON`:                                                 new(Builder).Add(Unknown{}),
		`comment: block 0, element 0: the extra property "a" must hold JSON`:                                             new(Builder).Add(Text{Extra: map[string]json.RawMessage{"a": nil}}),
		`comment: block 0, element 0: user ID "\xff" is not valid UTF-8`:                                                 new(Builder).Group("g", "\xff"),
		`comment: block 0, element 0: URL "https://a.b/\xff" is not valid UTF-8`:                                         new(Builder).Link("https://a.b/\xff", ""),
		`comment: block 0, element 0: ID "\xff" is not valid UTF-8`:                                                      new(Builder).User("\xff"),
		`comment: block 0, element 0: URL "" can't be linked to; it must be http, https or relative`:                     new(Builder).Link("", "a"),
		`comment: block 0, element 0: URL "mailto:a@example.com" can't be linked to; it must be http, https or relative`: new(Builder).Link("mailto:a@example.com", ""),
	} {
		body, err := b.Body()
		if err == nil || err.Error() != want || body.Content != nil {
			t.Errorf("got %v, %v, want %s", body, err, want)
		}
	}
}

func TestValidateBlocks(t *testing.T) {
	for want, body := range map[string]Body{
		"comment: body has version 2; the only version there is is 1": {Version: 2, Content: []Block{Paragraph{}}},
		"comment: block 0 is <nil>; it must be a Paragraph":           {Content: []Block{nil}},
		"comment: block 0: an Unknown element must hold JSON":         {Content: []Block{Unknown{Raw: []byte("{")}}},
		`comment: body: the extra property "a" must hold JSON`:        {Content: []Block{Paragraph{}}, Extra: map[string]json.RawMessage{"a": nil}},
		`comment: block 0: the extra property "a" must hold JSON`:     {Content: []Block{Paragraph{Extra: map[string]json.RawMessage{"a": nil}}}},
	} {
		if err := body.Validate(); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	// The package sends the same for an empty line.
	if err := (Body{Content: []Block{Paragraph{}}}).Validate(); err != nil {
		t.Error(err)
	}
}

// TestFromMarkdownIsValid checks that what FromMarkdown returns can be sent,
// unless there is nothing in it.
func TestFromMarkdownIsValid(t *testing.T) {
	for _, v := range load[[]markdownVector](t, "markdown.json") {
		if body := FromMarkdown(v.Input); len(body.Content) > 0 {
			if err := body.Validate(); err != nil {
				t.Errorf("%q: %v", v.Input, err)
			}
		}
	}
	if body := FromMarkdown("a\xffb @c\xfe"); stringify(t, body, Plain) != "a\uFFFDb @c\uFFFD" {
		t.Errorf("got %v", body)
	}
}

func TestMentions(t *testing.T) {
	body := Body{Content: []Block{
		Paragraph{Children: []Inline{
			Mention{Kind: UserMention, ID: "a"},
			Text{Text: "@b"},
			Mention{Kind: GroupMention, ID: "a", UserIDs: []string{"x"}},
		}},
		Unknown{Raw: []byte(`{}`)},
		Paragraph{Children: []Inline{
			Mention{Kind: UserMention, ID: ""},
			Mention{Kind: UserMention, ID: "a"},
			Mention{Kind: UserMention, ID: "b"},
		}},
	}}
	want := []Mention{
		{Kind: UserMention, ID: "a"},
		{Kind: GroupMention, ID: "a", UserIDs: []string{"x"}},
		{Kind: UserMention, ID: "b"},
	}
	if diff := cmp.Diff(want, body.Mentions()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := FromMarkdown("nobody").Mentions(); got != nil {
		t.Errorf("got %v", got)
	}
}
