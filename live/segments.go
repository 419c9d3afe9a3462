package live

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// attributes are the properties of a segment. They are never changed, so
// segments may share them; nil is none, which differs from an empty set.
type attributes struct{ list []attribute }

type attribute struct{ key, raw string }

func newAttrs(from Attributes) (*attributes, error) {
	if from == nil {
		return nil, nil
	}
	a := new(attributes)
	for _, key := range slices.Sorted(maps.Keys(from)) {
		if err := checkKey(key); err != nil {
			return nil, fmt.Errorf("attribute %q: %w", key, err)
		}
		raw, err := appendJSON(nil, from[key], 0)
		if err != nil {
			return nil, fmt.Errorf("attribute %q: %w", key, err)
		}
		a.list = append(a.list, attribute{key: key, raw: string(raw)})
	}
	return a, nil
}

func (a *attributes) public() Attributes {
	if a == nil {
		return nil
	}
	m := make(Attributes, len(a.list))
	for _, at := range a.list {
		m[at.key] = plain(at.raw)
	}
	return m
}

func (a *attributes) find(key string) int {
	return slices.IndexFunc(a.list, func(at attribute) bool { return at.key == key })
}

func (a *attributes) equal(b *attributes) bool {
	if a == nil || b == nil || len(a.list) != len(b.list) {
		return a == b
	}
	for _, at := range a.list {
		i := b.find(at.key)
		if i < 0 || at.raw != b.list[i].raw && !sameScalar(at.raw, b.list[i].raw) {
			return false
		}
	}
	return true
}

// merge returns what is left of a once patch is applied: its values set, and
// what is null in it removed.
func (a *attributes) merge(patch *attributes) *attributes {
	var merged attributes
	if a != nil {
		merged.list = slices.Clone(a.list)
	}
	for _, at := range patch.list {
		i := merged.find(at.key)
		switch {
		case at.raw == "null" && i >= 0:
			merged.list = slices.Delete(merged.list, i, i+1)
		case at.raw == "null":
		case i >= 0:
			merged.list[i] = at
		default:
			merged.list = append(merged.list, at)
		}
	}
	if len(merged.list) == 0 {
		return nil
	}
	return &merged
}

func (a *attributes) append(b []byte) []byte {
	b = append(b, '{')
	for i, at := range a.list {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(appendQuoted(b, at.key), ':'), at.raw...)
	}
	return append(b, '}')
}

// A segment is a part of a text, in UTF-16 since that is what edits count.
type segment struct {
	units []uint16
	attrs *attributes
}

type segments []segment

func (ss segments) len() int {
	n := 0
	for _, s := range ss {
		n += len(s.units)
	}
	return n
}

// normal drops empty segments and joins neighbours with equal attributes.
func (ss segments) normal() segments {
	out := ss[:0]
	for _, s := range ss {
		switch last := len(out) - 1; {
		case len(s.units) == 0:
		case last >= 0 && out[last].attrs.equal(s.attrs):
			out[last].units = append(out[last].units, s.units...)
		default:
			out = append(out, s)
		}
	}
	clear(ss[len(out):])
	return out
}

// unit returns the code unit at index, 0 if there is none.
func (ss segments) unit(index int) rune {
	if index < 0 {
		return 0
	}
	for _, s := range ss {
		if index < len(s.units) {
			return rune(s.units[index])
		}
		index -= len(s.units)
	}
	return 0
}

// splitsPair reports whether index lies within a surrogate pair.
func (ss segments) splitsPair(index int) bool {
	return isHighSurrogate(ss.unit(index-1)) && isLowSurrogate(ss.unit(index))
}

// whole widens a range to whole characters.
func (ss segments) whole(index, length int) (int, int) {
	end := index + length
	if ss.splitsPair(index) {
		index--
	}
	if length == 0 {
		return index, 0
	}
	if ss.splitsPair(end) {
		end++
	}
	return index, end - index
}

