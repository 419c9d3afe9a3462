package live

import (
	"encoding/json"
	"fmt"
)

// A Node is a part of a storage tree: an [*Object], [*List], [*Map], [*Text]
// or [*File]. Only this package implements it.
type Node interface {
	// ID returns the node's ID in the room, "" for a node that is not part of
	// one yet. The server's messages call nodes by it.
	ID() string

	// JSON returns the node and all it holds as plain JSON: an object or a map
	// as an object, a list as an array, a text as an array of its segments, a
	// file as an object.
	JSON() json.RawMessage

	// PlainLSON returns the node and all it holds in the JSON form that keeps
	// the kinds of nodes apart, which the REST API calls plain LSON.
	// [ParsePlainLSON] reads it.
	PlainLSON() json.RawMessage

	json.Marshaler

	base() *core
	appendJSON(b []byte) []byte
	appendPlainLSON(b []byte) []byte
	appendCreateFields(b []byte) []byte
	createOp() opType
	children(yield func(key string, n Node) bool)
	detach(n Node) // takes out a child that is there
	clone() Node
}

type state uint8

const (
	detached state = iota
	attached
	removed // was attached once
)

// core is what all nodes have in common.
type core struct {
	doc    *Document // set while attached, and after
	parent Node
	id     string
	key    string // the key in the parent; for a list, the position
	slot   *slot  // the place in the parent, if that is a list in use
	err    error  // what went wrong when the node was built
	depth  int32  // from the root, while attached
	state  state
}

func (b *core) base() *core { return b }

// ID returns the node's ID in the room, "" for a node that is not part of one
// yet.
func (b *core) ID() string { return b.id }

// keep remembers the first error of a constructor. Whatever the node is put
// into reports it.
func (b *core) keep(err error) {
	if e, ok := err.(*apiError); ok {
		err = e.err
	}
	if b.err == nil {
		b.err = err
	}
}

// Err returns what went wrong when the node was built: a value that JSON can't
// hold, or a node that has a place already. Putting such a node into a tree
// fails with the same error, so this needs no check of its own.
func (b *core) Err() error {
	if b.err == nil {
		return nil
	}
	return &apiError{b.err}
}

// writable reports why the node can't be changed.
func (b *core) writable() error {
	switch {
	case b.err != nil:
		return b.err
	case b.state == removed:
		return ErrRemoved
	case b.state == attached && b.doc.closed:
		return ErrClosed
	default:
		return nil
	}
}

// canHold reports why a node can't be put into b.
func (b *core) canHold(n Node) error {
	h := n.base()
	switch {
	case h.err != nil:
		return h.err
	case h.state == removed:
		return ErrRemoved
	case h.state == attached || h.parent != nil:
		return ErrInTree
	case h == b:
		return fmt.Errorf("%w: it would hold itself", ErrInTree)
	}
	if b.state == attached {
		return checkDepth(n, int(b.depth)+1)
	}
	for up, depth := b.parent, 1; up != nil; up, depth = up.base().parent, depth+1 {
		if up == n {
			return fmt.Errorf("%w: it would hold itself", ErrInTree)
		}
		if depth >= maxDepth {
			return errTooDeep
		}
	}
	return nil
}

// checkDepth reports whether n fits in at the given depth of a tree.
func checkDepth(n Node, depth int) error {
	if depth > maxDepth {
		return errTooDeep
	}
	for _, child := range n.children {
		if err := checkDepth(child, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// place makes parent and key the place of a node that has none.
func (b *core) place(parent Node, key string) { b.parent, b.key = parent, key }

// release takes a node that its parent has let go of out of the tree.
func release(n Node) {
	b := n.base()
	if b.state == attached {
		retire(n)
	} else {
		b.parent = nil
	}
}

// retire marks an attached node and all it holds as removed. They keep their
// place, for messages.
func retire(n Node) {
	b := n.base()
	b.state = removed
	b.doc.forget(b.id)
	for _, child := range n.children {
		retire(child)
	}
}

// publicValue is what a program sees of a child: the node, or the value of a
// register.
func publicValue(n Node) any {
	if r, ok := n.(*register); ok {
		return plain(r.raw)
	}
	return n
}

// nodeFor returns the node that stands for an operand within a list or a map,
// where plain values have a node of their own.
func (v operand) nodeFor() Node {
	if v.node != nil {
		return v.node
	}
	return &register{raw: v.raw}
}

// A register is the node of a plain value in a list or a map. Programs see the
// value alone.
type register struct {
	core
	raw string
}

func (r *register) JSON() json.RawMessage                  { return json.RawMessage(r.raw) }
func (r *register) PlainLSON() json.RawMessage             { return json.RawMessage(r.raw) }
func (r *register) MarshalJSON() ([]byte, error)           { return []byte(r.raw), nil }
func (r *register) appendJSON(b []byte) []byte             { return append(b, r.raw...) }
func (r *register) appendPlainLSON(b []byte) []byte        { return append(b, r.raw...) }
func (r *register) children(func(key string, n Node) bool) {}
func (r *register) detach(Node)                            {}
func (r *register) clone() Node                            { return &register{raw: r.raw} }
func (r *register) createOp() opType                       { return opCreateRegister }
func (r *register) appendCreateFields(b []byte) []byte {
	return append(append(b, `,"data":`...), r.raw...)
}
