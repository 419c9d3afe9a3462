package live

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTextEditsAreOneOp(t *testing.T) {
	d := sample(t)
	text := get[*Text](t, d.Root(), "text")
	ok(t,
		text.Insert(5, ",", nil),
		d.Root().Set("n", 2),
		text.Delete(0, 1),
		text.Replace(0, 4, "Good", Attributes{"big": 1}),
		text.Format(0, 2, Attributes{"big": nil, "i": true}),
	)
	checkJSON(t, text, `[["Go",{"i":true}],["od",{"big":1}],[", "],["world",{"bold":true}]]`)
	checkOps(t, d,
		`{"baseVersion":3,"id":"0:6","ops":[`+
			`{"index":5,"text":",","type":"insert"},`+
			`{"index":0,"length":1,"type":"delete"},`+
			`{"index":0,"length":4,"type":"delete"},`+
			`{"attributes":{"big":1},"index":0,"text":"Good","type":"insert"},`+
			`{"attributes":{"big":null,"i":true},"index":0,"length":2,"type":"format"}],"type":10}`,
		`{"data":{"n":2},"id":"root","type":3}`,
	)
}

func TestTextCountsLikeJavaScript(t *testing.T) {
	text := NewText("aé😀z")
	if text.Len() != 5 {
		t.Errorf("Len is %d", text.Len())
	}
	if i := text.Index("z"); i != 4 {
		t.Errorf("z is at %d", i)
	}
	if i := text.Index("q"); i != -1 {
		t.Errorf("q is at %d", i)
	}
	ok(t, text.Insert(3, "|", nil)) // within the emoji: before it
	checkJSON(t, text, `[["aé|😀z"]]`)
	ok(t, text.Delete(4, 1)) // half of it: all of it
	checkJSON(t, text, `[["aé|z"]]`)
	if text.String() != "aé|z" {
		t.Errorf("String is %q", text)
	}
}

func TestUTF16Helpers(t *testing.T) {
	s := "aé😀z"
	for _, tt := range []struct{ bytes, units int }{{0, 0}, {1, 1}, {3, 2}, {7, 4}, {8, 5}} {
		if got := UTF16Index(s, tt.bytes); got != tt.units {
			t.Errorf("UTF16Index(%d) = %d, want %d", tt.bytes, got, tt.units)
		}
		if got := ByteIndex(s, tt.units); got != tt.bytes {
			t.Errorf("ByteIndex(%d) = %d, want %d", tt.units, got, tt.bytes)
		}
	}
	if UTF16Index(s, 2) != 1 || ByteIndex(s, 3) != 3 {
		t.Error("an index within a character is not its start")
	}
	if UTF16Index(s, 99) != 5 || ByteIndex(s, 99) != 8 || UTF16Index(s, -1) != 0 || ByteIndex(s, -1) != 0 {
		t.Error("an index outside is not clipped")
	}
	if UTF16Len(s) != 5 || UTF16Len("a\xffb") != 3 || UTF16Index("a\xffb", 2) != 2 {
		t.Error("lengths are wrong")
	}
}

func TestTextSegments(t *testing.T) {
	want := []Segment{{Text: "Hello "}, {Text: "world", Attributes: Attributes{"bold": true}}}
	if diff := cmp.Diff(want, get[*Text](t, sample(t).Root(), "text").Segments()); diff != "" {
		t.Error(diff)
	}
	merged := NewRichText(Segment{Text: "a"}, Segment{}, Segment{Text: "b"}, Segment{Text: "c", Attributes: Attributes{}})
	checkJSON(t, merged, `[["ab"],["c",{}]]`)
}

// TestTextAfterAnswer edits a text again once an answer is there: it works as
// long as nobody else has edited the text.
func TestTextAfterAnswer(t *testing.T) {
	d := sample(t)
	text := get[*Text](t, d.Root(), "text")
	flush := func(version string) {
		t.Helper()
		batch := d.Take(1 << 20)
		if err := text.Insert(0, "x", nil); err == nil || !strings.Contains(err.Error(), "waits for the server") {
			t.Errorf("an edit before the answer: %v", err)
		}
		ok(t, d.Apply(batch, []byte(`{"messages":[{"type":201,"ops":[{"type":10,"id":"0:6","opId":"`+batch.Ops[0].ID+`","version":`+version+`,"ops":[]}]}]}`)))
	}
	ok(t, text.Insert(0, "1", nil))
	flush("4")
	ok(t, text.Insert(0, "2", nil))
	flush("6")
	if err := text.Insert(0, "3", nil); err == nil || !strings.Contains(err.Error(), ErrStaleText.Error()) {
		t.Errorf("an edit after somebody else's: %v", err)
	}
	if text.Version() != 6 || text.String() != "21Hello world" {
		t.Errorf("version %d, %q", text.Version(), text)
	}
}
