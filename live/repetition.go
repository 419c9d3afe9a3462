package live

// A batch may arrive twice: it is sent again when the answer was lost, and a
// proxy may do the same. Server and op IDs see to it that a text is edited once
// and that a node exists once. But an item of a list that the batch creates, and
// that is gone at its end, is created again, and there are two ways in which that
// does harm:
//
//   - What replaced the item is there already, so the server ignores the
//     replacement, and the item stays. The batch gets a deletion of its own for
//     such items.
//   - The item was put into the place of another one, and again drives out what
//     is in that place. If that was created after it, it is created again as well,
//     but a node that was moved there is lost. So such a move begins a new batch.

// A repetition looks for what would do harm in a batch that arrives twice.
type repetition struct {
	gone     map[string]bool // items that the batch creates, and that are gone
	places   map[place]bool  // where such items were put into another's place
	replaced []string        // such items that another one was put in the place of
}

type place struct {
	list Node
	key  string
}

func (r *repetition) add(op *pendingOp) {
	if op.in.deleted != "" && r.gone[op.in.deleted] {
		r.replaced = append(r.replaced, op.in.deleted)
	}
	b := op.node.base()
	if _, inList := b.parent.(*List); !inList || b.state != removed || !op.typ.creates() {
		return
	}
	if r.gone == nil {
		r.gone = make(map[string]bool)
		r.places = make(map[place]bool)
	}
	r.gone[b.id] = true
	if op.in.name == setIntent.name {
		r.places[place{b.parent, op.key}] = true
	}
}

func (r *repetition) harmedBy(op *pendingOp) bool {
	return op.typ == opSetParentKey && r.places[place{op.node.base().parent, op.key}]
}