// cut makes sure that a segment starts at index, and returns which.
func (ss segments) cut(index int) (segments, int) {
	for i, s := range ss {
		switch {
		case index <= 0:
			return ss, i
		case index < len(s.units):
			// The first half must not grow into the second one.
			ss[i].units = s.units[:index:index]
			return slices.Insert(ss, i+1, segment{units: s.units[index:], attrs: s.attrs}), i + 1
		}
		index -= len(s.units)
	}
	return ss, len(ss)
}

// append appends the segments as JSON.
func (ss segments) append(b []byte) []byte {
	b = append(b, '[')
	for i, s := range ss {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendUTF16Quoted(append(b, '['), s.units)
		if s.attrs != nil {
			b = s.attrs.append(append(b, ','))
		}
		b = append(b, ']')
	}
	return append(b, ']')
}

// parseSegments reads what [segments.append] writes.
func parseSegments(p *scanner) (segments, error) {
	var ss segments
	err := p.elements(func(int) error {
		var s segment
		n := 0
		err := p.elements(func(i int) error {
			n++
			switch i {
			case 0:
				text, err := p.str()
				s.units = encodeUTF16(text)
				return err
			case 1:
				s.attrs = new(attributes)
				return p.members(func(quotedKey string) error {
					raw, err := p.value()
					s.attrs.list = append(s.attrs.list, attribute{key: unquote(quotedKey), raw: raw})
					return err
				})
			default:
				return p.errorf("a segment of a text has more than two elements")
			}
		})
		if err == nil && n == 0 {
			err = p.errorf("a segment of a text is empty")
		}
		ss = append(ss, s)
		return err
	})
	return ss.normal(), err
}

// A textEdit is one edit of a text, as it is sent.
type textEdit struct {
	kind   string // "insert", "delete" or "format"
	index  int
	length int
	units  []uint16
	attrs  *attributes
}

func (e textEdit) apply(ss segments) segments {
	if e.kind == "insert" && len(e.units) == 0 {
		return ss
	}
	if e.applyWithin(ss) {
		return ss
	}
	ss, from := ss.cut(e.index)
	if e.kind == "insert" {
		return slices.Insert(ss, from, segment{units: slices.Clone(e.units), attrs: e.attrs}).normal()
	}
	ss, to := ss.cut(e.index + e.length)
	if e.kind == "delete" {
		return slices.Delete(ss, from, to).normal()
	}
	for i := from; i < to; i++ {
		ss[i].attrs = ss[i].attrs.merge(e.attrs)
	}
	return ss.normal()
}

// applyWithin applies an edit that leaves the segments as they are but for the
// characters of one of them, as most do. It is what makes many edits of a long
// text affordable.
func (e textEdit) applyWithin(ss segments) bool {
	at := e.index
	for i := range ss {
		units := ss[i].units
		if at > len(units) {
			at -= len(units)
			continue
		}
		switch {
		case e.kind == "insert" && at > 0 && ss[i].attrs.equal(e.attrs):
			ss[i].units = slices.Insert(units, at, e.units...)
			return true
		case e.kind == "delete" && at+e.length <= len(units) && e.length < len(units):
			ss[i].units = slices.Delete(units, at, at+e.length)
			return true
		}
		return false
	}
	return false
}

func (e textEdit) append(b []byte) []byte {
	b = append(b, `{"type":"`...)
	b = append(b, e.kind...)
	b = append(b, `","index":`...)
	b = strconv.AppendInt(b, int64(e.index), 10)
	if e.kind == "insert" {
		b = appendUTF16Quoted(append(b, `,"text":`...), e.units)
	} else {
		b = strconv.AppendInt(append(b, `,"length":`...), int64(e.length), 10)
	}
	if e.attrs != nil {
		b = e.attrs.append(append(b, `,"attributes":`...))
	}
	return append(b, '}')
}
