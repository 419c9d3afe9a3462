package live

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// A form is what a struct tag says a field is to be stored as.
type form string

const (
	formAny    form = ""       // structs and maps as objects, slices as lists
	formMap    form = "map"    // as a Map
	formText   form = "text"   // a string as a Text
	formAtomic form = "atomic" // as one plain value
)

// A field is what encoding/json would call a member of a struct.
type field struct {
	name      string
	index     []int
	omitEmpty bool
	omitZero  bool
	form      form
}

type structFields struct {
	list []field
	err  error
}

var fieldCache sync.Map // of structFields, by reflect.Type

// fieldsOf returns the fields of a struct type by the rules of encoding/json:
// names from json tags, embedded structs flattened, the outer field first.
func fieldsOf(t reflect.Type) ([]field, error) {
	if cached, ok := fieldCache.Load(t); ok {
		fs := cached.(structFields)
		return fs.list, fs.err
	}
	var fs structFields
	fs.list, fs.err = findFields(t, nil, map[reflect.Type]bool{})
	slices.SortStableFunc(fs.list, func(a, b field) int { return len(a.index) - len(b.index) })
	seen := map[string]bool{}
	fs.list = slices.DeleteFunc(fs.list, func(f field) bool {
		double := seen[f.name]
		seen[f.name] = true
		return double
	})
	slices.SortFunc(fs.list, func(a, b field) int { return slices.Compare(a.index, b.index) })
	fieldCache.Store(t, fs)
	return fs.list, fs.err
}

func findFields(t reflect.Type, at []int, outer map[reflect.Type]bool) ([]field, error) {
	if outer[t] {
		return nil, nil
	}
	outer[t] = true
	defer delete(outer, t)
	var list []field
	for i := range t.NumField() {
		sf := t.Field(i)
		name, options, _ := strings.Cut(sf.Tag.Get("json"), ",")
		if name == "-" && options == "" || sf.Tag.Get("live") == "-" {
			continue
		}
		index := append(slices.Clone(at), i)
		embedded := sf.Type
		if embedded.Kind() == reflect.Pointer {
			if embedded = embedded.Elem(); sf.Anonymous && !sf.IsExported() {
				continue // reflection can't make one
			}
		}
		if sf.Anonymous && name == "" && embedded.Kind() == reflect.Struct && !isNode(sf.Type) {
			inner, err := findFields(embedded, index, outer)
			if err != nil {
				return nil, err
			}
			list = append(list, inner...)
			continue
		}
		if !sf.IsExported() {
			continue
		}
		f := field{name: name, index: index, form: form(sf.Tag.Get("live"))}
		if name == "" {
			f.name = sf.Name
		}
		for option := range strings.SplitSeq(options, ",") {
			f.omitEmpty = f.omitEmpty || option == "omitempty"
			f.omitZero = f.omitZero || option == "omitzero"
		}
		switch f.form {
		case formAny, formMap, formText, formAtomic:
		default:
			return nil, fmt.Errorf("field %s of %s has the tag live:%q; it can be map, text, atomic or -", sf.Name, t, f.form)
		}
		list = append(list, f)
	}
	return list, nil
}

var nodeType = reflect.TypeFor[Node]()

func isNode(t reflect.Type) bool { return t.Implements(nodeType) }

// omitted reports whether a field's value is left out, as encoding/json would.
func (f *field) omitted(v reflect.Value) bool {
	if f.omitZero {
		if z, ok := v.Interface().(interface{ IsZero() bool }); ok && !(v.Kind() == reflect.Pointer && v.IsNil()) {
			return z.IsZero()
		}
		return v.IsZero()
	}
	if !f.omitEmpty {
		return false
	}
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	default:
		return v.IsZero()
	}
}
