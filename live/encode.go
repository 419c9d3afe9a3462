package live

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// An operand is a checked argument of an operation: a node, or the JSON text
// of a plain value.
type operand struct {
	raw  string
	node Node // nil for plain JSON
}

// newOperand checks v, which is a node or anything that JSON can hold.
func newOperand(v any) (operand, error) {
	if n, ok := v.(Node); ok {
		if reflect.ValueOf(n).IsNil() {
			return operand{}, fmt.Errorf("the value is a nil %T", v)
		}
		return operand{node: n}, n.base().err
	}
	if s, ok := v.(string); ok { // the common case, with a single allocation
		if !utf8.ValidString(s) {
			return operand{}, errBadString(s)
		}
		return operand{raw: quote(s)}, nil
	}
	raw, err := appendJSON(nil, v, 0)
	return operand{raw: string(raw)}, err
}

func errBadString(s string) error {
	return fmt.Errorf("the string %.40q is not valid UTF-8, so JSON can't hold it; encode binary data, for instance as base64", s)
}

// appendJSON appends v as JSON. Unlike encoding/json it refuses what would be
// changed on the way to the room: strings that are not UTF-8, integers that
// JavaScript would round, and nodes within plain values.
func appendJSON(b []byte, v any, depth int) ([]byte, error) {
	if depth > maxDepth {
		return b, fmt.Errorf("the value is %w, or holds itself", errTooDeep)
	}
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case string:
		if !utf8.ValidString(v) {
			return b, errBadString(v)
		}
		return appendQuoted(b, v), nil
	case int:
		return appendInt(b, int64(v))
	case int64:
		return appendInt(b, v)
	case int32:
		return appendInt(b, int64(v))
	case float64:
		return appendFloat(b, v)
	case json.RawMessage:
		return appendText(b, v)
	case []any:
		b = append(b, '[')
		for i, item := range v {
			if i > 0 {
				b = append(b, ',')
			}
			var err error
			if b, err = appendJSON(b, item, depth+1); err != nil {
				return b, err
			}
		}
		return append(b, ']'), nil
	case map[string]any:
		b = append(b, '{')
		for i, key := range slices.Sorted(maps.Keys(v)) {
			if i > 0 {
				b = append(b, ',')
			}
			if !utf8.ValidString(key) {
				return b, errBadString(key)
			}
			b = append(appendQuoted(b, key), ':')
			var err error
			if b, err = appendJSON(b, v[key], depth+1); err != nil {
				return b, err
			}
		}
		return append(b, '}'), nil
	case Node:
		return b, fmt.Errorf("a %T can't be inside a plain value; put it into a live.Object, live.List or live.Map, or build the whole with live.ObjectFrom", v)
	default:
		return appendMarshalled(b, v)
	}
}

func appendInt(b []byte, n int64) ([]byte, error) {
	if int64(float64(n)) != n || n == math.MaxInt64 {
		return b, errBigInteger(strconv.FormatInt(n, 10))
	}
	return strconv.AppendInt(b, n, 10), nil
}

func errBigInteger(n string) error {
	return fmt.Errorf("the integer %s is too large: JavaScript would round it; store it as a string", n)
}

func appendFloat(b []byte, f float64) ([]byte, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return b, fmt.Errorf("the number %v can't be held by JSON; use nil or a string", f)
	}
	if f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return strconv.AppendInt(b, int64(f), 10), nil
	}
	text, err := json.Marshal(f)
	return append(b, text...), err
}

