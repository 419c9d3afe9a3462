package comment

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Limits that keep the work and the size of the result in proportion to the
// input, however hostile it is. What is beyond them is text.
const (
	// maxDepth is how deep lists and quotes nest. The prefix of a list item is
	// as long as the item is deep.
	maxDepth = 100
	// maxMarks is how many marks a paragraph has, square brackets for one and
	// marks of emphasis for another: goldmark may compare each with all others,
	// and look for the end of a link up to the end of the paragraph.
	maxMarks = 1000
	// maxDefinitionLines is how many lines a paragraph has in which goldmark
	// looks for definitions of links, at each of them going through all lines.
	maxDefinitionLines = 1000
	// maxURL is how long a bare URL is. Where it ends can depend on what is at
	// the end of the word, and one can start anywhere in it.
	maxURL = 8 << 10
	// maxLabel is how long the label of a link definition is, in CommonMark.
	maxLabel = 999
)

// Two parsers: looking for bare URLs costs time at every word, and most comments
// have none.
var (
	plainParser = newParser()
	urlParser   = newParser(util.Prioritized(bareURLParser{}, 999))
)

func newParser(more ...util.PrioritizedValue) parser.Parser {
	inlines := []util.PrioritizedValue{
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(linkParser{parser.NewLinkParser()}, 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewRawHTMLParser(), 400),
		util.Prioritized(delimiterParser{parser.NewEmphasisParser()}, 500),
		util.Prioritized(delimiterParser{extension.NewStrikethroughParser()}, 500),
	}
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(shallow{parser.NewListParser()}, 300),
			util.Prioritized(taskParser{parser.NewListItemParser()}, 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(shallow{parser.NewBlockquoteParser()}, 800),
			util.Prioritized(parser.NewHTMLBlockParser(), 900),
			util.Prioritized(paragraphParser{parser.NewParagraphParser()}, 1000),
		),
		parser.WithParagraphTransformers(
			util.Prioritized(definitions{parser.LinkReferenceParagraphTransformer}, 100),
			util.Prioritized(tables{extension.NewTableParagraphTransformer()}, 200),
		),
		parser.WithInlineParsers(append(inlines, more...)...),
	)
}

// parseMarkdown parses Markdown whose lines end in "\n".
func parseMarkdown(source []byte) ast.Node {
	p := plainParser
	if bytes.Contains(source, []byte("://")) || bytes.Contains(source, []byte("www.")) {
		p = urlParser
	}
	return p.Parse(text.NewReader(source))
}

// shallow is a parser of lists or quotes that nest no deeper than maxDepth.
type shallow struct{ parser.BlockParser }

func (p shallow) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	depth := 0
	for n := parent; n != nil; n = n.Parent() {
		if n.Kind() != ast.KindListItem {
			depth++
		}
	}
	if depth > maxDepth {
		return nil, parser.NoChildren
	}
	return p.BlockParser.Open(parent, reader, pc)
}

// paragraphParser keeps the white space around the lines of a paragraph, except
// that a line which continues one within a list item or a quote loses the four
// spaces that would make it code elsewhere.
type paragraphParser struct{ parser.BlockParser }

func (paragraphParser) Close(node ast.Node, reader text.Reader, _ parser.Context) {
	lines := node.Lines()
	if lines.Len() == 0 {
		node.Parent().RemoveChild(node.Parent(), node)
		return
	}
	source := reader.Source()
	for i := 1; i < lines.Len(); i++ {
		l := lines.At(i)
		lazy := l.Start == 0 || source[l.Start-1] == '\n'
		parent := node.Parent().Kind()
		if (parent == ast.KindListItem || parent == ast.KindBlockquote && lazy) && bytes.HasPrefix(source[l.Start:l.Stop], []byte("    ")) {
			lines.Set(i, l.WithStart(l.Start+4))
		}
	}
	last := lines.At(lines.Len() - 1)
	if last.Stop > last.Start && source[last.Stop-1] == '\n' {
		lines.Set(lines.Len()-1, last.WithStop(last.Stop-1))
	}
}

// taskAttribute is the attribute of an item of a task list: whether it is done.
var taskAttribute = []byte("task")

// taskParser parses list items, those of task lists among them.
type taskParser struct{ parser.BlockParser }

