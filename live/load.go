package live

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits bound what [Load] takes in. Zero stands for the default.
type Limits struct {
	// MaxBytes is how long the node stream may be. The default is 1 GiB.
	MaxBytes int64

	// MaxNodes is how many nodes it may hold. The default is 5 million.
	MaxNodes int
}

const (
	defaultMaxBytes = 1 << 30
	defaultMaxNodes = 5_000_000
)

// Load reads the node stream with which the server answers
// POST /v2/rooms/{id}/request-storage-mutation, and builds the tree.
//
// Nodes that hang from nothing are left out. A stream that is cut short, holds
// an ID twice, a kind of node that this version does not know, more than limits
// allow, or a tree nested more than 10,000 deep is an error.
func Load(r io.Reader, limits Limits) (*Document, error) {
	if limits.MaxBytes <= 0 {
		limits.MaxBytes = defaultMaxBytes
	}
	if limits.MaxNodes <= 0 {
		limits.MaxNodes = defaultMaxNodes
	}
	l := loader{doc: &Document{nodes: make(map[string]Node), more: make(map[int][]string)}, limits: limits}
	if err := l.read(r); err != nil {
		return nil, errorf("load storage: %w", err)
	}
	return l.doc, nil
}

type loader struct {
	doc     *Document
	limits  Limits
	lines   int
	nodes   int
	waiting map[string][]orphan // nodes that came before their parent, by its ID
	late    bool                // some nodes had to wait

	parent   Node // of the last node; siblings tend to follow each other
	parentID string
}

type orphan struct {
	node Node
	key  string
}

// Whole lines of the stream, as many as fit into a block, become one string.
// Nodes keep parts of it, so nothing is copied twice. Blocks grow up to the
// large size, and further only for a line that is longer.
const (
	smallBlock = 16 << 10
	largeBlock = 256 << 10
)

func (l *loader) read(r io.Reader) error {
	r = &cappedReader{r: r, left: l.limits.MaxBytes}
	buf := make([]byte, 0, smallBlock)
	for {
		// Not io.ReadFull: it would make the error of a body that is cut short
		// look like the end.
		var err error
		for len(buf) < cap(buf) && err == nil {
			var n int
			n, err = r.Read(buf[len(buf):cap(buf)])
			buf = buf[:len(buf)+n]
		}
		end := bytes.LastIndexByte(buf, '\n') + 1
		if end > 0 {
			if err := l.block(string(buf[:end])); err != nil {
				return err
			}
			buf = buf[:copy(buf, buf[end:])]
		}
		if err == nil && (end == 0 || cap(buf) < largeBlock) {
			buf = slices.Grow(buf, 2*cap(buf)-len(buf))
		}
		switch {
		case err == io.EOF:
			return l.finish(len(buf))
		case err != nil:
			return err
		}
	}
}

// A cappedReader fails when more than what is left is read.
type cappedReader struct {
	r    io.Reader
	left int64
}

func (c *cappedReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if c.left -= int64(n); c.left < 0 {
		return 0, errors.New("the storage is larger than the limit; raise Limits.MaxBytes")
	}
	return n, err
}

// block takes in some whole lines.
func (l *loader) block(s string) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("after line %d: %w", l.lines, errNotUTF8)
	}
	for line := range strings.Lines(s) {
		l.lines++
		if len(line) == 1 {
			continue
		}
		p := scanner{s: line}
		err := l.line(&p)
		if err == nil {
			err = p.end()
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", l.lines, err)
		}
	}
	return nil
}

func (l *loader) line(p *scanner) error {
	if l.lines == 1 {
		return l.actorLine(p)
	}
	return l.nodeLine(p)
}

func (l *loader) actorLine(p *scanner) error {
	found := false
	err := p.members(func(quotedKey string) (err error) {
		if quotedKey != `"actor"` {
			_, err = p.value()
			return err
		}
		found = true
		l.doc.actor, err = p.integer()
		return err
	})
	if err == nil && !found {
		err = errors.New("the stream does not start with an actor")
	}
	return err
}

// finish checks what can be checked at the end only.
func (l *loader) finish(rest int) error {
	d := l.doc
	switch {
	case rest > 0:
		return fmt.Errorf("the last line is cut short: %w", io.ErrUnexpectedEOF)
	case l.lines == 0:
		return fmt.Errorf("the answer is empty: %w", io.ErrUnexpectedEOF)
	case d.root == nil:
		return fmt.Errorf("the storage has no root: %w", io.ErrUnexpectedEOF)
	case !l.late:
		return nil
	}
	// What had to wait may hang from nothing, or from itself.
	d.nodes = make(map[string]Node, len(d.nodes))
	return d.enter(d.root, 0)
}

// enter puts n and all it holds into the index of nodes.
func (d *Document) enter(n Node, depth int) error {
	if depth > maxDepth {
		return errTooDeep
	}
	b := n.base()
	b.depth = int32(depth)
	d.nodes[b.id] = n
	for _, child := range n.children {
		if err := d.enter(child, depth+1); err != nil {
			return err
		}
	}
	return nil
}