// appendMarshalled appends what encoding/json makes of v.
func appendMarshalled(b []byte, v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		if e := (*json.UnsupportedValueError)(nil); errors.As(err, &e) {
			return b, fmt.Errorf("the value %s can't be held by JSON; use nil or a string", e.Str)
		}
		return b, fmt.Errorf("the %T can't be held by JSON: %w", v, err)
	}
	text := buf.Bytes()
	// encoding/json writes this escape for broken UTF-8 only; a replacement
	// character that was in the string is written as it is.
	for rest := text; ; {
		i := bytes.Index(rest, []byte(`\ufffd`))
		if i < 0 {
			break
		}
		if slashes := i - len(bytes.TrimRight(rest[:i], `\`)); slashes%2 == 0 {
			return b, fmt.Errorf("the %T holds a string that is %w, so JSON can't hold it", v, errNotUTF8)
		}
		rest = rest[i+1:]
	}
	return appendText(b, text)
}

// appendText appends JSON that somebody else has written, once it is checked.
func appendText(b, text []byte) ([]byte, error) {
	s := string(text)
	if !utf8.ValidString(s) {
		return b, errNotUTF8
	}
	p := scanner{s: s}
	value, err := p.value()
	if err == nil {
		err = p.end()
	}
	if err == nil {
		err = checkIntegers(value)
	}
	return append(b, value...), err
}

// checkIntegers refuses integers in a checked JSON text that JavaScript would
// round.
func checkIntegers(text string) error {
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == '"':
			p := scanner{s: text, i: i}
			if _, err := p.quoted(); err != nil {
				return err
			}
			i = p.i
		case c == '-' || '0' <= c && c <= '9':
			p := scanner{s: text, i: i}
			if err := p.number(); err != nil {
				return err
			}
			if number := text[i:p.i]; p.i-i > 15 && !strings.ContainsAny(number, ".eE") {
				// Past 64 bits it can only have been a float.
				n, err := strconv.ParseInt(number, 10, 64)
				if err == nil && (int64(float64(n)) != n || n == math.MaxInt64) {
					return errBigInteger(number)
				}
			}
			i = p.i
		default:
			i++
		}
	}
	return nil
}

func quote(s string) string {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c == '"' || c == '\\' || c == 0xED {
			return string(appendQuoted(nil, s))
		}
	}
	return `"` + s + `"`
}

// appendQuoted appends s as a JSON string. Unlike encoding/json it leaves <, >
// and & alone, and writes halves of surrogate pairs as they came.
func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' && c != 0xED {
			i++
			continue
		}
		size := 1
		if c == 0xED {
			half, ok := wtf8Surrogate(s[i:])
			if !ok {
				i++
				continue
			}
			b = appendEscapedUnit(append(b, s[start:i]...), half)
			size = 3
		} else {
			b = appendEscapedByte(append(b, s[start:i]...), c)
		}
		i += size
		start = i
	}
	return append(append(b, s[start:]...), '"')
}

func appendEscapedByte(b []byte, c byte) []byte {
	switch {
	case c == '"' || c == '\\':
		return append(b, '\\', c)
	case c >= 0x20:
		return append(b, c)
	case c == '\n':
		return append(b, '\\', 'n')
	case c == '\t':
		return append(b, '\\', 't')
	case c == '\r':
		return append(b, '\\', 'r')
	default:
		return appendEscapedUnit(b, rune(c))
	}
}

func appendEscapedUnit(b []byte, unit rune) []byte {
	const hex = "0123456789abcdef"
	return append(b, '\\', 'u', hex[unit>>12&15], hex[unit>>8&15], hex[unit>>4&15], hex[unit&15])
}

// sameScalar reports whether two JSON texts are the same string, number,
// boolean or null, as === does in JavaScript. Arrays and objects never are.
func sameScalar(a, b string) bool {
	if a[0] != b[0] && !(isNumber(a) && isNumber(b)) || a[0] == '{' || a[0] == '[' {
		return false
	}
	switch {
	case a == b:
		return true
	case a[0] == '"':
		return unquote(a) == unquote(b)
	case isNumber(a):
		x, _ := strconv.ParseFloat(a, 64)
		y, _ := strconv.ParseFloat(b, 64)
		return x == y
	default:
		return false
	}
}

func isNumber(raw string) bool { return raw[0] == '-' || '0' <= raw[0] && raw[0] <= '9' }

// plain decodes a checked JSON text into nil, bool, float64, string, []any or
// map[string]any.
func plain(raw string) any {
	switch raw[0] {
	case 'n':
		return nil
	case 't', 'f':
		return raw[0] == 't'
	case '"':
		return strings.ToValidUTF8(unquote(raw), "\uFFFD")
	}
	if isNumber(raw) {
		f, _ := strconv.ParseFloat(raw, 64)
		return f
	}
	var v any
	if err := json.Unmarshal([]byte(raw), &v); err != nil {
		panic("live: checked JSON does not decode: " + err.Error())
	}
	return v
}
