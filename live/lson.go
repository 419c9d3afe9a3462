package live

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// ParsePlainLSON builds a tree, which is part of no room yet, from the JSON
// form that keeps the kinds of nodes apart. It is what the REST API gives and
// takes for whole storages, and what [Node.PlainLSON] returns:
//
//	{"liveblocksType":"LiveObject","data":{"tags":{"liveblocksType":"LiveList","data":["a"]}}}
//
// The outermost value must be a node.
func ParsePlainLSON(data []byte) (Node, error) {
	s := string(data)
	if !utf8.ValidString(s) {
		return nil, errorf("plain LSON: %w", errNotUTF8)
	}
	p := scanner{s: s}
	v, err := parseLSON(&p, 0)
	if err == nil {
		err = p.end()
	}
	if err == nil && v.node == nil {
		err = errors.New("the outermost value has no liveblocksType")
	}
	if err != nil {
		return nil, errorf("plain LSON: %w", err)
	}
	return v.node, nil
}

// parseLSON reads a node or a plain value.
func parseLSON(p *scanner, depth int) (operand, error) {
	if depth > maxDepth {
		return operand{}, errTooDeep
	}
	if p.peek() != '{' {
		raw, err := p.value()
		return operand{raw: raw}, err
	}
	start := p.i
	raw, err := p.value()
	if err != nil {
		return operand{}, err
	}
	typ, data, version, err := lsonFields(raw)
	if err != nil || typ == "" {
		return operand{raw: raw}, err
	}
	if data == "" {
		return operand{}, fmt.Errorf("the %s at byte %d has no data", typ, start+1)
	}
	n, err := newLSONNode(typ, data, version, depth)
	return operand{node: n}, err
}

// lsonFields reads the members of an object that may stand for a node. Without
// a type it is a plain value.
func lsonFields(raw string) (typ, data string, version int, err error) {
	p := scanner{s: raw}
	err = p.members(func(quotedKey string) (err error) {
		switch quotedKey {
		case `"liveblocksType"`:
			if p.peek() == '"' {
				typ, err = p.str()
				return err
			}
		case `"data"`:
			data, err = p.value()
			return err
		case `"version"`:
			if c := p.peek(); '0' <= c && c <= '9' {
				at := p.i
				if version, err = p.integer(); err == nil {
					return nil
				}
				p.i = at
			}
		}
		_, err = p.value()
		return err
	})
	return typ, data, version, err
}

func newLSONNode(typ, data string, version, depth int) (Node, error) {
	p := scanner{s: data}
	switch typ {
	case "LiveObject":
		o := new(Object)
		return o, p.members(func(quotedKey string) error {
			v, err := parseLSON(&p, depth+1)
			if err != nil {
				return err
			}
			key := unquote(quotedKey)
			if err := checkKey(key); err != nil {
				return err
			}
			o.assign(key, v)
			return o.fits(0)
		})
	case "LiveMap":
		m := new(Map)
		return m, p.members(func(quotedKey string) error {
			v, err := parseLSON(&p, depth+1)
			if err != nil {
				return err
			}
			key := unquote(quotedKey)
			if err := checkKey(key); err != nil {
				return err
			}
			m.assign(key, v)
			return nil
		})
	case "LiveList":
		l := new(List)
		return l, p.elements(func(int) error {
			v, err := parseLSON(&p, depth+1)
			if err != nil {
				return err
			}
			return l.insert(l.Len(), v, intent{})
		})
	case "LiveText":
		segs, err := parseSegments(&p)
		return &Text{segs: segs, version: version}, err
	case "LiveFile":
		return parseFile(data)
	default:
		return nil, fmt.Errorf("the liveblocksType %q is unknown to this version of the library; a newer one may know it", typ)
	}
}
