package live

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// Reconcile makes the object equal to v, which is anything that [ObjectFrom]
// takes, with few changes: what is equal is left alone, nested nodes are changed
// in place, items of lists are found again where they have moved to, and a text
// is edited where it differs. Keys that v does not have are deleted.
//
// A plain value that equals what is wanted stays plain; other objects and
// arrays become nodes, unless a live tag says otherwise. If v can't be held,
// nothing has changed.
func (o *Object) Reconcile(v any) error {
	err := o.writable()
	var w wanted
	if err == nil {
		w, err = want(v)
	}
	if err == nil && w.kind != wantObject {
		err = fmt.Errorf("a %T is no struct or map", v)
	}
	if err == nil {
		c := reconcileCheck{used: map[Node]bool{}}
		err = c.node(o, &w, int(o.depth))
	}
	if err != nil {
		return errorf("reconcile: %w", err)
	}
	o.reconcile(&w)
	return nil
}

// A reconcileCheck finds beforehand what would make a reconciliation fail half
// way.
type reconcileCheck struct{ used map[Node]bool }

// node checks that n can be made what w says.
func (c *reconcileCheck) node(n Node, w *wanted, depth int) error {
	switch {
	case !w.fitsInto(n):
		return c.fresh(n.base().parent, w, depth)
	case n.createOp() == opCreateFile:
		return nil
	case w.kind == wantObject || w.kind == wantMap:
		if err := w.checkTotal(); err != nil {
			return err
		}
		for i, key := range w.keys {
			cur, _ := n.(Keyed).lookup(key)
			var err error
			if w.vals[i].kind == wantNode && w.vals[i].node == cur.node {
				continue
			}
			if cur.node != nil {
				err = c.node(cur.node, &w.vals[i], depth+1)
			} else {
				err = c.fresh(n, &w.vals[i], depth+1)
			}
			if err != nil {
				return within(strconv.Quote(key), err)
			}
		}
		return nil
	case w.kind == wantList:
		l, ok := n.(*List)
		if !ok {
			return c.text(n.(*Text), w)
		}
		if err := l.checkRoom(); err != nil && !l.equals(w) {
			return err
		}
		for i := range w.vals {
			if v := w.vals[i].node; v != nil && v.base().parent == n && !c.used[v] {
				c.used[v] = true
				continue
			}
			if err := c.fresh(n, &w.vals[i], depth+1); err != nil {
				return within("item "+strconv.Itoa(i), err)
			}
		}
		return nil
	default:
		return c.text(n.(*Text), w)
	}
}

func (c *reconcileCheck) text(t *Text, w *wanted) error {
	if t.equals(w) {
		return nil
	}
	_, _, err := t.checkEdit("reconcile", 0, 0, "", nil)
	return err
}

// fresh checks that what w says can be built and put into parent.
func (c *reconcileCheck) fresh(parent Node, w *wanted, depth int) error {
	if depth > maxDepth {
		return errTooDeep
	}
	if w.kind == wantNode {
		if c.used[w.node] {
			return ErrInTree
		}
		c.used[w.node] = true
		return parent.base().canHold(w.node)
	}
	if err := w.checkTotal(); err != nil {
		return err
	}
	for i := range w.vals {
		if err := c.fresh(parent, &w.vals[i], depth+1); err != nil {
			return err
		}
	}
	return nil
}

// checkTotal reports whether the plain values of an object would be too large.
func (w *wanted) checkTotal() error {
	if w.kind != wantObject {
		return nil
	}
	size := 0
	for i, key := range w.keys {
		if w.vals[i].kind == wantPlain {
			size += entrySize(&entry{key: key, raw: w.vals[i].raw})
		}
	}
	return new(Object).fits(size)
}

// checkRoom reports whether two items hold the same position.
func (l *List) checkRoom() error {
	l.sort()
	last := ""
	for _, n := range l.items.nodes() {
		pos := n.base().slot.pos
		if pos == last {
			return errors.New("two items of a list hold the same position, so there is no room between them; move one of them first")
		}
		last = pos
	}
	return nil
}

// fitsInto reports whether n can be changed in place to what w says.
func (w *wanted) fitsInto(n Node) bool {
	switch n := n.(type) {
	case *Object:
		return w.kind == wantObject
	case *Map:
		return w.kind == wantObject || w.kind == wantMap
	case *List:
		return w.kind == wantList
	case *Text:
		if w.kind == wantList {
			_, err := parseSegments(&scanner{s: string(w.appendJSON(nil))})
			return err == nil
		}
		return w.kind == wantText
	case *File:
		return w.kind == wantObject && sameJSON(string(w.appendJSON(nil)), n.raw)
	default:
		return false
	}
}

