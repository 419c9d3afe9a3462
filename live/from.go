package live

import (
	"encoding/base64"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// ObjectFrom builds an object from a struct, a map with string keys, or
// anything else that encodes to a JSON object. Structs and maps within become
// objects, slices become lists, and the rest plain values. Names, omitempty and
// omitzero come from json tags; a live tag chooses another form for a field:
//
//	Shapes map[string]Shape `json:"shapes" live:"map"`    // a Map
//	Body   string           `json:"body"   live:"text"`   // a Text
//	Style  Style            `json:"style"  live:"atomic"` // one plain value
//	Cache  any              `live:"-"`                    // left out
//
// A field or element that is a [Node] is put in as it is. Unlike in plain JSON,
// a nil map or slice becomes a node without elements, which others can add to; a
// nil pointer becomes null.
func ObjectFrom(v any) (*Object, error) {
	w, err := want(v)
	if err == nil && w.kind != wantObject {
		err = fmt.Errorf("%T is no struct or map", v)
	}
	if err == nil {
		c := reconcileCheck{used: map[Node]bool{}}
		err = c.fresh(new(Object), &w, 0)
	}
	if err != nil {
		return nil, errorf("object from %T: %w", v, err)
	}
	return w.build().node.(*Object), nil
}

type wantKind uint8

const (
	wantPlain wantKind = iota
	wantObject
	wantMap
	wantList
	wantText
	wantNode
)

// A wanted is a checked value that a tree is built from, or made equal to.
type wanted struct {
	kind  wantKind
	raw   string   // of wantPlain; for wantText the string, quoted
	node  Node     // of wantNode
	keys  []string // of wantObject and wantMap
	vals  []wanted // by key, or the items of wantList
	whole bool     // a plain value by choice, not because it is a scalar
}

func want(v any) (wanted, error) {
	return wantValue(reflect.ValueOf(v), formAny, 0)
}

func wantValue(v reflect.Value, as form, depth int) (wanted, error) {
	if depth > maxDepth {
		return wanted{}, fmt.Errorf("the value is %w, or holds itself", errTooDeep)
	}
	if !v.IsValid() {
		return wanted{kind: wantPlain, raw: "null"}, nil
	}
	if n, ok := v.Interface().(Node); ok {
		if v.IsNil() {
			return wanted{kind: wantPlain, raw: "null"}, nil
		}
		return wanted{kind: wantNode, node: n}, n.base().err
	}
	if as == formAtomic {
		raw, err := appendJSON(nil, v.Interface(), depth)
		return wanted{kind: wantPlain, raw: string(raw), whole: true}, checkSize(raw, err)
	}
	if v.Type().Implements(marshalerType) || v.Type().Implements(textMarshaler) {
		raw, err := appendJSON(nil, v.Interface(), depth)
		if err != nil {
			return wanted{}, err
		}
		return wantJSON(&scanner{s: string(raw)}, as, depth)
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return wantValue(v.Elem(), as, depth+1)
	case reflect.Struct:
		return wantStruct(v, as, depth)
	case reflect.Map:
		if v.Type().Key().Kind() != reflect.String {
			return wanted{}, fmt.Errorf("the keys of a %s are no strings", v.Type())
		}
		w := wanted{kind: as.table()}
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, key := range keys {
			if err := w.add(key.String(), v.MapIndex(key), formAny, depth); err != nil {
				return wanted{}, err
			}
		}
		return w, as.allows(w.kind)
	case reflect.Slice, reflect.Array:
		return wantItems(v, as, depth)
	default:
		raw, err := appendJSON(nil, v.Interface(), depth)
		w := wanted{kind: wantPlain, raw: string(raw)}
		if as == formText && v.Kind() == reflect.String {
			w.kind = wantText
		}
		if err = checkSize(raw, err); err == nil {
			err = as.allows(w.kind)
		}
		return w, err
	}
}

func checkSize(raw []byte, err error) error {
	if err == nil {
		err = checkValueSize(string(raw))
	}
	return err
}

// table is the kind of node that holds keys.
func (as form) table() wantKind {
	if as == formMap {
		return wantMap
	}
	return wantObject
}

// allows reports whether a tag does not fit what the field holds.
func (as form) allows(kind wantKind) error {
	switch {
	case as == formMap && kind != wantMap:
		return errors.New(`the tag live:"map" needs a struct or a map`)
	case as == formText && kind != wantText:
		return errors.New(`the tag live:"text" needs a string`)
	default:
		return nil
	}
}

// add adds a member.
func (w *wanted) add(key string, v reflect.Value, as form, depth int) error {
	err := checkKey(key)
	var val wanted
	if err == nil {
		val, err = wantValue(v, as, depth+1)
	}
	if err != nil {
		return within(strconv.Quote(key), err)
	}
	w.keys = append(w.keys, key)
	w.vals = append(w.vals, val)
	return nil
}

// within says where an error was met, unless that would be all too long.
func within(where string, err error) error {
	if errors.Is(err, errTooDeep) {
		return err
	}
	return fmt.Errorf("%s: %w", where, err)
}

func wantStruct(v reflect.Value, as form, depth int) (wanted, error) {
	fields, err := fieldsOf(v.Type())
	if err != nil {
		return wanted{}, err
	}
	w := wanted{kind: as.table()}
	for i := range fields {
		f := &fields[i]
		value, err := v.FieldByIndexErr(f.index)
		if err != nil || f.omitted(value) {
			continue // in an embedded struct that is nil, or left out
		}
		if err := w.add(f.name, value, f.form, depth); err != nil {
			return wanted{}, err
		}
	}
	return w, as.allows(w.kind)
}

func wantItems(v reflect.Value, as form, depth int) (wanted, error) {
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
		return wanted{kind: wantPlain, raw: quote(base64.StdEncoding.EncodeToString(v.Bytes()))}, as.allows(wantPlain)
	}
	w := wanted{kind: wantList, vals: make([]wanted, v.Len())}
	for i := range v.Len() {
		var err error
		if w.vals[i], err = wantValue(v.Index(i), formAny, depth+1); err != nil {
			return wanted{}, within("item "+strconv.Itoa(i), err)
		}
	}
	return w, as.allows(w.kind)
}

