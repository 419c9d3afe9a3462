package comment

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// inlines returns the elements that the text of the block n consists of.
func (c *converter) inlines(n ast.Node) []Inline {
	out := c.appendInlines(nil, n, Text{})
	if !keepsSpace(n) {
		c.run.trimRight(c.source, " \t")
	}
	return c.flush(out, Text{})
}

// appendInlines appends the children of n, formatted as format is. The text at
// the end may remain in c.run: what follows may continue it.
func (c *converter) appendInlines(out []Inline, n ast.Node, format Text) []Inline {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch child := child.(type) {
		case *ast.Text:
			c.addText(child)
			if child.HardLineBreak() {
				if !c.endsInBackslash(child) {
					c.run.trimRight(c.source, " ")
				}
				out = c.flush(out, format)
				out = append(out, withText(format, "\n"))
			}
		case *ast.Emphasis:
			f := format
			if child.Level == 2 {
				f.Bold = true
			} else {
				f.Italic = true
			}
			out = c.appendNested(out, child, format, f)
		case *east.Strikethrough:
			f := format
			f.Strikethrough = true
			out = c.appendNested(out, child, format, f)
		case *ast.CodeSpan:
			out = c.flush(out, format)
			t := withText(format, c.code(child))
			t.Code = true
			out = append(out, t)
		case *ast.RawHTML:
			out = c.flush(out, format)
			tag := string(child.Segments.Value(c.source))
			if hasPrefixFold(tag, "<a ") {
				c.inAnchor = true
			} else if hasPrefixFold(tag, "</a>") {
				c.inAnchor = false
			}
			out = appendMentions(out, tag, format)
		case *image:
			out = c.flush(out, format)
			out = append(out, withText(format, string(child.raw)))
		case *ast.Link:
			out = c.flush(out, format)
			out = appendLink(out, unescape(string(child.Destination)), c.plain(child), format)
			c.inAnchor = false
		case *ast.AutoLink:
			out = c.flush(out, format)
			label := string(child.Label(c.source))
			url := label
			if child.AutoLinkType == ast.AutoLinkEmail {
				url = "mailto:" + label
			}
			out = appendLink(out, url, label, format)
		case *bareURL:
			if c.inAnchor {
				c.add(child.segment.Start, child.segment.Stop)
				break
			}
			out = c.flush(out, format)
			label := c.text[child.segment.Start:child.segment.Stop]
			url := label
			if strings.HasPrefix(label, "www.") {
				url = "http://" + label
			}
			out = appendLink(out, url, label, format)
		}
	}
	return out
}

// appendNested appends the children of n, an element within others.
func (c *converter) appendNested(out []Inline, n ast.Node, outer, inner Text) []Inline {
	out = c.flush(out, outer)
	out = c.appendInlines(out, n, inner)
	return c.flush(out, inner)
}

func appendLink(out []Inline, url, label string, format Text) []Inline {
	if href, ok := sanitizeURL(url); ok {
		return append(out, Link{URL: href, Text: label})
	}
	if label == "" {
		return out
	}
	return append(out, withText(format, label))
}

func withText(format Text, s string) Text {
	format.Text = s
	return format
}

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
	if len(r.buf) > 0 {
		r.buf = bytes.TrimRight(r.buf, cutset)
	} else {
		r.end = r.start + len(bytes.TrimRight(source[r.start:r.end], cutset))
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

// plain returns the text of the children of n without any formatting.
func (c *converter) plain(n ast.Node) string {
	if first := n.FirstChild(); first != nil && first.NextSibling() == nil {
		if t, ok := first.(*ast.Text); ok && !t.HardLineBreak() {
			return unescapeText(c.text[t.Segment.Start:c.textEnd(t)])
		}
	}
	var b strings.Builder
	c.writePlain(&b, n)
	return b.String()
}

func (c *converter) writePlain(b *strings.Builder, n ast.Node) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch child := child.(type) {
		case *ast.Text:
			b.WriteString(unescapeText(c.text[child.Segment.Start:c.textEnd(child)]))
			if child.HardLineBreak() {
				b.WriteByte('\n')
			}
		case *ast.CodeSpan:
			b.WriteString(c.code(child))
		case *ast.RawHTML:
			b.Write(child.Segments.Value(c.source))
		case *image:
			if len(child.label) > 0 {
				b.WriteString(unescapeBrackets(string(child.label)))
			} else {
				b.WriteString(unescape(string(child.dest)))
			}
		case *ast.AutoLink:
			b.Write(child.Label(c.source))
		case *bareURL:
			b.WriteString(c.text[child.segment.Start:child.segment.Stop])
		default:
			c.writePlain(b, child)
		}
	}
}

// code returns the text of a code span.
func (c *converter) code(n *ast.CodeSpan) string {
	var b strings.Builder
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		s := child.(*ast.Text).Segment
		b.WriteString(c.text[s.Start:s.Stop])
	}
	code := strings.ReplaceAll(b.String(), "\n", " ")
	if c.inTable {
		code = strings.ReplaceAll(code, `\|`, "|")
	}
	return code
}

// htmlBlock returns the elements of a block of HTML, which is kept as text.
func (c *converter) htmlBlock(n *ast.HTMLBlock) []Inline {
	var b strings.Builder
	end := 0
	write := func(s text.Segment) {
		b.Write(s.Value(c.source))
		end = s.Stop
	}
	for i := range n.Lines().Len() {
		write(n.Lines().At(i))
	}
	if n.HasClosure() {
		write(n.ClosureLine)
	}
	// The blank lines after it are part of it.
	for end < len(c.source) {
		i := end
		for i < len(c.source) && (c.source[i] == ' ' || c.source[i] == '\t') {
			i++
		}
		if i == len(c.source) || c.source[i] != '\n' {
			break
		}
		b.WriteString(c.text[end : i+1])
		end = i + 1
	}
	s := b.String()
	if p := n.Parent(); n.NextSibling() == nil && p.Kind() != ast.KindDocument {
		s = strings.TrimRight(s, " \t\n")
	}
	return appendMentions(nil, s, Text{})
}

// indexEscape returns the index of the first backslash in s that escapes a
// punctuation mark, -1 if there is none.
func indexEscape(s string) int {
	for i := 0; ; {
		j := strings.IndexByte(s[i:], '\\')
		if j < 0 || i+j+1 == len(s) {
			return -1
		}
		i += j
		if isPunct(s[i+1]) {
			return i
		}
		i++
	}
}

// unescapeText resolves the backslash escapes in text.
func unescapeText(s string) string {
	i := indexEscape(s)
	if i < 0 {
		return s
	}
	var b strings.Builder
	for ; i >= 0; i = indexEscape(s) {
		b.WriteString(s[:i])
		b.WriteByte(s[i+1])
		s = s[i+2:]
	}
	b.WriteString(s)
	return b.String()
}

// unescape resolves the backslash escapes in the destination of a link, where
// every mark and symbol of Unicode can be escaped.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			if r, n := utf8.DecodeRuneInString(s[i+1:]); unicode.IsPunct(r) || unicode.IsSymbol(r) {
				b.WriteString(s[i+1 : i+1+n])
				i += n
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

var unescapeBrackets = strings.NewReplacer(`\[`, "[", `\]`, "]").Replace

func isPunct(c byte) bool {
	return '!' <= c && c <= '/' || ':' <= c && c <= '@' || '[' <= c && c <= '`' || '{' <= c && c <= '~'
}
