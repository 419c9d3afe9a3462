package comment

import (
	"strings"

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
