package liveblocks_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/liveblocks-go/liveblocks"
)

func TestMetadataKeepsValues(t *testing.T) {
	const text = `{"text":"é","yes":true,"half":0.5,"large":9007199254740993,"huge":1e400,"later":[1,{"n":12345678901234567890}],"none":null}`
	var got liveblocks.Metadata
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	want := liveblocks.Metadata{
		"text":  "é",
		"yes":   true,
		"half":  0.5,
		"large": json.Number("9007199254740993"),
		"huge":  json.Number("1e400"),
		"later": []any{1.0, map[string]any{"n": json.Number("12345678901234567890")}},
		"none":  nil,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestMetadataAccess(t *testing.T) {
	m := liveblocks.Metadata{"text": "a", "yes": true, "int": 3, "float": 1.5, "large": json.Number("9007199254740993")}
	if got := m.String("text") + m.String("yes") + m.String("none"); got != "a" {
		t.Errorf("String: got %q", got)
	}
	if !m.Bool("yes") || m.Bool("text") || m.Bool("none") {
		t.Error("Bool is wrong")
	}
	for key, want := range map[string]float64{"int": 3, "float": 1.5, "large": 1 << 53, "text": 0, "yes": 0, "none": 0} {
		if got := m.Number(key); got != want {
			t.Errorf("Number(%q) is %v, want %v", key, got, want)
		}
	}
	var own struct {
		Text  string `json:"text"`
		Large int64  `json:"large"`
	}
	if err := m.Decode(new([]string)); err == nil || !strings.HasPrefix(err.Error(), "liveblocks: decoding the metadata into a *[]string: ") {
		t.Errorf("got error %v", err)
	}
	if err := m.Decode(&own); err != nil || own.Text != "a" || own.Large != 9007199254740993 {
		t.Errorf("decoded %+v, %v", own, err)
	}
}

// TestMetadataRefused sends metadata that can't be right, both new and changed.
func TestMetadataRefused(t *testing.T) {
	many := liveblocks.Metadata{}
	for i := range 51 {
		many[strings.Repeat("k", i%40+1)+string(rune('a'+i/40))] = true
	}
	for name, test := range map[string]struct {
		metadata liveblocks.Metadata
		message  string
	}{
		"too many":         {many, "51 keys"},
		"empty key":        {liveblocks.Metadata{"": 1}, "key is empty"},
		"long key":         {liveblocks.Metadata{strings.Repeat("k", 41): 1}, "41 characters"},
		"long text":        {liveblocks.Metadata{"a": strings.Repeat("😀", 2001)}, "4002 characters"},
		"list":             {liveblocks.Metadata{"a": []string{"b"}}, `under "a" is a []string`},
		"NaN":              {liveblocks.Metadata{"a": math.NaN()}, `under "a" is NaN`},
		"infinity":         {liveblocks.Metadata{"a": math.Inf(-1)}, `under "a" is -Inf`},
		"nil":              {liveblocks.Metadata{"a": nil}, `under "a" is nil`},
		"no UTF-8":         {liveblocks.Metadata{"a": "\xff"}, "not valid UTF-8"},
		"no number":        {liveblocks.Metadata{"a": json.Number("12a")}, "is no number"},
		"infinite by name": {liveblocks.Metadata{"a": json.Number("Inf")}, "is no number"},
	} {
		t.Run(name, func(t *testing.T) {
			s, c := newCanned(t, answer(200, "{}"))
			changes := map[string]liveblocks.Change[any]{}
			for key, value := range test.metadata {
				changes[key] = liveblocks.Set(value)
			}
			comment := helloComment
			comment.Metadata = test.metadata
			_, threadErr := c.CreateThread(t.Context(), "room", liveblocks.CreateThreadParams{Comment: helloComment, Metadata: test.metadata})
			_, commentErr := c.CreateComment(t.Context(), "room", "th", comment)
			_, editErr := c.EditThreadMetadata(t.Context(), "room", "th", liveblocks.EditThreadMetadataParams{UserID: "ada", Metadata: changes})
			_, editCommentErr := c.EditComment(t.Context(), "room", "th", "cm", liveblocks.EditCommentParams{Body: helloBody, Metadata: changes})
			for i, err := range []error{threadErr, commentErr, editErr, editCommentErr} {
				if !errors.Is(err, liveblocks.ErrInvalidArgument) || !strings.Contains(err.Error(), test.message) {
					t.Errorf("call %d: got error %v, want ErrInvalidArgument with %q", i, err, test.message)
				}
			}
			wantRequests(t, s, 0)
		})
	}
}

func TestMetadataAtItsLimits(t *testing.T) {
	type color string
	s, c := newCanned(t, answer(200, "{}"))
	metadata := liveblocks.Metadata{
		strings.Repeat("😀", 20): strings.Repeat("x", 4000),
		"own":                   color("blue"),
		"number":                json.Number("-1.5e3"),
		"int":                   int8(-1),
		"uint":                  uint64(math.MaxUint64),
		"float":                 float32(0.5),
	}
	if _, err := c.CreateThread(t.Context(), "room", liveblocks.CreateThreadParams{Comment: helloComment, Metadata: metadata}); err != nil {
		t.Error(err)
	}
	wantRequests(t, s, 1)
}
