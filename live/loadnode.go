package live

import (
	"errors"
	"fmt"
)

// The numbers that the wire has for the kinds of nodes.
const (
	nodeObject = iota
	nodeList
	nodeMap
	nodeRegister
	nodeText
	nodeFile
)

// A nodeLine is what the stream says of one node.
type nodeLine struct {
	id, parentID, parentKey string
	kind, version           int
	data                    string // JSON
}

// nodeLine takes in a line of the form
//
//	["0:1",{"type":3,"parentId":"0:0","parentKey":"!","data":"a"}]
func (l *loader) nodeLine(p *scanner) error {
	line := nodeLine{kind: -1}
	err := p.expect('[')
	if err == nil {
		line.id, err = p.str()
	}
	if err == nil {
		err = p.expect(',')
	}
	if err == nil {
		err = line.fields(p)
	}
	if err == nil {
		err = p.expect(']')
	}
	if err != nil {
		return err
	}
	if err := l.add(&line); err != nil {
		return fmt.Errorf("node %q: %w", line.id, err)
	}
	return nil
}

func (line *nodeLine) fields(p *scanner) error {
	return p.members(func(quotedKey string) (err error) {
		switch quotedKey {
		case `"type"`:
			line.kind, err = p.integer()
		case `"parentId"`:
			line.parentID, err = p.str()
		case `"parentKey"`:
			line.parentKey, err = p.str()
		case `"data"`:
			line.data, err = p.value()
		case `"version"`:
			line.version, err = p.integer()
		default:
			_, err = p.value()
		}
		return err
	})
}

func (l *loader) add(line *nodeLine) error {
	if l.nodes++; l.nodes > l.limits.MaxNodes {
		return fmt.Errorf("the storage has more than %d nodes; raise Limits.MaxNodes", l.limits.MaxNodes)
	}
	d := l.doc
	n, err := line.node()
	if err != nil {
		return err
	}
	b := n.base()
	b.doc, b.state, b.id = d, attached, line.id
	// Looking the ID up first would take as long again.
	count := len(d.nodes)
	if d.nodes[line.id] = n; len(d.nodes) == count {
		return errors.New("the ID is there twice")
	}
	if line.id == "root" {
		root, ok := n.(*Object)
		if !ok {
			return errors.New("the root is not an object")
		}
		d.root = root
	} else if err := l.link(n, line); err != nil {
		return err
	}
	if l.waiting == nil {
		return nil
	}
	for _, o := range l.waiting[line.id] {
		if err := linkTo(n, o.node, o.key); err != nil {
			return err
		}
	}
	delete(l.waiting, line.id)
	return nil
}

// link gives a node its place, or lets it wait for its parent.
func (l *loader) link(n Node, line *nodeLine) error {
	if line.parentID == "" {
		return errors.New("it has no parent")
	}
	if l.parent == nil || line.parentID != l.parentID {
		parent, ok := l.doc.nodes[line.parentID]
		if !ok {
			if l.waiting == nil {
				l.waiting = make(map[string][]orphan)
			}
			l.late = true
			l.waiting[line.parentID] = append(l.waiting[line.parentID], orphan{n, line.parentKey})
			return nil
		}
		l.parent, l.parentID = parent, line.parentID
	}
	return linkTo(l.parent, n, line.parentKey)
}

func linkTo(parent, n Node, key string) error {
	b := n.base()
	b.place(parent, key)
	if b.depth = parent.base().depth + 1; b.depth > maxDepth {
		return errTooDeep
	}
	switch parent := parent.(type) {
	case *Object:
		parent.link(n, key)
	case *List:
		parent.loaded = append(parent.loaded, n)
	case *Map:
		parent.put(entry{key: key, node: n})
	}
	return nil
}

// node makes the node that a line describes.
func (line *nodeLine) node() (Node, error) {
	switch line.kind {
	case nodeObject:
		if line.data == "" || line.data[0] != '{' {
			return nil, errors.New("the data of an object is no JSON object")
		}
		return &Object{raw: line.data}, nil
	case nodeList:
		return &List{}, nil
	case nodeMap:
		return &Map{}, nil
	case nodeRegister:
		if line.data == "" {
			return nil, errors.New("a register has no data")
		}
		return &register{raw: line.data}, nil
	case nodeText:
		segs, err := parseSegments(&scanner{s: line.data})
		if err != nil {
			return nil, fmt.Errorf("the data of a text: %w", err)
		}
		return &Text{segs: segs, version: line.version}, nil
	case nodeFile:
		return parseFile(line.data)
	case -1:
		return nil, errors.New("it has no type")
	default:
		return nil, fmt.Errorf("its type %d is unknown to this version of the library; a newer one may know it", line.kind)
	}
}
