package parity

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Args are the arguments of a recorded call. A path such as "0.data.userId" names a value in them:
// the position of the argument, then the properties that lead to the value.
//
// A path that leads nowhere fails nothing: the value is the zero one. What can't be decoded as what
// is asked for fails the test.
type Args struct {
	t      testing.TB
	raws   []json.RawMessage
	values []any
}

// A File is a JavaScript File given as an argument.
type File struct {
	Name string
	Type string // the MIME type, possibly empty
	Data []byte
}

// Reader returns a new reader of the file's content.
func (f File) Reader() *bytes.Reader { return bytes.NewReader(f.Data) }

// Size is the length of the content in bytes.
func (f File) Size() int64 { return int64(len(f.Data)) }

// MarshalJSON keeps a File from being taken for data of a request.
func (f File) MarshalJSON() ([]byte, error) {
	return nil, fmt.Errorf("parity: file %q is no JSON value: use Get[parity.File]", f.Name)
}

type undefined struct{}

func newArgs(t testing.TB, raws []json.RawMessage) (Args, error) {
	a := Args{t: t, raws: raws}
	for _, raw := range raws {
		var v any
		if err := json.Unmarshal(raw, &v); err != nil {
			return Args{}, fmt.Errorf("parity: argument: %w", err)
		}
		v, err := untag(v)
		if err != nil {
			return Args{}, err
		}
		a.values = append(a.values, v)
	}
	return a, nil
}

// Has tells whether there is a value at path. Null is one, undefined is not.
func (a Args) Has(path string) bool {
	_, ok := a.lookup(path)
	return ok
}

// IsNull tells whether the value at path is null.
func (a Args) IsNull(path string) bool {
	v, ok := a.lookup(path)
	return ok && v == nil
}

// String returns the string at path.
func (a Args) String(path string) string {
	a.t.Helper()
	return Get[string](a, path)
}

// Time returns the Date at path.
func (a Args) Time(path string) time.Time {
	a.t.Helper()
	return Get[time.Time](a, path)
}

// JSON returns the value at path as JSON, a Date being a string and bytes base64; nil if there is
// no value.
func (a Args) JSON(path string) json.RawMessage {
	a.t.Helper()
	return Get[json.RawMessage](a, path)
}

// Get returns the value at path as a T. Dates decode into [time.Time], binary data into []byte, a
// File into [File], and everything else as [json.Unmarshal] does it; into any and map[string]any
// it goes as it is, NaN included.
func Get[T any](a Args, path string) T {
	a.t.Helper()
	var t T
	v, ok := a.lookup(path)
	if !ok {
		return t
	}
	if direct, ok := v.(T); ok {
		return direct
	}
	data, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(data, &t)
	}
	if err != nil {
		a.t.Fatalf("parity: argument %s is no %T: %v", path, t, err)
	}
	return t
}

// Keys returns the keys of the object at path in their order, in which a map of
// Go's does not keep them; nil if there is no object.
func (a Args) Keys(path string) []string {
	a.t.Helper()
	value, _ := a.lookup(path)
	object, ok := value.(map[string]any)
	if !ok {
		return nil
	}
	position, rest, _ := strings.Cut(path, ".")
	i, _ := strconv.Atoi(position)
	raw := a.raws[i]
	for rest != "" {
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(raw, &fields); err != nil {
			a.t.Fatalf("parity: argument %s: %v", path, err)
		}
		var key string
		key, rest, _ = strings.Cut(rest, ".")
		raw = fields[key]
	}
	var keys []string
	d := json.NewDecoder(bytes.NewReader(raw))
	_, err := d.Token()
	for err == nil && d.More() {
		var key json.Token
		var item json.RawMessage
		if key, err = d.Token(); err == nil {
			err = d.Decode(&item)
			if _, defined := object[key.(string)]; defined {
				keys = append(keys, key.(string))
			}
		}
	}
	if err != nil {
		a.t.Fatalf("parity: argument %s: %v", path, err)
	}
	return keys
}

func (a Args) lookup(path string) (any, bool) {
	a.t.Helper()
	position, rest, nested := strings.Cut(path, ".")
	i, err := strconv.Atoi(position)
	if err != nil {
		a.t.Fatalf("parity: path %q does not start with the position of an argument", path)
	}
	if i >= len(a.values) {
		return nil, false
	}
	v := a.values[i]
	for nested {
		var key string
		key, rest, nested = strings.Cut(rest, ".")
		object, ok := v.(map[string]any)
		if !ok {
			return nil, false
		}
		if v, ok = object[key]; !ok {
			return nil, false
		}
	}
	_, absent := v.(undefined)
	return v, !absent
}

// untag replaces the objects that stand for values which JSON lacks.
func untag(v any) (any, error) {
	switch v := v.(type) {
	case []any:
		for i := range v {
			item, err := untag(v[i])
			if err != nil {
				return nil, err
			}
			v[i] = item
		}
	case map[string]any:
		if tag, content, ok := tagOf(v); ok {
			return untagged(tag, content)
		}
		for key := range v {
			item, err := untag(v[key])
			if err != nil {
				return nil, err
			}
			if _, absent := item.(undefined); absent {
				delete(v, key)
				continue
			}
			v[key] = item
		}
	}
	return v, nil
}

func tagOf(object map[string]any) (tag string, content any, ok bool) {
	if len(object) != 1 {
		return "", nil, false
	}
	for tag, content = range object {
	}
	switch tag {
	case "$undefined", "$date", "$bytes", "$number", "$file", "$any":
		return tag, content, true
	}
	return "", nil, false
}

func untagged(tag string, content any) (any, error) {
	switch tag {
	case "$undefined":
		return undefined{}, nil
	case "$any":
		return anything{}, nil
	case "$date":
		if content == nil {
			return nil, nil
		}
		return time.Parse(time.RFC3339, content.(string))
	case "$bytes":
		return decodeBase64(content.(string))
	case "$number":
		switch text := content.(string); text {
		case "NaN":
			return math.NaN(), nil
		case "Infinity":
			return math.Inf(1), nil
		case "-Infinity":
			return math.Inf(-1), nil
		default:
			return json.Number(text), nil
		}
	default:
		return newFile(content.(map[string]any))
	}
}

func newFile(tag map[string]any) (File, error) {
	f := File{Name: tag["name"].(string), Type: tag["type"].(string)}
	if content, ok := tag["content"].(string); ok {
		data, err := decodeBase64(content)
		f.Data = data
		return f, err
	}
	if formula := tag["pattern"]; formula != "i^i>>8^i>>16" {
		return File{}, fmt.Errorf("parity: unknown pattern %v", formula)
	}
	f.Data = make([]byte, int(tag["size"].(float64)))
	for i := range f.Data {
		f.Data[i] = byte(i ^ i>>8 ^ i>>16)
	}
	return f, nil
}
