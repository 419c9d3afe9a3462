package live

import (
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxValueBytes is the documented limit of the plain values of one object
// together, and of each plain value in a list or a map.
const maxValueBytes = 2 << 20

// An Object is a collection of named values, like a LiveObject in JavaScript:
// use it for a record whose fields are known. A value is a [Node], or plain
// JSON, which is replaced as a whole. When two clients set the same key, the
// last one wins.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-client#LiveObject.
type Object struct {
	core
	table
	raw  string // plain values of a loaded object that nobody has looked at yet
	size int    // of keys and plain values, in bytes
}

// NewObject returns an object with these fields. If one can't be held,
// [Object.Err] says so, and so does whatever the object is put into.
func NewObject(fields map[string]any) *Object {
	o := new(Object)
	o.keep(o.Update(fields))
	return o
}

// parse sorts the fields of a loaded object out, when they are first needed:
// the plain ones first, then the nodes.
func (o *Object) parse() {
	if o.raw == "" {
		return
	}
	p := scanner{s: o.raw}
	nodes := o.entries
	o.raw = ""
	o.table = table{entries: make([]entry, 0, len(nodes)+min(strings.Count(p.s, ",")+1, 16))}
	err := p.members(func(quotedKey string) error {
		raw, err := p.value()
		o.putEntry(entry{key: unquote(quotedKey), raw: raw})
		return err
	})
	if err != nil {
		panic("live: checked JSON does not parse: " + err.Error())
	}
	for _, e := range nodes {
		o.putEntry(e)
	}
}

// link gives a node that is being loaded its place.
func (o *Object) link(n Node, key string) {
	e := entry{key: key, node: n}
	if r, ok := n.(*register); ok {
		e = entry{key: key, raw: r.raw}
	}
	if o.raw != "" {
		o.entries = append(o.entries, e)
	} else {
		o.putEntry(e)
	}
}

func entrySize(e *entry) int {
	if e == nil || e.node != nil {
		return 0
	}
	return len(e.key) + len(e.raw) + len(`"":,`)
}

// growth is how many bytes more setting a key takes.
func (o *Object) growth(key string, v operand) int {
	return entrySize(&entry{key: key, raw: v.raw, node: v.node}) - entrySize(o.get(key))
}

func (o *Object) putEntry(e entry) {
	o.size += entrySize(&e) - entrySize(o.get(e.key))
	o.put(e)
}

// Len returns the number of keys.
func (o *Object) Len() int {
	o.parse()
	return o.len()
}

// Get returns the value of a key: a [Node], or what encoding/json would decode
// a plain value to: nil, bool, float64, string, []any or map[string]any.
// The function [Get] returns it in a type of the caller's choice.
func (o *Object) Get(key string) (value any, ok bool) {
	o.parse()
	e := o.get(key)
	if e == nil {
		return nil, false
	}
	return e.value(), true
}

// All ranges over the keys and values, in the order in which the keys were
// first set. It ranges over what is there when it starts; the object may be
// changed meanwhile.
func (o *Object) All() iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		o.parse()
		for _, e := range o.snapshot() {
			if !yield(e.key, e.value()) {
				return
			}
		}
	}
}

// Keys ranges over the keys, in the order of [Object.All].
func (o *Object) Keys() iter.Seq[string] {
	return func(yield func(string) bool) {
		o.parse()
		for _, e := range o.snapshot() {
			if !yield(e.key) {
				return
			}
		}
	}
}

// Set sets a key to a node, or to anything that encoding/json can encode,
// which is then stored as one plain value. Setting a key to the string, number,
// boolean or null that it has already sends nothing. A node that the key held
// before is removed from the tree.
//
// It fails if the value can't be held, and then nothing has changed.
func (o *Object) Set(key string, value any) error {
	v, err := o.check(key, value)
	if err == nil {
		err = o.fits(o.growth(key, v))
	}
	if err != nil {
		return errorf("set %q: %w", key, err)
	}
	o.apply([]string{key}, []operand{v})
	return nil
}

// Update sets several keys at once, as [Object.Set] sets one; the plain values
// are sent as one change. The keys are taken in alphabetical order. If one of
// the values can't be held, nothing has changed.
func (o *Object) Update(fields map[string]any) error {
	keys := slices.Sorted(maps.Keys(fields))
	values := make([]operand, len(keys))
	grown := 0
	if err := o.writable(); err != nil {
		return errorf("update: %w", err)
	}
	for i, key := range keys {
		v, err := o.check(key, fields[key])
		if err == nil && v.node != nil && slices.ContainsFunc(values[:i], func(w operand) bool { return w.node == v.node }) {
			err = ErrInTree
		}
		if err != nil {
			return errorf("update %q: %w", key, err)
		}
		values[i] = v
		grown += o.growth(key, v)
	}
	if err := o.fits(grown); err != nil {
		return errorf("update: %w", err)
	}
	o.apply(keys, values)
	return nil
}

// apply sets keys to values that were checked. It takes up the number of one
// change even if nothing is to be sent, as the npm package does.
func (o *Object) apply(keys []string, values []operand) {
	if o.state == attached {
		o.recordPlain(o.doc.nextOp(), keys, values)
	}
	for i, key := range keys {
		if !o.holds(key, values[i]) {
			o.assign(key, values[i])
		}
	}
}

// recordPlain records the plain values among those that are about to be set.
func (o *Object) recordPlain(seq int, keys []string, values []operand) {
	d := o.doc
	open := false
	for i, key := range keys {
		v := values[i]
		if v.node != nil || o.holds(key, v) {
			continue
		}
		if !open {
			open = true
			d.openOpAs(seq, opUpdateObject, o, key)
			d.buf = append(d.buf, `,"data":{`...)
		} else {
			d.buf = append(d.buf, ',')
			d.more[seq] = append(d.more[seq], key)
		}
		d.buf = append(append(appendQuoted(d.buf, key), ':'), v.raw...)
	}
	if open {
		d.buf = append(d.buf, '}')
		d.closeOp()
	}
}

