package comment

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// FromMarkdown converts Markdown (CommonMark with GitHub's tables, task lists,
// strikethrough and bare URLs) into a body, as markdownToCommentBody of
// @liveblocks/node does.
//
// A body has less to offer than Markdown. Bold, italic, struck-through and code
// text, line breaks and links are kept. "@alice" becomes a mention of the user
// with the ID alice; an email address is no mention. Links that are neither http
// nor https nor relative become text. What a body has no element for, headings,
// lists, task lists, tables, quotes, images and HTML, is kept as text that looks
// like its source, a paragraph for every heading, item and row.
//
// The result is that of the package but for some corner cases, in most of which
// the package departs from CommonMark; testdata/differences.json lists them.
//
// Every input is Markdown, so there is no error. Invalid UTF-8 becomes U+FFFD.
// The time that it takes and the size of the result are in proportion to the
// input, whoever wrote it. To that end there are limits: lists and quotes nest up
// to 100 deep; a paragraph has up to 1000 marks of emphasis and up to 1000 square
// brackets, and defines links in no more than 1000 lines; and a bare URL has up to
// 8 KiB. What is beyond them is text.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#markdownToCommentBody.
func FromMarkdown(markdown string) Body {
	markdown = strings.ToValidUTF8(markdown, "\uFFFD")
	if strings.Contains(markdown, "\r") {
		markdown = newlines.Replace(markdown)
	}
	source := []byte(markdown)
	c := converter{source: source, text: markdown}
	c.blocks(parseMarkdown(source), 0, 0)
	return Body{Version: 1, Content: c.content}
}

var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// converter turns the syntax tree of Markdown into the blocks of a body.
type converter struct {
	source  []byte
	text    string // source again, so that what is taken from it is not copied
	content []Block
	items   []listItem // the list items around the current block, outermost first
	run     run        // the text that is being collected

	// inAnchor is whether the text is that of an HTML link, where bare URLs are
	// no links.
	inAnchor bool
	// inTable is whether the text is that of a table, where a pipe is escaped
	// even in code.
	inTable bool
}

// listItem is a list item whose paragraphs are being added.
type listItem struct {
	first string // what its first paragraph begins with
	rest  string // what its other paragraphs begin with, if anything
	begun bool   // whether it has a paragraph
}

// blocks converts the blocks in parent.
func (c *converter) blocks(parent ast.Node, listDepth, quoteDepth int) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		c.block(n, listDepth, quoteDepth)
	}
}

func (c *converter) block(n ast.Node, listDepth, quoteDepth int) {
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		c.paragraph(quotePrefix(quoteDepth), c.inlines(n))
	case *ast.Heading:
		if children := c.inlines(n); len(children) > 0 {
			c.paragraph(quotePrefix(quoteDepth)+strings.Repeat("#", n.Level)+" ", children)
		}
	case *ast.Blockquote:
		c.blocks(n, listDepth, quoteDepth+1)
	case *ast.List:
		c.list(n, listDepth, quoteDepth)
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		code := strings.TrimSuffix(c.lines(n), "\n")
		if n.Kind() == ast.KindCodeBlock {
			code = strings.TrimRight(code, "\n")
		}
		c.paragraph(quotePrefix(quoteDepth), []Inline{Text{Text: code}})
	case *ast.HTMLBlock:
		c.paragraph(quotePrefix(quoteDepth), c.htmlBlock(n))
	case *east.Table:
		for _, row := range c.table(n) {
			c.paragraph("", []Inline{Text{Text: quotePrefix(quoteDepth) + row}})
		}
	}
}

// paragraph adds a paragraph: what the list items around it put before it,
// prefix, and children. One without children is left out.
func (c *converter) paragraph(prefix string, children []Inline) {
	if len(children) > 0 {
		c.append(prefix, children)
	}
}

func (c *converter) append(prefix string, children []Inline) {
	if prefix == "" && len(c.items) == 0 {
		c.content = append(c.content, Paragraph{Children: children})
		return
	}
	all := make([]Inline, 0, len(c.items)+1+len(children))
	for i := range c.items {
		item := &c.items[i]
		if !item.begun {
			item.begun = true
			all = append(all, Text{Text: item.first})
		} else if item.rest != "" {
			all = append(all, Text{Text: item.rest})
		}
	}
	if prefix != "" {
		all = append(all, Text{Text: prefix})
	}
	c.content = append(c.content, Paragraph{Children: append(all, children...)})
}

func (c *converter) list(list *ast.List, listDepth, quoteDepth int) {
	quote := quotePrefix(quoteDepth)
	indent := strings.Repeat("  ", listDepth)
	number := list.Start
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		marker := "- "
		if list.IsOrdered() {
			marker = strconv.Itoa(number) + ". "
			number++
		}
		if checked, ok := n.Attribute(taskAttribute); ok {
			if checked.(bool) {
				marker += "[x] "
			} else {
				marker += "[ ] "
			}
		}
		c.items = append(c.items, listItem{first: quote + indent + marker, rest: quote})
		c.blocks(n, listDepth+1, 0)
		if !c.items[len(c.items)-1].begun {
			c.append("", nil)
		}
		c.items = c.items[:len(c.items)-1]
	}
}

// table returns the rows of a table as Markdown.
func (c *converter) table(table *east.Table) []string {
	rows := make([]string, 0, table.ChildCount()+1)
	var b strings.Builder
	c.inTable = true
	defer func() { c.inTable = false }()
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		b.Reset()
		b.WriteString("|")
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			b.WriteString(" ")
			c.writePlain(&b, cell)
			b.WriteString(" |")
		}
		rows = append(rows, b.String())
		if len(rows) == 1 {
			rows = append(rows, alignmentRow(table.Alignments))
		}
	}
	return rows
}

func alignmentRow(alignments []east.Alignment) string {
	var b strings.Builder
	b.WriteString("|")
	for _, a := range alignments {
		switch a {
		case east.AlignLeft:
			b.WriteString(" :--- |")
		case east.AlignCenter:
			b.WriteString(" :---: |")
		case east.AlignRight:
			b.WriteString(" ---: |")
		default:
			b.WriteString(" --- |")
		}
	}
	return b.String()
}

func quotePrefix(depth int) string { return strings.Repeat("> ", depth) }

// lines returns the text of a block that is not parsed further.
func (c *converter) lines(n ast.Node) string {
	lines := n.Lines()
	if lines.Len() == 1 && lines.At(0).Padding == 0 {
		l := lines.At(0)
		return c.text[l.Start:l.Stop]
	}
	return string(lines.Value(c.source))
}
