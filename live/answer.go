package live

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// An OpError says what the server did not do of a batch, although it answered
// that the request was fine. What Ignored, Rejected and Unanswered do not name
// was applied.
type OpError struct {
	// Ignored are changes that the server did not carry out: their parent, or
	// the text that they edit, is no longer there; or a node of that ID exists
	// already, which is what a batch that is sent again after a lost answer
	// meets for all that it created the first time.
	Ignored []Op

	// Rejected are changes that the server refused, and Reason is what it said.
	Rejected []Op
	Reason   string

	// Unanswered are changes that the answer does not mention.
	Unanswered []Op
}

func (e *OpError) Error() string {
	var parts []string
	for _, group := range []struct {
		ops  []Op
		what string
	}{
		{e.Ignored, "ignored by the server"},
		{e.Rejected, "rejected by the server" + e.reason()},
		{e.Unanswered, "not answered by the server"},
	} {
		if len(group.ops) > 0 {
			parts = append(parts, fmt.Sprintf("%s: %s", group.what, listOps(group.ops)))
		}
	}
	return "live: changes were not applied: " + strings.Join(parts, "; ")
}

func (e *OpError) reason() string {
	if e.Reason == "" {
		return ""
	}
	return fmt.Sprintf(" (%q)", e.Reason)
}

// listOps names the first few changes.
func listOps(ops []Op) string {
	const most = 5
	var b strings.Builder
	for i, op := range ops[:min(len(ops), most)] {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(op.String())
	}
	if more := len(ops) - most; more > 0 {
		fmt.Fprintf(&b, " and %d more", more)
	}
	return b.String()
}

// Numbers that the wire has for messages.
const (
	messageUpdate = 201
	messageReject = 299
)

// Apply takes in the server's answer to a batch: it corrects the positions of
// list items that the server placed elsewhere, removes nodes that it deleted,
// and brings the versions of edited texts up to date.
//
// It returns an [*OpError] if some of the changes were not applied, and another
// error if body is no answer at all. The tree then still has the changes; load
// it anew to go on from what the server has. Apply may be called once for each answer
// to the batch, should it have been sent several times.
func (d *Document) Apply(batch *Batch, body []byte) error {
	a := answer{doc: d, batch: batch, verdicts: make([]verdict, len(batch.Ops))}
	if err := a.read(string(body)); err != nil {
		return errorf("the answer to a batch of changes: %w", err)
	}
	return a.err()
}

type verdict uint8

const (
	unanswered verdict = iota
	applied
	ignored
	rejected
)

type answer struct {
	doc      *Document
	batch    *Batch
	verdicts []verdict // of the ops of the batch
	reason   string
	index    map[string]int // of an op in the batch, by its ID
	next     int            // the op that is answered next, as a rule
}

func (a *answer) err() error {
	var e OpError
	for i, v := range a.verdicts {
		switch op := a.batch.Ops[i]; v {
		case ignored:
			e.Ignored = append(e.Ignored, op)
		case rejected:
			e.Rejected = append(e.Rejected, op)
		case unanswered:
			e.Unanswered = append(e.Unanswered, op)
		}
	}
	if len(e.Ignored)+len(e.Rejected)+len(e.Unanswered) == 0 {
		return nil
	}
	e.Reason = a.reason
	return &e
}

// read takes in {"messages":[...]}, where an element is a message or an array
// of messages.
func (a *answer) read(body string) error {
	p := scanner{s: body}
	found := false
	err := p.members(func(quotedKey string) error {
		if quotedKey != `"messages"` {
			_, err := p.value()
			return err
		}
		found = true
		return p.elements(func(int) error {
			if p.peek() == '[' {
				return p.elements(func(int) error { return a.message(&p) })
			}
			return a.message(&p)
		})
	})
	if err == nil {
		err = p.end()
	}
	if err == nil && !found {
		err = errors.New("it has no messages")
	}
	return err
}

