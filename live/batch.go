package live

import (
	"fmt"
	"strconv"
	"unicode"
)

// An Op is one change as it is sent.
type Op struct {
	// ID is the change's own ID, by which the answer speaks of it.
	ID string

	// NodeID is the node that is created, changed, moved or removed.
	NodeID string

	typ  opType
	node Node
	key  string
	more []string
}

// Creates reports whether the change creates its node.
func (op Op) Creates() bool { return op.typ.creates() }

// String says what the change does, with the node's path from the root as it
// was at last: `set "title" of todos[3] (node 0:5)`.
func (op Op) String() string {
	node := fmt.Sprintf("%s (node %s)", path(op.node), op.NodeID)
	switch op.typ {
	case opSetParentKey:
		return "move " + node
	case opUpdateObject:
		return fmt.Sprintf("set %s of %s", op.keyList(), node)
	case opDeleteObjectKey:
		return fmt.Sprintf("delete %s of %s", op.keyList(), node)
	case opDeleteNode:
		return "delete " + node
	case opUpdateText:
		return "edit " + node
	default:
		return "create " + node
	}
}

// keyList names the keys of an object that are set or deleted.
func (op Op) keyList() string {
	list := strconv.Quote(op.key)
	for _, key := range op.more {
		list += ", " + strconv.Quote(key)
	}
	return list
}

// path names a node by the keys and indexes that lead to it.
func path(n Node) string {
	b := n.base()
	if b.parent == nil {
		return "the root"
	}
	s := ""
	for ; b.parent != nil; b = b.parent.base() {
		step := b.key
		if l, ok := b.parent.(*List); ok {
			l.sort()
			step = "[removed]"
			if b.slot != nil {
				step = "[" + strconv.Itoa(b.slot.index()) + "]"
			}
		} else if !isName(step) {
			step = "[" + strconv.Quote(step) + "]"
		}
		if s != "" && s[0] != '[' {
			s = "." + s
		}
		s = step + s
	}
	return s
}

// isName reports whether a key can stand in a path without quotes.
func isName(key string) bool {
	for i, r := range key {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return false
		}
	}
	return key != ""
}

// A Batch is a number of changes that are sent together.
type Batch struct {
	// Ops are the changes, in order.
	Ops []Op

	// Body is the body of the request that sends them. After a failure that
	// leaves open whether the server got it, the identical body can be sent
	// again: no node is there twice, and no text is edited twice. What somebody
	// else has set, moved or deleted between the two is set, moved or created
	// again.
	Body []byte
}

// Pending returns the number of changes that wait to be taken.
func (d *Document) Pending() int { return len(d.ops) }

const (
	bodyStart = `{"messages":[{"type":201,"ops":[`
	bodyEnd   = `]}]}`
)

// Take takes out the next changes to be sent, in order: as many as fit into a
// body of maxBytes and can be repeated together, but at least one. It returns nil
// when there are none.
func (d *Document) Take(maxBytes int) *Batch {
	if len(d.ops) == 0 {
		return nil
	}
	var again repetition
	n, size := 0, len(bodyStart)+len(bodyEnd)
	for n < len(d.ops) {
		op := &d.ops[n]
		more := op.len() + 1
		if n > 0 && (size+more > maxBytes || again.harmedBy(op)) {
			break
		}
		again.add(op)
		size += more
		n++
	}
	batch := &Batch{Ops: make([]Op, n), Body: make([]byte, 0, size)}
	d.identify(batch.Ops)
	body := append(batch.Body, bodyStart...)
	for i := range n {
		op := &d.ops[i]
		if i > 0 {
			body = append(body, ',')
		}
		if t, ok := op.node.(*Text); ok && op.typ == opUpdateText {
			body = t.takeEdits(body, batch.Ops[i].ID)
		} else {
			body = append(body, d.buf[op.start:op.end]...)
		}
	}
	for _, id := range again.replaced {
		body = append(body, `,{"opId":"`...)
		body = d.appendMinted(body, d.nextOp())
		body = appendQuoted(append(body, `","type":5,"id":`...), id)
		body = append(body, '}')
	}
	batch.Body = append(body, bodyEnd...)
	if d.ops = d.ops[n:]; len(d.ops) == 0 {
		d.ops, d.buf = nil, d.buf[:0]
	}
	return batch
}

// identify fills in what is known of the next ops. Their IDs share one string.
func (d *Document) identify(ops []Op) {
	ids := make([]byte, 0, 16*len(ops))
	for i := range ops {
		ids = d.appendMinted(ids, d.ops[i].seq)
	}
	all := string(ids)
	ids = ids[:0]
	for i := range ops {
		op := &d.ops[i]
		start := len(ids)
		ids = d.appendMinted(ids, op.seq)
		ops[i] = Op{ID: all[start:len(ids)], NodeID: op.node.ID(), typ: op.typ, node: op.node, key: op.key, more: d.more[op.seq]}
		delete(d.more, op.seq)
	}
}

// len returns the length of the change's JSON, roughly for edits of texts.
func (op *pendingOp) len() int {
	if t, ok := op.node.(*Text); ok && op.typ == opUpdateText {
		return len(t.edits) + 100
	}
	return op.end - op.start
}

// takeEdits appends the change that sends all edits since the last one.
func (t *Text) takeEdits(b []byte, opID string) []byte {
	b = append(b, `{"type":10,"id":`...)
	b = appendQuoted(b, t.id)
	b = append(b, `,"opId":"`...)
	b = append(b, opID...)
	b = strconv.AppendInt(append(b, `","baseVersion":`...), int64(t.version), 10)
	b = append(append(b, `,"ops":[`...), t.edits...)
	t.edits, t.sent = nil, true
	return append(b, `]}`...)
}
