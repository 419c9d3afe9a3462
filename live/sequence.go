package live

// A slot is the place of one node in a [sequence].
type slot struct {
	left, right, up *slot
	size            int    // slots in this subtree
	pos             string // what the sequence is ordered by
	node            Node
}

func (s *slot) len() int {
	if s == nil {
		return 0
	}
	return s.size
}

// A sequence holds the nodes of a list, ordered by position. It is a
// weight-balanced tree that counts, so reaching, adding and removing a node at
// an index or a position all take logarithmic time.
type sequence struct{ root *slot }

// newSequence builds a sequence of slots that are in order.
func newSequence(slots []slot) sequence { return sequence{root: balanced(slots)} }

func balanced(slots []slot) *slot {
	if len(slots) == 0 {
		return nil
	}
	mid := len(slots) / 2
	s := &slots[mid]
	s.left, s.right = balanced(slots[:mid]), balanced(slots[mid+1:])
	s.adopt()
	s.node.base().slot = s
	return s
}

// adopt makes s what its children say.
func (s *slot) adopt() {
	s.size = 1 + s.left.len() + s.right.len()
	if s.left != nil {
		s.left.up = s
	}
	if s.right != nil {
		s.right.up = s
	}
}

func (q *sequence) len() int { return q.root.len() }

// at returns the slot at index i, which must be in range.
func (q *sequence) at(i int) *slot {
	s := q.root
	for {
		switch left := s.left.len(); {
		case i < left:
			s = s.left
		case i == left:
			return s
		default:
			i -= left + 1
			s = s.right
		}
	}
}

// position returns the position at index i, "" if there is none.
func (q *sequence) position(i int) string {
	if i < 0 || i >= q.len() {
		return ""
	}
	return q.at(i).pos
}

// index returns the index of s.
func (s *slot) index() int {
	i := s.left.len()
	for ; s.up != nil; s = s.up {
		if s.up.right == s {
			i += s.up.left.len() + 1
		}
	}
	return i
}

// nodes returns the nodes in order.
func (q *sequence) nodes() []Node {
	nodes := make([]Node, 0, q.len())
	s := q.root
	for s != nil && s.left != nil {
		s = s.left
	}
	for s != nil {
		nodes = append(nodes, s.node)
		if s.right != nil {
			for s = s.right; s.left != nil; s = s.left {
			}
			continue
		}
		for s.up != nil && s.up.right == s {
			s = s.up
		}
		s = s.up
	}
	return nodes
}

// add puts n at pos, after what is at the same position already.
func (q *sequence) add(n Node, pos string) {
	s := &slot{size: 1, pos: pos, node: n}
	n.base().slot = s
	if q.root == nil {
		q.root = s
		return
	}
	for at := q.root; ; {
		next := &at.right
		if pos < at.pos {
			next = &at.left
		}
		if *next == nil {
			*next = s
			s.up = at
			break
		}
		at = *next
	}
	q.rebalance(s.up)
}

// remove takes s out. The slots of other nodes may change.
func (q *sequence) remove(s *slot) {
	s.node.base().slot = nil
	if s.left != nil && s.right != nil {
		next := s.right
		for next.left != nil {
			next = next.left
		}
		s.pos, s.node = next.pos, next.node
		s.node.base().slot = s
		s = next
	}
	child := s.left
	if child == nil {
		child = s.right
	}
	up := s.up
	q.replace(s, child)
	q.rebalance(up)
}

// replace puts s where old is.
func (q *sequence) replace(old, s *slot) {
	switch up := old.up; {
	case up == nil:
		q.root = s
	case up.left == old:
		up.left = s
	default:
		up.right = s
	}
	if s != nil {
		s.up = old.up
	}
}

// The weight of a subtree is its size plus one. Two siblings may differ by the
// factor maxRatio; a single rotation mends that unless the inner grandchild is
// innerRatio times as heavy as the outer one.
const (
	maxRatio   = 3
	innerRatio = 2
)

func (q *sequence) rebalance(s *slot) {
	for ; s != nil; s = s.up {
		l, r := s.left.len()+1, s.right.len()+1
		s.size = l + r - 1
		switch {
		case l+r <= 3:
		case r > maxRatio*l:
			if s.right.left.len()+1 >= innerRatio*(s.right.right.len()+1) {
				q.rotateRight(s.right)
			}
			s = q.rotateLeft(s)
		case l > maxRatio*r:
			if s.left.right.len()+1 >= innerRatio*(s.left.left.len()+1) {
				q.rotateLeft(s.left)
			}
			s = q.rotateRight(s)
		}
	}
}

func (q *sequence) rotateLeft(s *slot) *slot {
	top := s.right
	q.replace(s, top)
	s.right, top.left = top.left, s
	s.adopt()
	top.adopt()
	return top
}

func (q *sequence) rotateRight(s *slot) *slot {
	top := s.left
	q.replace(s, top)
	s.left, top.right = top.right, s
	s.adopt()
	top.adopt()
	return top
}
