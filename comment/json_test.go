package comment

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// everything is a body with all that there is, known and not.
const everything = `{"version":1,"content":[` +
	`{"type":"paragraph","children":[` +
	`{"text":"a","bold":true,"italic":true,"strikethrough":true,"code":true,"underline":true},` +
	`{"type":"link","url":"https://example.com","text":"b","title":"c"},` +
	`{"type":"mention","kind":"user","id":"alice","seen":1.50},` +
	`{"type":"mention","kind":"group","id":"team","userIds":["a","b"]},` +
	`{"type":"mention","kind":"robot","id":"r2"},` +
	`{"type":"emoji","emoji":"<3"}` +
	`],"align":"left"},` +
	`{"type":"divider"}` +
	`],"draft":null}`

func TestJSONKeepsEverything(t *testing.T) {
	body := decodeBody(t, []byte(everything))
	want := Body{
		Version: 1,
		Content: []Block{
			Paragraph{
				Children: []Inline{
					Text{
						Text: "a", Bold: true, Italic: true, Strikethrough: true, Code: true,
						Extra: map[string]json.RawMessage{"underline": json.RawMessage("true")},
					},
					Link{
						URL: "https://example.com", Text: "b",
						Extra: map[string]json.RawMessage{"title": json.RawMessage(`"c"`)},
					},
					Mention{
						Kind: UserMention, ID: "alice",
						Extra: map[string]json.RawMessage{"seen": json.RawMessage("1.50")},
					},
					Mention{Kind: GroupMention, ID: "team", UserIDs: []string{"a", "b"}},
					Mention{Kind: "robot", ID: "r2"},
					Unknown{Raw: json.RawMessage(`{"type":"emoji","emoji":"<3"}`)},
				},
				Extra: map[string]json.RawMessage{"align": json.RawMessage(`"left"`)},
			},
			Unknown{Raw: json.RawMessage(`{"type":"divider"}`)},
		},
		Extra: map[string]json.RawMessage{"draft": json.RawMessage("null")},
	}
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("decoded (-want +got):\n%s", diff)
	}
	if err := body.Validate(); err != nil {
		t.Error(err)
	}
	got, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(toAny(t, []byte(everything)), toAny(t, got)); diff != "" {
		t.Errorf("encoded again (-want +got):\n%s", diff)
	}
	if !strings.Contains(string(got), `"seen":1.50`) {
		t.Errorf("a number changed: %s", got)
	}
}

// TestJSONMalformedElements checks that elements that are not what their type
// promises are kept, and don't make a body unreadable.
func TestJSONMalformedElements(t *testing.T) {
	inlines := []string{
		`null`, `1`, `"a"`, `[]`, `{}`, `{"text":1}`, `{"text":null}`, `{"type":null,"text":"a"}`,
		`{"type":"text","text":"a"}`, `{"type":"link"}`, `{"type":"link","url":1}`,
		`{"type":"mention"}`, `{"type":"mention","kind":"user","id":null}`, `{"type":1}`,
	}
	for _, raw := range inlines {
		got := decodeInline(json.RawMessage(raw))
		if diff := cmp.Diff(Inline(Unknown{Raw: json.RawMessage(raw)}), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", raw, diff)
		}
	}
	for _, raw := range []string{`null`, `1`, `{}`, `{"type":"paragraph"}`, `{"type":"paragraph","children":1}`, `{"children":[]}`} {
		got := decodeBlock(json.RawMessage(raw))
		if diff := cmp.Diff(Block(Unknown{Raw: json.RawMessage(raw)}), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", raw, diff)
		}
	}
	// What can't be decoded stays, next to what can.
	got, err := json.Marshal(decodeInline(json.RawMessage(`{"text":"a","bold":"yes","italic":null}`)))
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"text":"a","bold":"yes","italic":null}`; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestJSONErrors(t *testing.T) {
	for in, want := range map[string]string{
		`1`:                            "comment: a body must be a JSON object: ",
		`[]`:                           "comment: a body must be a JSON object: ",
		`{}`:                           "comment: a body must have a version, a number",
		`{"version":"1","content":[]}`: "comment: a body must have a version, a number",
		`{"version":1}`:                "comment: a body must have a content, an array",
		`{"version":1,"content":null}`: "comment: a body must have a content, an array",
		`{"version":1,"content":{}}`:   "comment: a body must have a content, an array",
	} {
		body := Body{Version: 7}
		err := json.Unmarshal([]byte(in), &body)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", in, err, want)
		}
		if body.Version != 7 {
			t.Errorf("%s: the body changed", in)
		}
	}
	if _, err := json.Marshal(Body{Content: []Block{Unknown{}}}); err == nil {
		t.Error("an Unknown without JSON was encoded")
	}
	if _, err := json.Marshal(Text{Extra: map[string]json.RawMessage{"a": json.RawMessage("{")}}); err == nil {
		t.Error("broken JSON was encoded")
	}
}

func TestJSONZero(t *testing.T) {
	for want, v := range map[string]any{
		`{"version":1,"content":[]}`:         Body{},
		`{"type":"paragraph","children":[]}`: Paragraph{},
		`{"text":""}`:                        Text{},
		`{"type":"link","url":""}`:           Link{},
		`{"type":"mention","id":""}`:         Mention{},
	} {
		got, err := json.Marshal(v)
		if err != nil || string(got) != want {
			t.Errorf("%T: got %s, %v, want %s", v, got, err, want)
		}
	}
	var body *Body
	if err := json.Unmarshal([]byte("null"), &body); err != nil || body != nil {
		t.Errorf("got %v, %v", body, err)
	}
}

// TestJSONExtraDoesNotReplace checks that an extra property can't take the place
// of one that the type has.
func TestJSONExtraDoesNotReplace(t *testing.T) {
	got, err := json.Marshal(Text{Text: "a", Extra: map[string]json.RawMessage{
		"text": json.RawMessage(`"b"`), "z": json.RawMessage("1"), "c": json.RawMessage("2"),
	}})
	if want := `{"text":"a","c":2,"z":1}`; err != nil || string(got) != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
}

// TestMarshalExtra checks that a property which is no JSON value can't bring in
// others.
func TestMarshalExtra(t *testing.T) {
	for raw, want := range map[string]string{
		`{"a": 1}`:               `{"text":"b","x":{"a":1}}`,
		``:                       `{"text":"b","x":null}`,
		`1,"type":"mention"`:     "",
		`1},{"type":"paragraph"`: "",
	} {
		var extra json.RawMessage
		if raw != "" {
			extra = json.RawMessage(raw)
		}
		got, err := Text{Text: "b", Extra: map[string]json.RawMessage{"x": extra}}.MarshalJSON()
		if string(got) != want || (err == nil) != (want != "") {
			t.Errorf("%s: got %s and error %v, want %s", raw, got, err, want)
		}
	}
}
