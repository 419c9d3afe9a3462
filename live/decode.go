package live

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// Keyed is a node that holds values by key: an [*Object] or a [*Map].
type Keyed interface {
	Node
	Get(key string) (value any, ok bool)
	lookup(key string) (operand, bool)
}

func (o *Object) lookup(key string) (operand, bool) {
	o.parse()
	return o.table.lookup(key)
}

func (m *Map) lookup(key string) (operand, bool) { return m.table.lookup(key) }

func (t *table) lookup(key string) (operand, bool) {
	e := t.get(key)
	switch {
	case e == nil:
		return operand{}, false
	case e.node == nil:
		return operand{raw: e.raw}, true
	default:
		return operandOf(e.node), true
	}
}

// operandOf returns a child as the value or node that programs see.
func operandOf(n Node) operand {
	if r, ok := n.(*register); ok {
		return operand{raw: r.raw}
	}
	return operand{node: n}
}

// Get returns the value of a key as a T, by the rules of [Decode]. ok is false
// if there is no such key, or its value does not fit into a T.
//
//	count, ok := live.Get[int](root, "count")
//	todos, ok := live.Get[*live.List](root, "todos")
func Get[T any](from Keyed, key string) (value T, ok bool) {
	v, ok := from.lookup(key)
	if !ok {
		return value, false
	}
	return decodeAs[T](v)
}

// At returns the item at index i of a list as a T, by the rules of [Decode]. ok
// is false if there is no such index, or the item does not fit into a T.
func At[T any](l *List, i int) (value T, ok bool) {
	l.sort()
	if i < 0 || i >= l.Len() {
		return value, false
	}
	return decodeAs[T](operandOf(l.items.at(i).node))
}

func decodeAs[T any](v operand) (value T, ok bool) {
	if n, isT := v.node.(T); isT {
		return n, true
	}
	if err := decode(v, reflect.ValueOf(&value).Elem()); err != nil {
		var zero T
		return zero, false
	}
	return value, true
}

// Decode returns a node and all it holds as a T:
//
//   - An object or a map decodes into a struct, by the names in its json tags,
//     or a map.
//   - A list decodes into a slice or an array.
//   - A text decodes into a string, without its attributes, or a []Segment.
//   - A file decodes into a [FileData].
//   - Any node decodes into its own type, such as *live.List. What comes out is
//     the node itself, which can be changed.
//   - Plain values decode as encoding/json does it, and so do nodes into other
//     types, from their plain JSON.
//
// Keys that a struct does not have are passed over.
func Decode[T any](n Node) (value T, err error) {
	if err := decode(operandOf(n), reflect.ValueOf(&value).Elem()); err != nil {
		var zero T
		return zero, errorf("decode: %w", err)
	}
	return value, nil
}

func (v operand) json() []byte {
	if v.node != nil {
		return v.node.JSON()
	}
	return []byte(v.raw)
}

var (
	segmentsType    = reflect.TypeFor[[]Segment]()
	unmarshalerType = reflect.TypeFor[json.Unmarshaler]()
	marshalerType   = reflect.TypeFor[json.Marshaler]()
	textMarshaler   = reflect.TypeFor[encoding.TextMarshaler]()
)

// decode sets into to v.
func decode(v operand, into reflect.Value) error {
	t := into.Type()
	if isNode(t) {
		if v.node == nil || !reflect.TypeOf(v.node).AssignableTo(t) {
			return fmt.Errorf("%s is no %s", v.describe(), t)
		}
		into.Set(reflect.ValueOf(v.node))
		return nil
	}
	if v.node == nil || reflect.PointerTo(t).Implements(unmarshalerType) {
		return json.Unmarshal(v.json(), into.Addr().Interface())
	}
	if t.Kind() == reflect.Pointer {
		into.Set(reflect.New(t.Elem()))
		return decode(v, into.Elem())
	}
	switch n := v.node.(type) {
	case *Object:
		n.parse()
		return decodeTable(&n.table, v, into)
	case *Map:
		return decodeTable(&n.table, v, into)
	case *List:
		return decodeList(n, into)
	case *Text:
		switch {
		case t.Kind() == reflect.String:
			into.SetString(n.String())
			return nil
		case t == segmentsType:
			into.Set(reflect.ValueOf(n.Segments()))
			return nil
		}
	}
	return json.Unmarshal(v.json(), into.Addr().Interface())
}

func (v operand) describe() string {
	if v.node != nil {
		return fmt.Sprintf("a %T", v.node)
	}
	return "a plain value"
}

func decodeTable(table *table, v operand, into reflect.Value) error {
	t := into.Type()
	switch {
	case t.Kind() == reflect.Struct:
		return decodeStruct(table, into)
	case t.Kind() == reflect.Map && t.Key().Kind() == reflect.String:
		into.Set(reflect.MakeMapWithSize(t, table.len()))
		for _, e := range table.snapshot() {
			value := reflect.New(t.Elem()).Elem()
			if err := decode(e.operand(), value); err != nil {
				return fmt.Errorf("%q: %w", e.key, err)
			}
			into.SetMapIndex(reflect.ValueOf(e.key).Convert(t.Key()), value)
		}
		return nil
	default:
		return json.Unmarshal(v.json(), into.Addr().Interface())
	}
}

func (e *entry) operand() operand {
	if e.node == nil {
		return operand{raw: e.raw}
	}
	return operandOf(e.node)
}

func decodeStruct(table *table, into reflect.Value) error {
	fields, err := fieldsOf(into.Type())
	if err != nil {
		return err
	}
	for _, e := range table.snapshot() {
		f := findField(fields, e.key)
		if f == nil {
			continue
		}
		if err := decode(e.operand(), fieldOf(into, f.index)); err != nil {
			return fmt.Errorf("%q: %w", e.key, err)
		}
	}
	return nil
}

// findField returns the field for a key. Like encoding/json it does without
// the right case where it must.
func findField(fields []field, key string) *field {
	var folded *field
	for i := range fields {
		if fields[i].name == key {
			return &fields[i]
		}
		if folded == nil && strings.EqualFold(fields[i].name, key) {
			folded = &fields[i]
		}
	}
	return folded
}

// fieldOf returns a field of a struct, making the embedded structs on the way.
func fieldOf(v reflect.Value, index []int) reflect.Value {
	for i, x := range index {
		if i > 0 && v.Kind() == reflect.Pointer {
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(x)
	}
	return v
}

func decodeList(l *List, into reflect.Value) error {
	l.sort()
	t := into.Type()
	if t.Kind() != reflect.Slice || t.Elem().Kind() == reflect.Uint8 {
		if t.Kind() == reflect.Array {
			into.SetZero()
		} else {
			return json.Unmarshal(l.JSON(), into.Addr().Interface())
		}
	} else {
		into.Set(reflect.MakeSlice(t, l.Len(), l.Len()))
	}
	for i, n := range l.items.nodes() {
		if i >= into.Len() {
			break
		}
		if err := decode(operandOf(n), into.Index(i)); err != nil {
			return fmt.Errorf("item %d: %w", i, err)
		}
	}
	return nil
}
