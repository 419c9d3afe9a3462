package liveblocks

import (
	"bytes"
	"encoding/json"
	"sync"
	"unicode/utf8"
)

// marshalJSON encodes as JSON.stringify does: without the escapes that encoding
// JSON into HTML would need.
func marshalJSON(v any) ([]byte, error) {
	e := encoders.Get().(*encoder)
	defer e.release()
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.Clone(bytes.TrimSuffix(e.buffer.Bytes(), []byte("\n"))), nil
}

// marshalObject encodes what has to be a JSON object. It returns nil for nil, of
// whatever type, and for all else that is null in JSON.
func marshalObject(what string, value any) (json.RawMessage, error) {
	encoded, err := marshalJSON(value)
	switch {
	case err != nil:
		return nil, invalid("%s, a %T, can't be encoded as JSON: %v", what, value, err)
	case string(encoded) == "null":
		return nil, nil
	case encoded[0] != '{':
		return nil, invalid("%s, a %T, is not a JSON object: want a struct or a map, such as {\"name\": \"Ada\"}", what, value)
	case !utf8.Valid(encoded): // the work of a json.Marshaler; other texts are made valid
		return nil, invalid("%s, a %T, encodes to JSON that is not valid UTF-8", what, value)
	}
	return encoded, nil
}

type encoder struct {
	*json.Encoder
	buffer bytes.Buffer
}

// release keeps the encoder for the next value, unless its buffer has become too
// large to keep.
func (e *encoder) release() {
	if e.buffer.Cap() <= 64<<10 {
		e.buffer.Reset()
		encoders.Put(e)
	}
}

var encoders = sync.Pool{New: func() any {
	e := new(encoder)
	e.Encoder = json.NewEncoder(&e.buffer)
	e.SetEscapeHTML(false)
	return e
}}

// jsonObject is a JSON object in the making. Its fields keep the order in which
// they are added.
type jsonObject []byte

func newJSONObject(size int) jsonObject { return append(make(jsonObject, 0, size), '{') }

func (o jsonObject) end() []byte { return append(o, '}') }

func (o jsonObject) key(key string) jsonObject {
	if o[len(o)-1] != '{' {
		o = append(o, ',')
	}
	return append(appendString(o, key), ':')
}

func (o jsonObject) string(key, value string) jsonObject { return appendString(o.key(key), value) }

func (o jsonObject) raw(key string, value []byte) jsonObject { return append(o.key(key), value...) }

// object adds an object, which fill adds the fields of.
func (o jsonObject) object(key string, fill func(jsonObject) jsonObject) jsonObject {
	return fill(append(o.key(key), '{')).end()
}

func addStrings[S ~string](o jsonObject, key string, values []S) jsonObject {
	o = append(o.key(key), '[')
	for i, value := range values {
		if i > 0 {
			o = append(o, ',')
		}
		o = appendString(o, string(value))
	}
	return append(o, ']')
}

func appendString[B ~[]byte](b B, s string) B {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			encoded, err := marshalJSON(s)
			if err != nil {
				panic(err) // a string can always be encoded
			}
			return append(b, encoded...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}