// equals reports whether a child is what w says already.
func (w *wanted) equals(cur operand) bool {
	switch {
	case w.kind == wantNode:
		return cur.node == w.node
	case cur.node != nil:
		return !w.whole && w.fitsInto(cur.node) && sameJSON(string(cur.node.appendJSON(nil)), string(w.appendJSON(nil)))
	default:
		return w.kind != wantMap && w.kind != wantText && sameJSON(cur.raw, string(w.appendJSON(nil)))
	}
}

func (l *List) equals(w *wanted) bool { return w.equals(operand{node: l}) }

// equals reports whether the text is what w says; attributes are no difference
// to a string.
func (t *Text) equals(w *wanted) bool {
	if w.kind == wantText {
		return t.String() == unquote(w.raw)
	}
	return w.equals(operand{node: t})
}

// reconcileNode changes n in place, if it can, to what w says.
func reconcileNode(n Node, w *wanted) bool {
	if w.kind == wantNode {
		return n == w.node
	}
	if w.whole || !w.fitsInto(n) {
		return false
	}
	switch n := n.(type) {
	case *Object:
		n.reconcile(w)
	case *Map:
		n.reconcile(w)
	case *List:
		n.reconcile(w)
	case *Text:
		n.reconcile(w)
	}
	return true
}

// settled reports whether a child needs no replacement, after changing it in
// place if that can be done.
func (w *wanted) settled(cur operand) bool {
	if cur.node != nil {
		return reconcileNode(cur.node, w)
	}
	return w.equals(cur)
}

func (o *Object) reconcile(w *wanted) {
	var keys []string
	var values []operand
	kept := make(map[string]bool, len(w.keys))
	for i, key := range w.keys {
		kept[key] = true
		if cur, ok := o.lookup(key); !ok || !w.vals[i].settled(cur) {
			keys = append(keys, key)
			values = append(values, w.vals[i].build())
		}
	}
	if len(keys) > 0 {
		o.apply(keys, values)
	}
	for key := range o.Keys() {
		if !kept[key] {
			must(o.Delete(key))
		}
	}
}

func (m *Map) reconcile(w *wanted) {
	kept := make(map[string]bool, len(w.keys))
	for i, key := range w.keys {
		kept[key] = true
		if cur, ok := m.lookup(key); !ok || !w.vals[i].settled(cur) {
			m.assign(key, w.vals[i].build())
		}
	}
	for key := range m.Keys() {
		if !kept[key] {
			must(m.Delete(key))
		}
	}
}

// must reports a failure that the checks before have ruled out.
func must(err error) {
	if err != nil {
		panic("live: a checked change failed: " + err.Error())
	}
}

// reconcile edits the one stretch in which the text differs.
func (t *Text) reconcile(w *wanted) {
	if t.equals(w) {
		return
	}
	if w.kind == wantList {
		segs, err := parseSegments(&scanner{s: string(w.appendJSON(nil))})
		must(err)
		var edits []textEdit
		if n := t.Len(); n > 0 {
			edits = append(edits, textEdit{kind: "delete", length: n})
		}
		at := 0
		for _, s := range segs {
			edits = append(edits, textEdit{kind: "insert", index: at, units: s.units, attrs: s.attrs})
			at += len(s.units)
		}
		t.edit(edits...)
		return
	}
	old, now := encodeUTF16(t.String()), encodeUTF16(unquote(w.raw))
	start := 0
	for start < len(old) && start < len(now) && old[start] == now[start] {
		start++
	}
	if start > 0 && isHighSurrogate(rune(old[start-1])) {
		start-- // leave no half of a pair behind
	}
	oldEnd, nowEnd := len(old), len(now)
	for oldEnd > start && nowEnd > start && old[oldEnd-1] == now[nowEnd-1] {
		oldEnd--
		nowEnd--
	}
	if oldEnd < len(old) && isLowSurrogate(rune(old[oldEnd])) {
		oldEnd++
		nowEnd++
	}
	var edits []textEdit
	if oldEnd > start {
		edits = append(edits, textEdit{kind: "delete", index: start, length: oldEnd - start})
	}
	if nowEnd > start {
		edits = append(edits, textEdit{kind: "insert", index: start, units: slices.Clone(now[start:nowEnd])})
	}
	t.edit(edits...)
}
