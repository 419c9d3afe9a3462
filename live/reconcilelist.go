package live

import "slices"

// A match says where each wanted item of a list comes from.
type match struct {
	old  []Node // the items there are
	want []wanted
	from []int  // for each wanted item, the index in old, or -1 for a new one
	used []bool // for each old item
}

// reconcile makes the list what w says. Items that are equal to a wanted one,
// or have the same "id", are kept, and moved if they have to; the longest run
// of them that is in order stays put. What is left over between two that stay
// is changed in place.
func (l *List) reconcile(w *wanted) {
	l.sort()
	m := match{old: l.items.nodes(), want: w.vals, from: make([]int, len(w.vals))}
	m.used = make([]bool, len(m.old))
	for i := range m.from {
		m.from[i] = -1
	}
	m.ends()
	m.byKey(func(n Node) string { return canonical(string(n.appendJSON(nil))) },
		func(w *wanted) string { return canonical(string(w.appendJSON(nil))) })
	m.byKey(func(n Node) string { return idOf(operandOf(n)) }, (*wanted).id)
	stays := longestRun(m.from)
	m.between(stays)
	m.leftovers()
	l.rearrange(&m, longestRun(m.from))
}

func (m *match) pair(i, j int) {
	m.from[i] = j
	m.used[j] = true
}

// ends pairs what is equal at the start and at the end.
func (m *match) ends() {
	n := min(len(m.old), len(m.want))
	start := 0
	for start < n && m.want[start].equals(operandOf(m.old[start])) {
		m.pair(start, start)
		start++
	}
	for k := 1; k <= n-start; k++ {
		i, j := len(m.want)-k, len(m.old)-k
		if !m.want[i].equals(operandOf(m.old[j])) {
			return
		}
		m.pair(i, j)
	}
}

// byKey pairs what has the same key, in order. An empty key matches nothing.
func (m *match) byKey(keyOf func(Node) string, wantedKey func(*wanted) string) {
	byKey := map[string][]int{}
	for j, n := range m.old {
		if !m.used[j] {
			if key := keyOf(n); key != "" {
				byKey[key] = append(byKey[key], j)
			}
		}
	}
	if len(byKey) == 0 {
		return
	}
	for i := range m.want {
		if m.from[i] >= 0 {
			continue
		}
		key := wantedKey(&m.want[i])
		candidates := byKey[key]
		for k, j := range candidates {
			if m.want[i].suits(m.old[j]) {
				m.pair(i, j)
				byKey[key] = slices.Delete(candidates, k, k+1)
				break
			}
		}
	}
}

// suits reports whether an item can become the wanted one without being
// replaced.
func (w *wanted) suits(n Node) bool {
	switch v := operandOf(n); {
	case w.kind == wantNode:
		return v.node == w.node
	case v.node != nil:
		return !w.whole && w.fitsInto(v.node)
	default:
		return w.equals(v)
	}
}

// idOf returns the "id" of an object, "" if it has none.
func idOf(v operand) string {
	if o, ok := v.node.(*Object); ok {
		if id, ok := o.lookup("id"); ok && id.node == nil {
			return canonical(id.raw)
		}
	}
	return ""
}

func (w *wanted) id() string {
	if w.kind == wantObject {
		if i := slices.Index(w.keys, "id"); i >= 0 && w.vals[i].kind == wantPlain {
			return canonical(w.vals[i].raw)
		}
	}
	return ""
}

// between pairs what has no partner and lies between the same two that stay:
// replacing or changing it in place is one change, not two.
func (m *match) between(stays []bool) {
	j, end := 0, -1 // the gap in old; its end is looked for when it is needed
	for i := range m.want {
		if m.from[i] >= 0 {
			if stays[i] {
				j, end = m.from[i]+1, -1
			}
			continue
		}
		if end < 0 {
			end = len(m.old)
			if k := slices.Index(stays[i:], true); k >= 0 {
				end = m.from[i+k]
			}
		}
		for j < end && m.used[j] {
			j++
		}
		if j < end {
			m.pair(i, j)
			j++
		}
	}
}

// leftovers pairs containers that have no partner: moving one and changing it
// is less than creating it anew.
func (m *match) leftovers() {
	var free []int
	for j, n := range m.old {
		if _, plain := n.(*register); !plain && !m.used[j] {
			free = append(free, j)
		}
	}
	for i := range m.want {
		if m.from[i] >= 0 || len(m.want[i].vals) == 0 {
			continue
		}
		k := slices.IndexFunc(free, func(j int) bool { return m.want[i].suits(m.old[j]) })
		if k >= 0 {
			m.pair(i, free[k])
			free = slices.Delete(free, k, k+1)
		}
	}
}

// rearrange carries a match out. What stays is in order already.
func (l *List) rearrange(m *match, stays []bool) {
	for j, n := range m.old {
		if !m.used[j] {
			l.drop(n)
		}
	}
	var last Node // the item before, which has its final place
	for i := range m.want {
		w := &m.want[i]
		if m.from[i] < 0 {
			v := w.build()
			at := l.after(last)
			in := intent{}
			if at == l.Len() {
				in.name = "push"
			}
			must(l.insert(at, v, in))
			last = l.items.at(at).node
			continue
		}
		n := m.old[m.from[i]]
		if !stays[i] {
			l.moveAfter(n, last)
		}
		if v := operandOf(n); !w.settled(v) {
			at := n.base().slot.index()
			l.replace(n, w.build())
			n = l.items.at(at).node
		}
		last = n
	}
}

// after returns the index behind an item, 0 for nil.
func (l *List) after(n Node) int {
	if n == nil {
		return 0
	}
	return n.base().slot.index() + 1
}

// moveAfter moves an item behind last, unless it is there.
func (l *List) moveAfter(n, last Node) {
	from, to := n.base().slot.index(), l.after(last)
	if from < to {
		to-- // it leaves a gap
	}
	if from != to {
		must(l.move(from, to))
	}
}

// longestRun returns which elements belong to a longest increasing
// subsequence; negative ones never do.
func longestRun(seq []int) []bool {
	var tails []int // tails[k] is where the best run of length k+1 ends
	before := make([]int, len(seq))
	for i, x := range seq {
		if x < 0 {
			continue
		}
		k, _ := slices.BinarySearchFunc(tails, x, func(at, x int) int { return seq[at] - x })
		before[i] = -1
		if k > 0 {
			before[i] = tails[k-1]
		}
		if k == len(tails) {
			tails = append(tails, i)
		} else {
			tails[k] = i
		}
	}
	in := make([]bool, len(seq))
	if len(tails) > 0 {
		for i := tails[len(tails)-1]; i >= 0; i = before[i] {
			in[i] = true
		}
	}
	return in
}