// wantJSON reads a checked JSON text.
func wantJSON(p *scanner, as form, depth int) (wanted, error) {
	if depth > maxDepth {
		return wanted{}, errTooDeep
	}
	switch p.peek() {
	case '{':
		w := wanted{kind: as.table()}
		index := map[string]int{}
		err := p.members(func(quotedKey string) error {
			key := unquote(quotedKey)
			val, err := wantJSON(p, formAny, depth+1)
			if err == nil {
				err = checkKey(key)
			}
			if i, ok := index[key]; ok { // the last one counts
				w.vals[i] = val
				return err
			}
			index[key] = len(w.keys)
			w.keys, w.vals = append(w.keys, key), append(w.vals, val)
			return err
		})
		return w, err
	case '[':
		w := wanted{kind: wantList, vals: []wanted{}}
		return w, p.elements(func(int) error {
			val, err := wantJSON(p, formAny, depth+1)
			w.vals = append(w.vals, val)
			return err
		})
	default:
		raw, err := p.value()
		w := wanted{kind: wantPlain, raw: raw}
		if as == formText && raw != "" && raw[0] == '"' {
			w.kind = wantText
		}
		return w, checkSize([]byte(raw), err)
	}
}

// build makes a value or a new node.
func (w *wanted) build() operand {
	switch w.kind {
	case wantObject:
		o := new(Object)
		for i, key := range w.keys {
			o.assign(key, w.vals[i].build())
		}
		o.keep(o.fits(1))
		return operand{node: o}
	case wantMap:
		m := new(Map)
		for i, key := range w.keys {
			m.assign(key, w.vals[i].build())
		}
		return operand{node: m}
	case wantList:
		l := new(List)
		for i := range w.vals {
			l.keep(l.insert(i, w.vals[i].build(), intent{}))
		}
		return operand{node: l}
	case wantText:
		return operand{node: NewText(unquote(w.raw))}
	case wantNode:
		return operand{node: w.node}
	default:
		return operand{raw: w.raw}
	}
}

// appendJSON appends the plain JSON of what is built.
func (w *wanted) appendJSON(b []byte) []byte {
	switch w.kind {
	case wantObject, wantMap:
		b = append(b, '{')
		for i, key := range w.keys {
			if i > 0 {
				b = append(b, ',')
			}
			b = w.vals[i].appendJSON(append(appendQuoted(b, key), ':'))
		}
		return append(b, '}')
	case wantList:
		b = append(b, '[')
		for i := range w.vals {
			if i > 0 {
				b = append(b, ',')
			}
			b = w.vals[i].appendJSON(b)
		}
		return append(b, ']')
	case wantNode:
		return w.node.appendJSON(b)
	case wantText:
		if w.raw == `""` {
			return append(b, "[]"...)
		}
		return append(append(append(b, "[["...), w.raw...), "]]"...)
	default:
		return append(b, w.raw...)
	}
}
