package liveblocks

import (
	"fmt"
	"math"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Filter selects items of a list: those that meet all of its conditions. It is
// the typed form of the API's query language, with correct quoting.
//
//	liveblocks.Filter{
//		liveblocks.WhereRoomIDStartsWith("team:"),
//		liveblocks.WhereMetadata("status").Is("open"),
//	}
//
// See https://liveblocks.io/docs/api-reference/rest-api-endpoints for the query
// language.
type Filter []Condition

// Condition is one condition of a [Filter]. The functions whose names start with
// Where make them.
type Condition struct {
	field string // what is compared, such as "metadata"
	text  string
	err   error
}

// Query returns the filter in the query language. It fails if a condition can't
// be expressed in it. The query of an empty filter is empty.
func (f Filter) Query() (string, error) {
	texts := make([]string, len(f))
	for i, c := range f {
		switch {
		case c.err != nil:
			return "", c.err
		case c.text == "":
			return "", invalid("condition %d of the filter is empty: make it with one of the Where functions", i+1)
		}
		texts[i] = c.text
	}
	return strings.Join(texts, " "), nil
}

// WhereRoomIDStartsWith selects rooms whose ID starts with the prefix, which
// can't be empty.
func WhereRoomIDStartsWith(prefix string) Condition {
	return where("roomId", "roomId", "^", prefix)
}

// WhereResolved selects threads that are resolved, or those that are not.
func WhereResolved(resolved bool) Condition { return where("resolved", "resolved", ":", resolved) }

// WhereUnread selects inbox notifications that are unread, or those that were
// read.
func WhereUnread(unread bool) Condition { return where("unread", "unread", ":", unread) }

// MetadataField is a metadata field that a condition is about, made by
// [WhereMetadata]. Threads have metadata of texts, numbers and bools, rooms only
// of texts.
type MetadataField struct{ key string }

// WhereMetadata starts a condition about the metadata field with the given key.
func WhereMetadata(key string) MetadataField { return MetadataField{key} }

// Is selects items whose field equals the value: a string, a bool, a number, or
// nil for threads that lack the field.
func (f MetadataField) Is(value any) Condition { return f.where(":", value) }

// StartsWith selects items whose field is a text that starts with the prefix,
// which can't be empty.
func (f MetadataField) StartsWith(prefix string) Condition { return f.where("^", prefix) }

// LessThan selects items whose field is a number below n.
func (f MetadataField) LessThan(n float64) Condition { return f.where("<", n) }

// AtMost selects items whose field is a number not above n.
func (f MetadataField) AtMost(n float64) Condition { return f.where("<=", n) }

// GreaterThan selects items whose field is a number above n.
func (f MetadataField) GreaterThan(n float64) Condition { return f.where(">", n) }

// AtLeast selects items whose field is a number not below n.
func (f MetadataField) AtLeast(n float64) Condition { return f.where(">=", n) }

func (f MetadataField) where(operator string, value any) Condition {
	if strings.TrimSpace(f.key) == "" {
		return Condition{err: invalid("WhereMetadata: the key is empty")}
	}
	key, err := queryString(f.key)
	if err != nil {
		return Condition{err: err}
	}
	return where("metadata", "metadata["+key+"]", operator, value)
}

func where(field, subject, operator string, value any) Condition {
	if operator == "^" && value == "" {
		return Condition{err: invalid("the prefix of the condition %s^ is empty, which the query language does not have", subject)}
	}
	text, err := queryValue(value)
	if err != nil {
		return Condition{err: fmt.Errorf("%w, in the condition %s%s", err, subject, operator)}
	}
	return Condition{field: field, text: subject + operator + text}
}

func queryValue(value any) (string, error) {
	if value == nil {
		return "null", nil
	}
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.String:
		return queryString(v.String())
	case reflect.Bool:
		return strconv.FormatBool(v.Bool()), nil
	case reflect.Float32, reflect.Float64:
		if math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0) {
			return "", invalid("%v is not a number that the query language has", v.Float())
		}
		// The query language has no exponents, which JSON would have.
		return strconv.FormatFloat(v.Float(), 'f', -1, v.Type().Bits()), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
	default:
		return "", invalid("a %T can't be compared with: want a string, a bool, a number or nil", value)
	}
	text, err := marshalJSON(value)
	return string(text), err
}

// queryEscapes are the escapes that the query language has, besides those of
// quotes. It takes \u0001 and the like for the letters that they are made of, so
// other control characters go in as they are.
var queryEscapes = map[rune]string{'\\': `\\`, '\n': `\n`, '\r': `\r`, '\t': `\t`}

// queryString quotes a text: with single quotes, which are legible in URLs, or
// with double ones if the text has a single one in it.
func queryString(s string) (string, error) {
	if err := checkUTF8("the text", s); err != nil {
		return "", err
	}
	quotes := '\''
	if strings.ContainsRune(s, '\'') {
		quotes = '"'
	}
	var b strings.Builder
	b.WriteRune(quotes)
	for _, r := range s {
		escape, ok := queryEscapes[r]
		switch {
		case ok:
			b.WriteString(escape)
		case r == quotes:
			b.WriteRune('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteRune(quotes)
	return b.String(), nil
}

// queryOf returns the query of a call that takes one in either form, query or
// filter. The filter may be about the given fields only.
func queryOf(query string, filter Filter, fields ...string) (string, error) {
	if len(filter) == 0 {
		return query, nil
	}
	if query != "" {
		return "", invalid("both Query and Filter are set: want one of them")
	}
	text, err := filter.Query()
	if err != nil {
		return "", err
	}
	for _, c := range filter {
		if !slices.Contains(fields, c.field) {
			return "", invalid("the list can't be filtered by %s: want a condition about %s",
				c.field, strings.Join(fields, ", "))
		}
	}
	return text, nil
}

// setParam adds a parameter to a URL's query, unless it is the zero value, which
// stands for one that is not given.
func setParam[T string | int | bool](values url.Values, name string, value T) {
	var zero T
	if value != zero {
		values.Set(name, fmt.Sprint(value))
	}
}

// checkLimit refuses a page size that the service would refuse. Zero is the
// service's own.
func checkLimit(limit, most int) error {
	if limit < 0 || limit > most {
		return invalid("the limit is %d: want 1 to %d, or 0 for the default", limit, most)
	}
	return nil
}
