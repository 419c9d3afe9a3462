package live

import (
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
)

// A Map is a collection of values by key, like a LiveMap in JavaScript: use it
// for entries that come and go, such as shapes by ID. A value is a [Node], or
// plain JSON, which is replaced as a whole. When two clients set the same key,
// the last one wins.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-client#LiveMap.
type Map struct {
	core
	table
}

// NewMap returns a map with these entries. If one can't be held, [Map.Err]
// says so, and so does whatever the map is put into.
func NewMap(entries map[string]any) *Map {
	m := new(Map)
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		m.keep(m.Set(key, entries[key]))
	}
	return m
}

// Len returns the number of entries.
func (m *Map) Len() int { return m.len() }

// Get returns the value of a key: a [Node], or what encoding/json would decode
// a plain value to: nil, bool, float64, string, []any or map[string]any.
// The function [Get] returns it in a type of the caller's choice.
func (m *Map) Get(key string) (value any, ok bool) {
	e := m.get(key)
	if e == nil {
		return nil, false
	}
	return e.value(), true
}

// Has reports whether the map has the key.
func (m *Map) Has(key string) bool { return m.get(key) != nil }

// All ranges over the keys and values, in the order in which the keys were
// first set. It ranges over what is there when it starts; the map may be
// changed meanwhile.
func (m *Map) All() iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		for _, e := range m.snapshot() {
			if !yield(e.key, e.value()) {
				return
			}
		}
	}
}

// Keys ranges over the keys, in the order of [Map.All].
func (m *Map) Keys() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, e := range m.snapshot() {
			if !yield(e.key) {
				return
			}
		}
	}
}

// Set sets a key to a node, or to anything that encoding/json can encode,
// which is then stored as one plain value. A node that the key held before is
// removed from the tree.
//
// It fails if the value can't be held, and then nothing has changed.
func (m *Map) Set(key string, value any) error {
	v, err := m.check(key, value)
	if err != nil {
		return errorf("set %q: %w", key, err)
	}
	m.assign(key, v)
	return nil
}

// check reports why a key can't be set to a value.
func (m *Map) check(key string, value any) (operand, error) {
	if err := m.writable(); err != nil {
		return operand{}, err
	}
	if err := checkKey(key); err != nil {
		return operand{}, err
	}
	v, err := newOperand(value)
	if err == nil {
		err = m.canTake(v, m.nodeAt(key))
	}
	return v, err
}

func (m *Map) nodeAt(key string) Node {
	if e := m.get(key); e != nil {
		return e.node
	}
	return nil
}

// canTake reports why an operand can't become an item of a list or a map, in
// the place of old if that is a node.
func (b *core) canTake(v operand, old Node) error {
	switch {
	case v.node == nil:
		return checkValueSize(v.raw)
	case v.node == old:
		return nil
	default:
		return b.canHold(v.node)
	}
}

func checkValueSize(raw string) error {
	if len(raw) > maxValueBytes {
		return fmt.Errorf("the value takes %d bytes, and the limit is %d; split it, or build nodes from it", len(raw), maxValueBytes)
	}
	return nil
}

// assign sets a key to a value that was checked. Setting the node that is
// there already changes nothing.
func (m *Map) assign(key string, v operand) {
	old := m.nodeAt(key)
	if v.node != nil && v.node == old {
		return
	}
	if old != nil {
		release(old)
	}
	n := v.nodeFor()
	n.base().place(m, key)
	m.put(entry{key: key, node: n})
	if m.state == attached {
		m.doc.attach(n, intent{})
	}
}

// Delete removes a key and what it holds. A key that does not exist is no
// error, and sends nothing.
func (m *Map) Delete(key string) error {
	if err := m.writable(); err != nil {
		return errorf("delete %q: %w", key, err)
	}
	old := m.nodeAt(key)
	if old == nil {
		return nil
	}
	m.remove(key)
	release(old)
	if m.state == attached {
		m.doc.dropped(old)
	}
	return nil
}

// Clone returns a copy of the map and all it holds, which is part of no tree
// yet.
func (m *Map) Clone() *Map {
	c := new(Map)
	c.entries = m.snapshot()
	c.err = m.err
	for i := range c.entries {
		e := &c.entries[i]
		e.node = e.node.clone()
		e.node.base().place(c, e.key)
	}
	return c
}

func (m *Map) clone() Node { return m.Clone() }

func (m *Map) createOp() opType { return opCreateMap }

func (m *Map) appendCreateFields(b []byte) []byte { return b }

func (m *Map) children(yield func(string, Node) bool) {
	for _, e := range m.entries {
		if !e.gone && !yield(e.key, e.node) {
			return
		}
	}
}

func (m *Map) detach(n Node) {
	if m.nodeAt(n.base().key) == n {
		m.remove(n.base().key)
	}
}

// JSON returns the map as a JSON object.
func (m *Map) JSON() json.RawMessage { return m.appendJSON(nil) }

// MarshalJSON returns [Map.JSON].
func (m *Map) MarshalJSON() ([]byte, error) { return m.JSON(), nil }

func (m *Map) appendJSON(b []byte) []byte { return m.table.appendObject(b, Node.appendJSON) }

// PlainLSON returns the map in the form that [ParsePlainLSON] reads.
func (m *Map) PlainLSON() json.RawMessage { return m.appendPlainLSON(nil) }

func (m *Map) appendPlainLSON(b []byte) []byte {
	b = append(b, `{"liveblocksType":"LiveMap","data":`...)
	return append(m.table.appendObject(b, Node.appendPlainLSON), '}')
}
