package live

import (
	"strconv"
	"strings"
)

// A Document is the storage of one room while a mutation changes it: the tree,
// and the changes that were made to it and are to be sent. It does no I/O.
//
// It is what MutateStorage of the liveblocks package is made of, and for
// programs that bring a transport of their own; others never see one. The
// steps are [Load], changes of [Document.Root], and then, until
// [Document.Take] has no more: send the batch's body with
// POST /v2/rooms/{id}/send-message, and hand the answer to [Document.Apply].
//
// A Document and its nodes are not safe for concurrent use, not even for
// reading.
type Document struct {
	root    *Object
	nodes   map[string]Node // attached nodes, by ID
	actor   int
	clock   int // numbers nodes
	opClock int // numbers changes
	ops     []pendingOp
	buf     []byte           // the JSON of ops
	more    map[int][]string // the further keys of ops that set several, by number
	closed  bool

	// gone are the IDs of removed nodes that could be minted again.
	gone map[string]bool
}

// Root returns the root of the storage.
func (d *Document) Root() *Object { return d.root }

// Actor returns the number that the server gave this mutation. The IDs of new
// nodes and changes start with it.
func (d *Document) Actor() int { return d.actor }

// Has reports whether a node with this ID is in the tree. After a batch had to
// be sent again, a document that is loaded anew tells by it whether a creation
// that the server ignored the second time was applied the first time.
func (d *Document) Has(id string) bool {
	_, ok := d.nodes[id]
	return ok
}

// Close ends the mutation: from now on every change is refused with
// [ErrClosed], and what was not taken is dropped. The tree can still be read.
func (d *Document) Close() {
	d.closed = true
	d.ops, d.buf = nil, nil
}

func (d *Document) nextOp() int {
	n := d.opClock
	d.opClock++
	return n
}

// mint returns the ID for a new node. One that is taken is passed over: the
// server would drop the node without an error. So is that of a node that was
// removed, since the server may get to create before it gets to remove.
func (d *Document) mint() string {
	for {
		id := d.minted(d.clock)
		d.clock++
		if !d.Has(id) && !d.gone[id] {
			return id
		}
	}
}

// minted returns number n as an ID of this mutation.
func (d *Document) minted(n int) string {
	var buf [40]byte
	return string(d.appendMinted(buf[:0], n))
}

func (d *Document) appendMinted(b []byte, n int) []byte {
	b = strconv.AppendInt(b, int64(d.actor), 10)
	b = append(b, ':')
	return strconv.AppendInt(b, int64(n), 10)
}

// forget takes a removed node out of the index.
func (d *Document) forget(id string) {
	delete(d.nodes, id)
	actor, _, _ := strings.Cut(id, ":")
	if actor != strconv.Itoa(d.actor) {
		return
	}
	if d.gone == nil {
		d.gone = make(map[string]bool)
	}
	d.gone[id] = true
}
