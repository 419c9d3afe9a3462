package comment

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
)

// run collects text that lies in the source in one piece, mostly, so that it
// need not be copied.
type run struct {
	start, end int    // the piece of the source
	buf        []byte // what was collected, if it is not in one piece
}

func (c *converter) add(start, end int) {
	r := &c.run
	switch {
	case start >= end:
	case len(r.buf) > 0:
		r.buf = append(r.buf, c.source[start:end]...)
	case r.start == r.end:
		r.start, r.end = start, end
	case r.end == start:
		r.end = end
	default:
		r.buf = append(append(r.buf, c.source[r.start:r.end]...), c.source[start:end]...)
	}
}

// addText adds a piece of text to the run.
func (c *converter) addText(n *ast.Text) {
	c.add(n.Segment.Start, c.textEnd(n))
}

// textEnd returns where the text n ends: after the white space that goldmark
// leaves out at the end of a line, and after the line's end if it is a soft one.
func (c *converter) textEnd(n *ast.Text) int {
	end := n.Segment.Stop
	if !n.HardLineBreak() && (n.SoftLineBreak() || n.NextSibling() == nil && keepsSpace(n.Parent())) {
		for end < len(c.source) && (c.source[end] == ' ' || c.source[end] == '\t') {
			end++
		}
		if n.SoftLineBreak() && end < len(c.source) && c.source[end] == '\n' {
			end++
		}
	}
	return end
}

// trimRight removes the characters in cutset from the end of the run.
func (r *run) trimRight(source []byte, cutset string) {
	if len(r.buf) == 0 {
		r.end = r.start + len(bytes.TrimRight(source[r.start:r.end], cutset))
	} else if r.buf = bytes.TrimRight(r.buf, cutset); len(r.buf) == 0 {
		r.end = r.start
	}
}

// endsInBackslash reports whether the hard line break after n is a backslash,
// not spaces.
func (c *converter) endsInBackslash(n *ast.Text) bool {
	end := n.Segment.Stop
	return end < len(c.source) && c.source[end] == '\\'
}

// keepsSpace reports whether the white space at the end of the block n is part
// of its text. It is, except at the end of a list and in a heading with "#".
func keepsSpace(n ast.Node) bool {
	switch n.Kind() {
	case ast.KindParagraph, ast.KindTextBlock:
		for n.NextSibling() == nil && n.Parent().Kind() == ast.KindBlockquote {
			n = n.Parent()
		}
		item := n.Parent()
		return item.Kind() != ast.KindListItem || n.NextSibling() != nil || item.NextSibling() != nil
	case ast.KindHeading:
		return n.Lines().Len() > 0 && n.Pos() == n.Lines().At(0).Start
	}
	return false
}

// flush appends the collected text.
func (c *converter) flush(out []Inline, format Text) []Inline {
	r := &c.run
	s := c.text[r.start:r.end]
	if len(r.buf) > 0 {
		s = string(r.buf)
	}
	*r = run{buf: r.buf[:0]}
	for s != "" {
		i := indexEscape(s)
		if i < 0 {
			return appendMentions(out, s, format)
		}
		if i > 0 {
			out = appendMentions(out, s[:i], format)
		}
		out = append(out, withText(format, s[i+1:i+2]))
		s = s[i+2:]
	}
	return out
}
