package live

import (
	"errors"
	"fmt"
	"strconv"
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
	var typ, data string
	var node Node
	version := 0
	err := p.members(func(quotedKey string) (err error) {
		switch c := p.peek(); {
		case quotedKey == `"liveblocksType"` && c == '"':
			typ, err = p.str()
		case quotedKey == `"data"` && typ != "":
			node, err = newLSONNode(typ, p, depth)
		case quotedKey == `"data"`:
			data, err = p.value()
		default:
			raw, e := p.value()
			if err = e; quotedKey == `"version"` {
				version, _ = strconv.Atoi(raw)
			}
		}
		return err
	})
	switch {
	case err != nil:
		return operand{}, err
	case typ == "":
		return operand{raw: p.s[start:p.i]}, nil
	case node == nil && data == "":
		return operand{}, fmt.Errorf("the %s at byte %d has no data", typ, start+1)
	case node == nil:
		if node, err = newLSONNode(typ, &scanner{s: data}, depth); err != nil {
			return operand{}, err
		}
	}
	if t, ok := node.(*Text); ok {
		t.version = max(version, 0)
	}
	return operand{node: node}, nil
}

// newLSONNode reads the data of a node.
func newLSONNode(typ string, p *scanner, depth int) (Node, error) {
	switch typ {
	case "LiveObject":
		o := new(Object)
		return o, parseLSONMembers(p, depth, func(key string, v operand) error {
			o.assign(key, v)
			return o.fits(1)
		})
	case "LiveMap":
		m := new(Map)
		return m, parseLSONMembers(p, depth, func(key string, v operand) error {
			m.assign(key, v)
			return nil
		})
	case "LiveList":
		l := new(List)
		return l, p.elements(func(i int) error {
			v, err := parseLSON(p, depth+1)
			if err != nil {
				return err
			}
			return l.insert(i, v, intent{})
		})
	case "LiveText":
		segs, err := parseSegments(p)
		return &Text{segs: segs}, err
	case "LiveFile":
		raw, err := p.value()
		if err != nil {
			return nil, err
		}
		return parseFile(raw)
	default:
		return nil, fmt.Errorf("the liveblocksType %q is unknown to this version of the library; a newer one may know it", typ)
	}
}

func parseLSONMembers(p *scanner, depth int, assign func(key string, v operand) error) error {
	return p.members(func(quotedKey string) error {
		v, err := parseLSON(p, depth+1)
		if err != nil {
			return err
		}
		key := unquote(quotedKey)
		if key == "__proto__" {
			return checkKey(key)
		}
		return assign(key, v)
	})
}
