package live

// An entry is a key of an object or a map and what it holds: a node, or for
// objects the JSON text of a plain value.
type entry struct {
	key  string
	raw  string
	node Node
	gone bool
}

func (e *entry) value() any {
	if e.node == nil {
		return plain(e.raw)
	}
	return publicValue(e.node)
}

// A table holds entries in the order in which their keys were first set, as a
// JavaScript Map does. Pointers into it hold until the next put.
type table struct {
	entries []entry
	index   map[string]int // nil while the table is small
	gone    int
}

// indexFrom is the size from which a map is faster than looking at each key.
const indexFrom = 12

func (t *table) len() int { return len(t.entries) - t.gone }

func (t *table) find(key string) int {
	if len(t.entries) < indexFrom {
		for i := range t.entries {
			if t.entries[i].key == key && !t.entries[i].gone {
				return i
			}
		}
		return -1
	}
	if t.index == nil {
		t.index = make(map[string]int, len(t.entries))
		for i := range t.entries {
			if !t.entries[i].gone {
				t.index[t.entries[i].key] = i
			}
		}
	}
	if i, ok := t.index[key]; ok {
		return i
	}
	return -1
}

// get returns the entry of key, nil if there is none.
func (t *table) get(key string) *entry {
	if i := t.find(key); i >= 0 {
		return &t.entries[i]
	}
	return nil
}

// put sets an entry, in its old place if the key exists.
func (t *table) put(e entry) {
	if i := t.find(e.key); i >= 0 {
		t.entries[i] = e
		return
	}
	if t.index != nil {
		t.index[e.key] = len(t.entries)
	}
	t.entries = append(t.entries, e)
}

func (t *table) remove(key string) {
	i := t.find(key)
	if i < 0 {
		return
	}
	delete(t.index, key)
	t.entries[i] = entry{gone: true}
	t.gone++
	if t.gone > indexFrom && t.gone > len(t.entries)/2 {
		t.entries = t.snapshot()
		t.index, t.gone = nil, 0
	}
}

// snapshot returns a copy of the entries, for ranging over while the table
// changes.
func (t *table) snapshot() []entry {
	entries := make([]entry, 0, t.len())
	for i := range t.entries {
		if !t.entries[i].gone {
			entries = append(entries, t.entries[i])
		}
	}
	return entries
}
