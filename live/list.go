package live

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// A List is an ordered collection, like a LiveList in JavaScript. An item is a
// [Node], or plain JSON, which is replaced as a whole. Clients that insert,
// move and delete items at the same time all keep their changes.
//
// Reaching, inserting, moving and deleting an item takes time logarithmic in
// the length.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-client#LiveList.
type List struct {
	core
	items  sequence
	loaded []Node // items of a loaded list that nobody has looked at yet
}

// NewList returns a list of these items. If one can't be held, [List.Err] says
// so, and so does whatever the list is put into.
func NewList(items ...any) *List {
	l := new(List)
	for _, item := range items {
		l.keep(l.Push(item))
	}
	return l
}

// sort puts the items of a loaded list in order, when they are first needed.
func (l *List) sort() {
	if l.loaded == nil {
		return
	}
	slots := make([]slot, len(l.loaded))
	for i, n := range l.loaded {
		slots[i] = slot{pos: validPosition(n.base().key), node: n}
	}
	l.loaded = nil
	byPosition := func(a, b slot) int { return strings.Compare(a.pos, b.pos) }
	if !slices.IsSortedFunc(slots, byPosition) {
		slices.SortStableFunc(slots, byPosition)
	}
	l.items = newSequence(slots)
}

// Len returns the number of items.
func (l *List) Len() int {
	if l.loaded != nil {
		return len(l.loaded)
	}
	return l.items.len()
}

// Get returns the item at index i: a [Node], or what encoding/json would
// decode a plain value to: nil, bool, float64, string, []any or
// map[string]any. ok is false if there is no such index. The function [At]
// returns it in a type of the caller's choice.
func (l *List) Get(i int) (item any, ok bool) {
	l.sort()
	if i < 0 || i >= l.Len() {
		return nil, false
	}
	return publicValue(l.items.at(i).node), true
}

// All ranges over the indexes and items. It ranges over what is there when it
// starts; the list may be changed meanwhile, which makes the indexes those of
// the start.
func (l *List) All() iter.Seq2[int, any] {
	return func(yield func(int, any) bool) {
		l.sort()
		for i, n := range l.items.nodes() {
			if !yield(i, publicValue(n)) {
				return
			}
		}
	}
}

// IndexFunc returns the index of the first item for which match returns true,
// -1 if there is none.
func (l *List) IndexFunc(match func(item any) bool) int {
	for i, item := range l.All() {
		if match(item) {
			return i
		}
	}
	return -1
}

// Index returns the index of the first item that is value: the same node, or
// an equal string, number, boolean or null. It is -1 if there is none; arrays
// and objects in plain JSON never are equal, as in JavaScript.
func (l *List) Index(value any) int {
	v, err := newOperand(value)
	if err != nil {
		return -1
	}
	l.sort()
	if v.node != nil {
		if b := v.node.base(); b.parent == Node(l) && b.slot != nil {
			return b.slot.index()
		}
		return -1
	}
	return slices.IndexFunc(l.items.nodes(), func(n Node) bool {
		r, ok := n.(*register)
		return ok && sameScalar(r.raw, v.raw)
	})
}

// Push appends an item: a node, or anything that encoding/json can encode,
// which is then stored as one plain value. If other clients push at the same
// time, all items arrive, in the order in which the server gets them.
//
// It fails if the item can't be held, and then nothing has changed.
func (l *List) Push(item any) error {
	v, err := l.check(item)
	if err == nil {
		err = l.insert(l.Len(), v, intent{name: "push"})
	}
	if err != nil {
		return errorf("push: %w", err)
	}
	return nil
}

// Insert inserts an item before index i, which may be the list's length.
// Otherwise it is as [List.Push].
func (l *List) Insert(i int, item any) error {
	v, err := l.check(item)
	if err == nil && (i < 0 || i > l.Len()) {
		err = fmt.Errorf("the index must lie between 0 and %d", l.Len())
	}
	if err == nil {
		err = l.insert(i, v, intent{})
	}
	if err != nil {
		return errorf("insert at %d: %w", i, err)
	}
	return nil
}

// check reports why an item can't be held.
func (l *List) check(item any) (operand, error) {
	if err := l.writable(); err != nil {
		return operand{}, err
	}
	v, err := newOperand(item)
	if err == nil {
		err = l.canTake(v, nil)
	}
	return v, err
}

func (l *List) insert(i int, v operand, in intent) error {
	l.sort()
	pos, err := positionBetween(l.items.position(i-1), l.items.position(i))
	if err != nil {
		return err
	}
	l.put(v.nodeFor(), pos, in)
	return nil
}

// put adds a node that was checked under a key.
func (l *List) put(n Node, key string, in intent) {
	n.base().place(l, key)
	l.items.add(n, validPosition(key))
	if l.state == attached {
		l.doc.attach(n, in)
	}
}

// Set replaces the item at index i. A node that was there is removed from the
// tree.
//
// It fails if there is no such index or the item can't be held, and then
// nothing has changed.
func (l *List) Set(i int, item any) error {
	if err := l.set(i, item); err != nil {
		return errorf("set item %d: %w", i, err)
	}
	return nil
}

