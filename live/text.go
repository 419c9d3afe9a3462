package live

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// A Text is a text that several people can edit at once, optionally with
// attributes such as bold on parts of it, like a LiveText in JavaScript.
//
// Indexes and lengths count UTF-16 code units, as JavaScript does, not bytes:
// "é" is 1, "😀" is 2. [Text.Index], [UTF16Len], [UTF16Index] and [ByteIndex]
// help to convert. An index in the middle of a character counts as the
// character's start, and a range that touches a character covers the whole of
// it.
//
// All edits of one text between two flushes are sent as one change, so the
// server applies either all of them or none.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-client#LiveText.
type Text struct {
	core
	segs    segments
	version int
	edits   []byte // JSON of the edits that were not taken for sending, without brackets
	sent    bool   // edits were taken, and the server has not answered yet
	stale   bool
}

// Attributes are the properties of a part of a [Text], such as
// {"bold": true}. The values are plain JSON.
type Attributes map[string]any

// A Segment is a part of a [Text] whose characters have the same attributes.
type Segment struct {
	Text       string
	Attributes Attributes // nil for none
}

// NewText returns a text without attributes. If s is not valid UTF-8,
// [Text.Err] says so, and so does whatever the text is put into.
func NewText(s string) *Text {
	return NewRichText(Segment{Text: s})
}

// NewRichText returns a text made of segments. If one can't be held,
// [Text.Err] says so, and so does whatever the text is put into.
func NewRichText(segs ...Segment) *Text {
	t := new(Text)
	for _, s := range segs {
		units, err := checkText(s.Text)
		t.keep(err)
		attrs, err := newAttrs(s.Attributes)
		t.keep(err)
		t.segs = append(t.segs, segment{units: units, attrs: attrs})
	}
	t.segs = t.segs.normal()
	return t
}

func checkText(s string) ([]uint16, error) {
	v, err := newOperand(s)
	if err == nil {
		err = checkValueSize(v.raw)
	}
	if err != nil {
		return nil, fmt.Errorf("text: %w", err)
	}
	return encodeUTF16(s), nil
}

// Len returns the length in UTF-16 code units.
func (t *Text) Len() int { return t.segs.len() }

// String returns the text without attributes.
func (t *Text) String() string {
	var b strings.Builder
	for _, s := range t.segs {
		b.WriteString(string(utf16.Decode(s.units)))
	}
	return b.String()
}

// Segments returns the text in parts that differ in their attributes.
func (t *Text) Segments() []Segment {
	segs := make([]Segment, len(t.segs))
	for i, s := range t.segs {
		segs[i] = Segment{Text: string(utf16.Decode(s.units)), Attributes: s.attrs.public()}
	}
	return segs
}

// Version returns the number of changes that the server had applied to the
// text when it was loaded or last flushed.
func (t *Text) Version() int { return t.version }

// Index returns the index of the first occurrence of s in UTF-16 code units,
// -1 if there is none.
func (t *Text) Index(s string) int {
	text := t.String()
	i := strings.Index(text, s)
	if i < 0 {
		return -1
	}
	return UTF16Len(text[:i])
}

// Insert inserts text before the character at index, with these attributes or
// nil for none.
func (t *Text) Insert(index int, text string, attrs Attributes) error {
	units, a, err := t.checkEdit("insert", index, 0, text, attrs)
	if err != nil {
		return err
	}
	index, _ = t.segs.whole(index, 0)
	t.edit(textEdit{kind: "insert", index: index, units: units, attrs: a})
	return nil
}

// Delete deletes length code units from index on.
func (t *Text) Delete(index, length int) error {
	if _, _, err := t.checkEdit("delete", index, length, "", nil); err != nil {
		return err
	}
	if index, length = t.segs.whole(index, length); length > 0 {
		t.edit(textEdit{kind: "delete", index: index, length: length})
	}
	return nil
}