func (p taskParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	node, state := p.BlockParser.Open(parent, reader, pc)
	if node == nil {
		return nil, state
	}
	line, _ := reader.PeekLine()
	if len(line) < 4 || line[0] != '[' || line[2] != ']' || line[3] != ' ' || bytes.IndexByte([]byte(" xX"), line[1]) < 0 {
		return node, state
	}
	node.SetAttribute(taskAttribute, line[1] != ' ')
	n := 4
	for n < len(line) && line[n] == ' ' {
		n++
	}
	reader.Advance(n)
	return node, state
}

// definitions finds the definitions of links that a paragraph begins with.
type definitions struct{ parser.ParagraphTransformer }

func (d definitions) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	if node.Lines().Len() <= maxDefinitionLines {
		d.ParagraphTransformer.Transform(node, reader, pc)
	}
}

// tables finds the tables in a paragraph. goldmark also takes one for a table
// whose header has fewer cells than the line below it: it fills up the header.
type tables struct{ parser.ParagraphTransformer }

func (t tables) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	parent, previous := node.Parent(), node.PreviousSibling()
	lines := node.Lines().Sliced(0, node.Lines().Len())
	t.ParagraphTransformer.Transform(node, reader, pc)

	rest := node.Lines().Len() // before the table
	var table ast.Node
	switch {
	case rest == len(lines):
		return // no table
	case rest > 0:
		table = node.NextSibling()
	case previous != nil:
		table = previous.NextSibling()
	default:
		table = parent.FirstChild()
	}
	filled := 0
	for cell := table.FirstChild().LastChild(); cell != nil && cell.Lines().Len() == 0; cell = cell.PreviousSibling() {
		filled++
	}
	header := lines[rest]
	if bytes.HasSuffix(bytes.TrimSpace(header.Value(reader.Source())), []byte("||")) {
		filled-- // goldmark doesn't count an empty cell at the end
	}
	if filled <= 0 {
		return
	}
	if rest > 0 {
		lines[rest-1].Stop++ // the line's end, which is cut off before a table
		parent.RemoveChild(parent, table)
	} else {
		parent.ReplaceChild(parent, table, node)
	}
	restored := text.NewSegments()
	restored.AppendAll(lines)
	node.SetLines(restored)
}

// marks counts the marks in a paragraph, and tells where in the source the text
// begins that follows the last opening bracket.
type marks struct{ brackets, delimiters, label int }

var marksKey = parser.NewContextKey()

func marksOf(pc parser.Context) *marks {
	return pc.ComputeIfAbsent(marksKey, func() any { return new(marks) }).(*marks)
}

// delimiterParser parses the marks of emphasis, up to maxMarks in a paragraph.
type delimiterParser struct{ parser.InlineParser }

func (p delimiterParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	m := marksOf(pc)
	if m.delimiters >= maxMarks {
		return nil
	}
	node := p.InlineParser.Parse(parent, block, pc)
	if node != nil {
		m.delimiters++
	}
	return node
}

// image is an image, of which the source text is what matters.
type image struct {
	ast.BaseInline
	raw   []byte // the whole source text
	label []byte // the source text between the square brackets
	dest  []byte
}

var kindImage = ast.NewNodeKind("CommentImage")

func (*image) Kind() ast.NodeKind   { return kindImage }
func (*image) Dump(_ []byte, _ int) {}

// linkParser parses links, and images into image nodes, up to maxMarks brackets
// in a paragraph.
type linkParser struct{ parser.InlineParser }

func (p linkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	m := marksOf(pc)
	if m.brackets >= maxMarks {
		return nil
	}
	m.brackets++
	_, before := block.Position()
	opens := block.Peek() != ']'
	node := p.InlineParser.Parse(parent, block, pc)
	_, after := block.Position()
	if opens {
		m.label = after.Start
	}
	img, ok := node.(*ast.Image)
	if !ok {
		return node
	}
	n := &image{
		raw:   block.Value(text.NewSegment(img.Pos(), after.Start)),
		label: block.Value(text.NewSegment(img.Pos()+2, before.Start)),
		dest:  img.Destination,
	}
	n.SetPos(img.Pos())
	return n
}

// CloseBlock implements [parser.CloseBlocker].
func (p linkParser) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	*marksOf(pc) = marks{}
	p.InlineParser.(parser.CloseBlocker).CloseBlock(parent, block, pc)
}
