package comment

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// bareURL is a URL in the text that nothing marks as one.
type bareURL struct {
	ast.BaseInline
	segment text.Segment
}

var kindBareURL = ast.NewNodeKind("CommentBareURL")

func (*bareURL) Kind() ast.NodeKind   { return kindBareURL }
func (*bareURL) Dump(_ []byte, _ int) {}

// bareURLParser finds bare URLs. It differs from goldmark's own linkify
// extension in what goes before a URL (anything may), in what may be part of one
// (anything but white space and "<"), in what is left out at its end, and in
// leaving email addresses alone: they may be part of a mention.
type bareURLParser struct{}

// Trigger implements [parser.InlineParser]. goldmark asks at spaces, at the
// start of a line, and at punctuation.
func (bareURLParser) Trigger() []byte { return []byte(" !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~") }

// Parse implements [parser.InlineParser].
func (bareURLParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if segment.Padding > 0 {
		return nil // a tab that is partly an indent: ask again at the next character
	}
	// A URL starts with letters, so that it can only start in the word that
	// begins here or after this character.
	i := 0
	switch {
	case line[0] == '\\' && len(line) > 1 && isPunct(line[1]):
		i = 2
	case !isWordByte(line[0]):
		i = 1
	}
	for ; i < len(line) && isWordByte(line[i]); i++ {
		if c := line[i] | 0x20; c != 'h' && c != 'f' && c != 'w' {
			continue
		}
		n := bareURLLen(line[i:], i == 0 && beginsText(parent))
		if n == 0 {
			continue
		}
		if pc.IsInLinkLabel() && mayEndLabel(block.Source()[:segment.Stop], segment.Start+i, n, pc) {
			return nil
		}
		n = cutAtEmphasis(line[i:], n, pc)
		if i > 0 {
			ast.MergeOrAppendTextSegment(parent, segment.WithStop(segment.Start+i))
		}
		block.Advance(i + n)
		return &bareURL{segment: text.NewSegment(segment.Start+i, segment.Start+i+n)}
	}
	return nil
}

// isWordByte reports whether goldmark would pass over c within a word.
func isWordByte(c byte) bool { return isAlphanumeric(c) || c >= utf8.RuneSelf }

// beginsText reports whether what comes next in parent has no text before it but
// what belongs to another element. Only there a scheme may be in capital letters,
// as keyboards of phones write the first letter of a sentence.
func beginsText(parent ast.Node) bool {
	_, isText := parent.LastChild().(*ast.Text)
	return !isText
}

// mayEndLabel reports whether a square bracket in the URL of n bytes at start may
// end the text of a link, or a reference to one.
func mayEndLabel(source []byte, start, n int, pc parser.Context) bool {
	url := source[start : start+n]
	first := bytes.IndexByte(url, ']')
	if first < 0 {
		return false
	}
	for i, c := range url {
		if c != ']' || start+i+1 == len(source) {
			continue
		}
		if next := source[start+i+1]; next == '(' || next == '[' {
			return true
		}
	}
	label := source[marksOf(pc).label : start+first]
	if len(label) > maxLabel {
		return false
	}
	_, ok := pc.Reference(util.ToLinkReference(label))
	return ok
}

// cutAtEmphasis returns the length of the URL of n bytes that line starts with,
// up to a mark in it that ends the emphasis around it.
func cutAtEmphasis(line []byte, n int, pc parser.Context) int {
	const marks = "*_~"
	i := bytes.IndexAny(line[:n], marks)
	if pc.LastDelimiter() == nil || i < 0 {
		return n
	}
	open := openDelimiters(pc)
	for i < n {
		run := 1
		for i+run < n && line[i+run] == line[i] {
			run++
		}
		k := slices.IndexFunc(open, func(o *parser.Delimiter) bool { return o.Char == line[i] && o.Length == run })
		if k >= 0 {
			before, _ := utf8.DecodeLastRune(line[:i])
			if parser.ScanDelimiter(line[i:], before, 1, open[k].Processor).CanClose {
				return trimURL(line[:i])
			}
		}
		next := bytes.IndexAny(line[i+run:n], marks)
		if next < 0 {
			break
		}
		i += run + next
	}
	return n
}

// openDelimiters returns the delimiters so far that are not closed again.
func openDelimiters(pc parser.Context) []*parser.Delimiter {
	var first *parser.Delimiter
	for d := pc.LastDelimiter(); d != nil; d = d.PreviousDelimiter {
		first = d
	}
	var open []*parser.Delimiter
	for d := first; d != nil; d = d.NextDelimiter {
		i := -1
		if d.CanClose {
			i = slices.IndexFunc(open, func(o *parser.Delimiter) bool { return o.Char == d.Char && o.Length == d.Length })
		}
		if i >= 0 {
			open = open[:i]
		} else if d.CanOpen {
			open = append(open, d)
		}
	}
	return open
}

// bareURLLen returns the length of the bare URL that s starts with, 0 if there is
// none, or none of at most maxURL bytes. Its scheme may be in capital letters if
// fold is true.
func bareURLLen(s []byte, fold bool) int {
	host := 0
	for _, prefix := range []string{"https://", "http://", "ftp://", "www."} {
		if bytes.HasPrefix(s, []byte(prefix)) || fold && prefix != "www." && hasPrefixFold(s, prefix) {
			host = len(prefix)
			break
		}
	}
	if host == 0 || host == len(s) || (!isAlphanumeric(s[host]) && s[host] != '-') {
		return 0
	}
	end := host
	for end < len(s) && s[end] != '<' {
		r, n := rune(s[end]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(s[end:])
		}
		if isSpace(r) {
			break
		}
		if end += n; end > maxURL {
			return 0
		}
	}
	return trimURL(s[:end])
}

// trimURL returns the length of url without what is rather the punctuation of
// the sentence around it: marks at its end, entity references at its end, and
// whatever follows a parenthesis that it does not close.
func trimURL(url []byte) int {
	n := len(url)
	fixed := 0 // nothing is cut before the end of the last pair of parentheses
	for i := 0; i < n; i++ {
		if url[i] != '(' {
			continue
		}
		end := bytes.IndexByte(url[i:], ')')
		if end < 0 {
			n = i
			break
		}
		i += end
		fixed = i + 1
	}
	for n > fixed && isTrailingMark(url[n-1]) {
		n--
		if url[n] != ';' {
			continue
		}
		start := n
		for start > fixed && isAlphanumeric(url[start-1]) {
			start--
		}
		if start < n && start > fixed && url[start-1] == '&' {
			n = start - 1
		}
	}
	return n
}

func isTrailingMark(c byte) bool { return bytes.IndexByte([]byte(`?!.,:;*_'"~)`), c) >= 0 }

func isAlphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}