func (l *List) set(i int, item any) error {
	if err := l.writable(); err != nil {
		return err
	}
	if err := l.checkIndex(i); err != nil {
		return err
	}
	v, err := newOperand(item)
	if err != nil {
		return err
	}
	old := l.items.at(i).node
	if err := l.canTake(v, old); err != nil {
		return err
	}
	l.replace(old, v)
	return nil
}

// replace puts a value that was checked in the place of old. Putting the node
// that is there already changes nothing.
func (l *List) replace(old Node, v operand) {
	if v.node != nil && v.node == old {
		return
	}
	key, in := old.base().key, setIntent
	in.deleted = old.ID()
	l.items.remove(old.base().slot)
	release(old)
	l.put(v.nodeFor(), key, in)
}

func (l *List) checkIndex(i int) error {
	l.sort()
	switch n := l.Len(); {
	case n == 0:
		return fmt.Errorf("the list is empty")
	case i < 0 || i >= n:
		return fmt.Errorf("the index must lie between 0 and %d", n-1)
	default:
		return nil
	}
}

// Move moves the item at index from so that it ends up at index to. Unlike
// deleting and inserting, it keeps the node and what others change in it.
func (l *List) Move(from, to int) error {
	if err := l.move(from, to); err != nil {
		return errorf("move item %d to %d: %w", from, to, err)
	}
	return nil
}

func (l *List) move(from, to int) error {
	if err := l.writable(); err != nil {
		return err
	}
	for _, i := range []int{from, to} {
		if err := l.checkIndex(i); err != nil {
			return err
		}
	}
	before := to // the index of the item to end up in front of
	if from < to {
		before++
	}
	pos, err := positionBetween(l.items.position(before-1), l.items.position(before))
	if err != nil {
		return err
	}
	n := l.items.at(from).node
	l.reposition(n, pos)
	if l.state == attached {
		l.doc.openOp(opSetParentKey, n, pos)
		l.doc.field("parentKey", pos)
		l.doc.closeOp()
	}
	return nil
}

// reposition gives an item another key.
func (l *List) reposition(n Node, key string) {
	l.sort()
	l.items.remove(n.base().slot)
	n.base().key = key
	l.items.add(n, validPosition(key))
}

// Delete removes the item at index i.
func (l *List) Delete(i int) error {
	err := l.writable()
	if err == nil {
		err = l.checkIndex(i)
	}
	if err != nil {
		return errorf("delete item %d: %w", i, err)
	}
	l.drop(l.items.at(i).node)
	return nil
}

// drop removes an item.
func (l *List) drop(n Node) {
	l.items.remove(n.base().slot)
	release(n)
	if l.state == attached {
		l.doc.dropped(n)
	}
}

// Clear removes all items.
func (l *List) Clear() error {
	if err := l.writable(); err != nil {
		return errorf("clear: %w", err)
	}
	l.sort()
	nodes := l.items.nodes()
	l.items = sequence{}
	for _, n := range nodes {
		n.base().slot = nil
		release(n)
		if l.state == attached {
			l.doc.dropped(n)
		}
	}
	return nil
}

// Clone returns a copy of the list and all it holds, which is part of no tree
// yet.
func (l *List) Clone() *List {
	l.sort()
	c := new(List)
	c.err = l.err
	last := ""
	nodes := l.items.nodes()
	slots := make([]slot, len(nodes))
	for i, n := range nodes {
		if last == "" {
			last = firstPlace
		} else {
			last = positionAfter(last)
		}
		n = n.clone()
		n.base().place(c, last)
		slots[i] = slot{pos: last, node: n}
	}
	c.items = newSequence(slots)
	return c
}

func (l *List) clone() Node { return l.Clone() }

func (l *List) createOp() opType { return opCreateList }

func (l *List) appendCreateFields(b []byte) []byte { return b }

func (l *List) children(yield func(string, Node) bool) {
	nodes := l.loaded
	if nodes == nil {
		nodes = l.items.nodes()
	}
	for _, n := range nodes {
		if !yield(n.base().key, n) {
			return
		}
	}
}

func (l *List) detach(n Node) {
	l.sort()
	if s := n.base().slot; s != nil {
		l.items.remove(s)
	}
}

// JSON returns the list as a JSON array.
func (l *List) JSON() json.RawMessage { return l.appendJSON(nil) }

// MarshalJSON returns [List.JSON].
func (l *List) MarshalJSON() ([]byte, error) { return l.JSON(), nil }

func (l *List) appendJSON(b []byte) []byte { return l.appendArray(b, Node.appendJSON) }

// PlainLSON returns the list in the form that [ParsePlainLSON] reads.
func (l *List) PlainLSON() json.RawMessage { return l.appendPlainLSON(nil) }

func (l *List) appendPlainLSON(b []byte) []byte {
	b = append(b, `{"liveblocksType":"LiveList","data":`...)
	return append(l.appendArray(b, Node.appendPlainLSON), '}')
}

func (l *List) appendArray(b []byte, appendNode func(Node, []byte) []byte) []byte {
	l.sort()
	b = append(b, '[')
	for i, n := range l.items.nodes() {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendNode(n, b)
	}
	return append(b, ']')
}