// check reports why a key can't be set to a value.
func (o *Object) check(key string, value any) (operand, error) {
	if err := o.writable(); err != nil {
		return operand{}, err
	}
	if err := checkKey(key); err != nil {
		return operand{}, err
	}
	v, err := newOperand(value)
	if err != nil {
		return v, err
	}
	o.parse()
	if v.node != nil && !o.holds(key, v) {
		err = o.canHold(v.node)
	}
	return v, err
}

func checkKey(key string) error {
	if key == "__proto__" {
		return fmt.Errorf("the key is __proto__, which JavaScript clients and the server lose; use another")
	}
	if !utf8.ValidString(key) {
		return fmt.Errorf("the key is %w", errNotUTF8)
	}
	return nil
}

// fits reports whether the object would grow too large.
func (o *Object) fits(grown int) error {
	if size := o.size + grown; grown > 0 && size > maxValueBytes {
		return fmt.Errorf("the object's plain values would take %d bytes, and the limit is %d; spread them over several nodes", size, maxValueBytes)
	}
	return nil
}

// holds reports whether a key has the value already, as === says in
// JavaScript: the same node, or an equal plain value that is no array or
// object.
func (o *Object) holds(key string, v operand) bool {
	e := o.get(key)
	if e == nil || (e.node == nil) != (v.node == nil) {
		return false
	}
	if v.node != nil {
		return e.node == v.node
	}
	return sameScalar(e.raw, v.raw)
}

// assign sets a key to a value that was checked. It records the creation of a
// node, but not the change of a plain value.
func (o *Object) assign(key string, v operand) {
	if e := o.get(key); e != nil && e.node != nil && e.node != v.node {
		release(e.node)
	}
	o.putEntry(entry{key: key, raw: v.raw, node: v.node})
	if v.node == nil {
		return
	}
	v.node.base().place(o, key)
	if o.state == attached {
		o.doc.attach(v.node, intent{})
	}
}

// Delete removes a key and what it holds. A key that does not exist is no
// error, and sends nothing.
func (o *Object) Delete(key string) error {
	if err := o.writable(); err != nil {
		return errorf("delete %q: %w", key, err)
	}
	o.parse()
	e := o.get(key)
	if e == nil {
		return nil
	}
	if o.state == attached {
		d := o.doc
		d.openOp(opDeleteObjectKey, o, key)
		d.field("key", key)
		d.closeOp()
	}
	if e.node != nil {
		release(e.node)
	}
	o.drop(e)
	return nil
}

func (o *Object) drop(e *entry) {
	o.size -= entrySize(e)
	o.remove(e.key)
}

// Clone returns a copy of the object and all it holds, which is part of no
// tree yet.
func (o *Object) Clone() *Object {
	c := &Object{raw: o.raw, size: o.size}
	c.entries = o.snapshot()
	c.err = o.err
	for i := range c.entries {
		if e := &c.entries[i]; e.node != nil {
			e.node = e.node.clone()
			e.node.base().place(c, e.key)
		}
	}
	return c
}

func (o *Object) clone() Node { return o.Clone() }

func (o *Object) createOp() opType { return opCreateObject }

// untouched returns the object's JSON as it was loaded, if nobody has looked at
// it yet and it holds no nodes.
func (o *Object) untouched() (string, bool) {
	return o.raw, o.raw != "" && len(o.entries) == 0
}

func (o *Object) appendCreateFields(b []byte) []byte {
	o.parse()
	b = append(b, `,"data":{`...)
	first := true
	for i := range o.entries {
		e := &o.entries[i]
		if e.gone || e.node != nil {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(append(appendQuoted(b, e.key), ':'), e.raw...)
	}
	return append(b, '}')
}

func (o *Object) children(yield func(string, Node) bool) {
	for _, e := range o.entries {
		if e.node != nil && !yield(e.key, e.node) {
			return
		}
	}
}

func (o *Object) detach(n Node) {
	o.parse()
	if e := o.get(n.base().key); e != nil && e.node == n {
		o.drop(e)
	}
}

// JSON returns the object as a JSON object.
func (o *Object) JSON() json.RawMessage { return o.appendJSON(nil) }

// MarshalJSON returns [Object.JSON].
func (o *Object) MarshalJSON() ([]byte, error) { return o.JSON(), nil }

func (o *Object) appendJSON(b []byte) []byte {
	if raw, ok := o.untouched(); ok {
		return append(b, raw...)
	}
	o.parse()
	return o.table.appendObject(b, Node.appendJSON)
}

// PlainLSON returns the object in the form that [ParsePlainLSON] reads.
func (o *Object) PlainLSON() json.RawMessage { return o.appendPlainLSON(nil) }

func (o *Object) appendPlainLSON(b []byte) []byte {
	b = append(b, `{"liveblocksType":"LiveObject","data":`...)
	if raw, ok := o.untouched(); ok {
		return append(append(b, raw...), '}')
	}
	o.parse()
	return append(o.table.appendObject(b, Node.appendPlainLSON), '}')
}

// appendObject appends the entries as a JSON object, nodes by appendNode.
func (t *table) appendObject(b []byte, appendNode func(Node, []byte) []byte) []byte {
	b = append(b, '{')
	first := true
	for i := range t.entries {
		e := &t.entries[i]
		if e.gone {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(appendQuoted(b, e.key), ':')
		if e.node != nil {
			b = appendNode(e.node, b)
		} else {
			b = append(b, e.raw...)
		}
	}
	return append(b, '}')
}
