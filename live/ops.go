package live

import (
	"slices"
	"strconv"
)

// opType is the number that the wire has for a kind of operation.
type opType int

const (
	opSetParentKey    opType = 1
	opCreateList      opType = 2
	opUpdateObject    opType = 3
	opCreateObject    opType = 4
	opDeleteNode      opType = 5
	opDeleteObjectKey opType = 6
	opCreateMap       opType = 7
	opCreateRegister  opType = 8
	opCreateText      opType = 9
	opUpdateText      opType = 10
	opCreateFile      opType = 11
)

func (t opType) creates() bool {
	switch t {
	case opSetParentKey, opUpdateObject, opDeleteNode, opDeleteObjectKey, opUpdateText:
		return false
	default:
		return true
	}
}

// A pendingOp is a change that was not taken out for sending yet. Its JSON
// stands in the document's buffer; an update of a text is the exception, since
// later edits still join it.
type pendingOp struct {
	typ        opType
	seq        int    // the number in its op ID
	start, end int    // in the buffer
	node       Node   // what it changes
	key        string // of the object or map that it changes, or the place in a list
	in         intent // of the creation of a list's item
}

// roomForOp is what most changes fit into.
const roomForOp = 256

// openOp starts a change in the buffer, up to and including its op ID.
func (d *Document) openOp(typ opType, n Node, key string) {
	d.openOpAs(d.nextOp(), typ, n, key)
}

func (d *Document) openOpAs(seq int, typ opType, n Node, key string) {
	// Growing by less than double would copy long runs of changes too often.
	if len(d.ops) == cap(d.ops) {
		d.ops = slices.Grow(d.ops, len(d.ops)+8)
	}
	if cap(d.buf)-len(d.buf) < roomForOp {
		d.buf = slices.Grow(d.buf, len(d.buf)+roomForOp)
	}
	d.ops = append(d.ops, pendingOp{typ: typ, seq: seq, start: len(d.buf), node: n, key: key})
	b := append(d.buf, `{"opId":"`...)
	b = d.appendMinted(b, seq)
	b = append(b, `","type":`...)
	b = strconv.AppendInt(b, int64(typ), 10)
	b = append(b, `,"id":`...)
	d.buf = appendQuoted(b, n.base().id)
}

func (d *Document) closeOp() {
	d.buf = append(d.buf, '}')
	d.ops[len(d.ops)-1].end = len(d.buf)
}

// field appends a string member to the change that is open.
func (d *Document) field(name, value string) {
	b := append(d.buf, ',', '"')
	b = append(b, name...)
	b = append(b, '"', ':')
	d.buf = appendQuoted(b, value)
}

// An intent tells the server how to place a new item of a list.
type intent struct {
	name    string // "push", "set" or ""
	deleted string // the ID of the node that it replaces
}

var setIntent = intent{name: "set"}

// attach makes n, which has its place in an attached parent, and all it holds
// part of the document, and records the changes that create them.
func (d *Document) attach(n Node, in intent) {
	b := n.base()
	parent := b.parent.base()
	b.doc, b.state = d, attached
	b.depth = parent.depth + 1
	b.id = d.mint()
	d.nodes[b.id] = n

	d.openOp(n.createOp(), n, b.key)
	d.field("parentId", parent.id)
	d.field("parentKey", b.key)
	d.buf = n.appendCreateFields(d.buf)
	if in.name != "" {
		d.field("intent", in.name)
	}
	if in.deleted != "" {
		d.field("deletedId", in.deleted)
	}
	d.closeOp()
	d.ops[len(d.ops)-1].in = in

	in = intent{}
	switch n.(type) {
	case *register:
		return
	case *List:
		in = setIntent
	}
	for _, child := range n.children {
		d.attach(child, in)
	}
}

// dropped records that n, which has just been removed, was deleted by ID.
func (d *Document) dropped(n Node) {
	d.openOp(opDeleteNode, n, n.base().key)
	d.closeOp()
}