// Replace puts text in the place of length code units from index on, with
// these attributes or nil for none.
func (t *Text) Replace(index, length int, text string, attrs Attributes) error {
	units, a, err := t.checkEdit("replace", index, length, text, attrs)
	if err != nil {
		return err
	}
	var edits []textEdit
	index, length = t.segs.whole(index, length)
	if length > 0 {
		edits = append(edits, textEdit{kind: "delete", index: index, length: length})
	}
	if len(units) > 0 {
		edits = append(edits, textEdit{kind: "insert", index: index, units: units, attrs: a})
	}
	t.edit(edits...)
	return nil
}

// Format sets attributes of length code units from index on, and removes those
// that are nil in attrs. It leaves other attributes alone.
func (t *Text) Format(index, length int, attrs Attributes) error {
	if attrs == nil {
		attrs = Attributes{}
	}
	_, a, err := t.checkEdit("format", index, length, "", attrs)
	if err != nil {
		return err
	}
	if index, length = t.segs.whole(index, length); length > 0 {
		t.edit(textEdit{kind: "format", index: index, length: length, attrs: a})
	}
	return nil
}

// checkEdit reports why an edit can't be made.
func (t *Text) checkEdit(verb string, index, length int, text string, attrs Attributes) ([]uint16, *attributes, error) {
	err := t.writable()
	n := t.Len()
	switch {
	case err != nil:
	case t.stale:
		err = ErrStaleText
	case t.sent:
		err = fmt.Errorf("an earlier edit waits for the server's answer; edit the text once it is there")
	case index < 0 || index > n:
		err = fmt.Errorf("the index must lie between 0 and %d UTF-16 code units", n)
	case length < 0 || length > n-index:
		err = fmt.Errorf("the length %d must lie between 0 and %d UTF-16 code units", length, n-index)
	}
	var units []uint16
	var a *attributes
	if err == nil {
		units, err = checkText(text)
	}
	if err == nil {
		a, err = newAttrs(attrs)
	}
	if err != nil {
		return nil, nil, errorf("%s at %d of a text: %w", verb, index, err)
	}
	return units, a, nil
}

// edit applies edits that were checked, and records them.
func (t *Text) edit(edits ...textEdit) {
	for _, e := range edits {
		t.segs = e.apply(t.segs)
		if t.state != attached {
			continue
		}
		if len(t.edits) == 0 {
			d := t.doc
			d.ops = append(d.ops, pendingOp{typ: opUpdateText, seq: d.nextOp(), node: t, start: len(d.buf), end: len(d.buf)})
		} else {
			t.edits = append(t.edits, ',')
		}
		t.edits = e.append(t.edits)
	}
}

// Clone returns a copy of the text, which is part of no tree yet. It has the
// same version.
func (t *Text) Clone() *Text {
	c := &Text{version: t.version, segs: make(segments, len(t.segs))}
	c.err = t.err
	for i, s := range t.segs {
		c.segs[i] = segment{units: slices.Clone(s.units), attrs: s.attrs}
	}
	return c
}

func (t *Text) clone() Node { return t.Clone() }

func (t *Text) createOp() opType { return opCreateText }

func (t *Text) appendCreateFields(b []byte) []byte {
	b = t.segs.append(append(b, `,"data":`...))
	return strconv.AppendInt(append(b, `,"version":`...), int64(t.version), 10)
}

func (t *Text) children(func(string, Node) bool) {}

func (t *Text) detach(Node) {}

// JSON returns the segments: [["Hello ",{"bold":true}],["world"]].
func (t *Text) JSON() json.RawMessage { return t.appendJSON(nil) }

// MarshalJSON returns [Text.JSON].
func (t *Text) MarshalJSON() ([]byte, error) { return t.JSON(), nil }

func (t *Text) appendJSON(b []byte) []byte { return t.segs.append(b) }

// PlainLSON returns the text in the form that [ParsePlainLSON] reads.
func (t *Text) PlainLSON() json.RawMessage { return t.appendPlainLSON(nil) }

func (t *Text) appendPlainLSON(b []byte) []byte {
	b = t.segs.append(append(b, `{"liveblocksType":"LiveText","data":`...))
	b = strconv.AppendInt(append(b, `,"version":`...), int64(t.version), 10)
	return append(b, '}')
}
