package comment

import (
	"context"
	"errors"
	"html"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// names returns a resolver of the given names by ID.
func names(byID map[string]string) Resolver {
	return func(_ context.Context, ids []string) (map[string]Info, error) {
		infos := map[string]Info{}
		for _, id := range ids {
			if name, ok := byID[id]; ok {
				infos[id] = Info{Name: name}
			}
		}
		return infos, nil
	}
}

func TestStringifyResolvesInOneCall(t *testing.T) {
	body := Body{Content: []Block{
		Paragraph{Children: []Inline{
			Mention{Kind: UserMention, ID: "a"},
			Mention{Kind: GroupMention, ID: "a"},
			Mention{Kind: UserMention, ID: "b"},
		}},
		Paragraph{Children: []Inline{
			Mention{Kind: UserMention, ID: "a"},
			Mention{Kind: GroupMention, ID: "g"},
			Mention{Kind: UserMention},
			Mention{Kind: "team", ID: "t"},
		}},
	}}
	var calls [][]string
	record := func(prefix string) Resolver {
		return func(_ context.Context, ids []string) (map[string]Info, error) {
			calls = append(calls, append([]string{prefix}, ids...))
			return map[string]Info{"a": {Name: prefix + " A"}, "g": {Name: prefix + " G"}, "b": {}}, nil
		}
	}
	got := stringify(t, body, Plain, WithUsers(record("user")), WithGroups(record("group")))
	if want := "@user A@group A@b\n@user A@group G@t"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if diff := cmp.Diff([][]string{{"user", "a", "b"}, {"group", "a", "g"}}, calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

func TestStringifyResolvesNobody(t *testing.T) {
	fail := func(context.Context, []string) (map[string]Info, error) {
		t.Error("called")
		return nil, nil
	}
	stringify(t, FromMarkdown("nobody"), Plain, WithUsers(fail), WithGroups(fail))
}

func TestStringifyErrors(t *testing.T) {
	boom := errors.New("boom")
	fail := func(context.Context, []string) (map[string]Info, error) { return nil, boom }
	body := Body{Content: []Block{Paragraph{Children: []Inline{
		Mention{Kind: UserMention, ID: "a"}, Mention{Kind: GroupMention, ID: "g"},
	}}}}
	for _, opt := range []StringifyOption{WithUsers(fail), WithGroups(fail)} {
		if s, err := Stringify(t.Context(), body, HTML, opt); !errors.Is(err, boom) || s != "" {
			t.Errorf("got %q, %v", s, err)
		}
	}
	for _, f := range []Format{-1, 3} {
		if _, err := Stringify(t.Context(), body, f); err == nil || !strings.HasPrefix(err.Error(), "comment: unknown format") {
			t.Errorf("format %d: %v", f, err)
		}
	}
}

func TestStringifyElements(t *testing.T) {
	body := FromMarkdown("Hi @alice, **see** [<docs>](https://example.com/?a&b) or [this](mailto:a@example.com)\n\n@bob")
	elements := Elements{
		Paragraph: func(a ParagraphArgs) string {
			return "<div>" + a.Children + "</div>"
		},
		Text: func(a TextArgs) string {
			if a.Element.Bold {
				return "<b>" + html.EscapeString(a.Element.Text) + "</b>"
			}
			return a.Default
		},
		Link: func(a LinkArgs) string {
			return `<a href="` + html.EscapeString(a.Href) + `">` + html.EscapeString(a.Element.Text) + "</a>"
		},
		Mention: func(a MentionArgs) string {
			if a.User == nil {
				return a.Default
			}
			return "<i>" + html.EscapeString(a.User.Data.(string)) + "</i>"
		},
	}
	users := func(context.Context, []string) (map[string]Info, error) {
		return map[string]Info{"alice": {Name: "Alice", Data: "<Alice>"}}, nil
	}
	got := stringify(t, body, HTML, WithElements(elements), WithUsers(users), WithSeparator("|"))
	want := `<div>Hi <i>&lt;Alice&gt;</i>, <b>see</b> <a href="https://example.com/?a&amp;b">&lt;docs&gt;</a> or this</div>` +
		`|<div><span data-mention>@bob</span></div>`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestStringifyElementArgs checks what the functions are told.
func TestStringifyElementArgs(t *testing.T) {
	body := Body{Content: []Block{
		Unknown{Raw: []byte(`{"type":"divider"}`)},
		Paragraph{Children: []Inline{Unknown{Raw: []byte(`1`)}, Text{Text: "a"}, Link{URL: "x:y"}, Link{URL: "www.a.b"}}},
		Paragraph{},
	}}
	var texts []TextArgs
	var links []LinkArgs
	var paragraphs []ParagraphArgs
	got := stringify(t, body, HTML, WithSeparator(""), WithElements(Elements{
		Text:      func(a TextArgs) string { texts = append(texts, a); return "T" },
		Link:      func(a LinkArgs) string { links = append(links, a); return "L" },
		Paragraph: func(a ParagraphArgs) string { paragraphs = append(paragraphs, a); return "P" },
	}))
	if got != "PP" {
		t.Errorf("got %q", got)
	}
	if diff := cmp.Diff([]TextArgs{
		{Element: Text{Text: "a"}, Index: 1, Default: "a"},
		{Element: Text{Text: "x:y"}, Index: 2, Default: "x:y"},
	}, texts); diff != "" {
		t.Errorf("texts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]LinkArgs{{
		Element: Link{URL: "www.a.b"}, Href: "https://www.a.b", Index: 3,
		Default: `<a href="https://www.a.b" target="_blank" rel="noopener noreferrer">www.a.b</a>`,
	}}, links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]ParagraphArgs{
		{Element: body.Content[1].(Paragraph), Index: 1, Children: "TTL", Default: "<p>TTL</p>"},
		{Element: Paragraph{}, Index: 2},
	}, paragraphs); diff != "" {
		t.Errorf("paragraphs (-want +got):\n%s", diff)
	}
}