func (a *answer) message(p *scanner) error {
	var kind, ops, opIDs, reason string
	err := p.members(func(quotedKey string) error {
		raw, err := p.value()
		switch quotedKey {
		case `"type"`:
			kind = raw
		case `"ops"`:
			ops = raw
		case `"opIds"`:
			opIDs = raw
		case `"reason"`:
			reason = raw
		}
		return err
	})
	if err != nil {
		return err
	}
	switch kind {
	case fmt.Sprint(messageUpdate):
		p := scanner{s: ops}
		return p.elements(func(int) error { return a.op(&p) })
	case fmt.Sprint(messageReject):
		if reason != "" && reason[0] == '"' {
			a.reason = plain(reason).(string)
		}
		p := scanner{s: opIDs}
		return p.elements(func(int) error {
			id, err := p.str()
			a.judge(id, rejected)
			return err
		})
	default:
		return nil // presence and the like
	}
}

// An answerOp is an op in the answer: the echo of one of ours, or a correction.
type answerOp struct {
	typ, version          int
	id, opID, parentKey   string
	hasParentKey, hasOpID bool
}

func (a *answer) op(p *scanner) error {
	var op answerOp
	err := p.members(func(quotedKey string) (err error) {
		switch quotedKey {
		case `"type"`:
			op.typ, err = p.integer()
		case `"id"`:
			op.id, err = p.str()
		case `"opId"`:
			op.opID, err = p.str()
			op.hasOpID = true
		case `"parentKey"`:
			op.parentKey, err = p.str()
			op.hasParentKey = true
		case `"version"`:
			op.version, err = p.integer()
		default:
			_, err = p.value()
		}
		return err
	})
	if err != nil {
		return err
	}
	if opType(op.typ) == opDeleteNode && op.id == "ACK" {
		a.judge(op.opID, ignored)
		return nil
	}
	if op.hasOpID {
		a.judge(op.opID, applied)
	}
	if opType(op.typ) == opDeleteNode && a.doc.Has(op.id) && a.created(op.id) {
		// A batch that arrived twice drives out what it created, and creates it
		// once more.
		return nil
	}
	a.doc.correct(op)
	return nil
}

// created reports whether the batch creates the node.
func (a *answer) created(id string) bool {
	return slices.ContainsFunc(a.batch.Ops, func(op Op) bool { return op.NodeID == id && op.Creates() })
}

// judge notes what became of one of our ops.
func (a *answer) judge(opID string, v verdict) {
	i, ok := a.next, a.next < len(a.batch.Ops) && a.batch.Ops[a.next].ID == opID
	if !ok {
		if a.index == nil {
			a.index = make(map[string]int, len(a.batch.Ops))
			for i, op := range a.batch.Ops {
				a.index[op.ID] = i
			}
		}
		if i, ok = a.index[opID]; !ok {
			return
		}
	}
	a.next = i + 1
	if a.verdicts[i] == unanswered || v != applied {
		a.verdicts[i] = v
	}
	// Whatever became of them, the edits no longer wait for an answer. If they
	// were not applied, the text here is not what the server has.
	if t, ok := a.batch.Ops[i].node.(*Text); ok && a.batch.Ops[i].typ == opUpdateText {
		t.sent = false
		t.stale = t.stale || v != applied
	}
}

// correct makes the tree what the server says. Of what it says about nodes
// that are no longer there, and of values, nothing is news.
func (d *Document) correct(op answerOp) {
	n, ok := d.nodes[op.id]
	if !ok {
		return
	}
	b := n.base()
	switch l, inList := b.parent.(*List); {
	case opType(op.typ) == opUpdateText:
		if t, ok := n.(*Text); ok && op.version > t.version {
			// A gap means that somebody else's edit lies between.
			t.stale = t.stale || op.version != t.version+1
			t.version = op.version
		}
	case opType(op.typ) == opDeleteNode:
		if b.parent != nil {
			b.parent.detach(n)
			retire(n)
		}
	case inList && op.hasParentKey && op.parentKey != b.key:
		l.reposition(n, op.parentKey)
	}
}
