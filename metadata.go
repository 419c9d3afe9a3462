package liveblocks

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"net/http"
	"reflect"
	"strconv"
	"strings"
)

// maxMetadataValue is the longest text in the metadata of a thread or comment,
// in characters.
const maxMetadataValue = 4000

// Metadata is what an app keeps about a thread or a comment, to show it or to
// find it with [WhereMetadata]. A value is a string, a bool or a number. There
// are at most 50 keys of 40 characters, and a string has at most 4000
// characters.
//
// In answers, numbers are float64, but for those that a float64 can't hold: they
// are [json.Number].
type Metadata map[string]any

// String returns the string under the key, or "" if there is none.
func (m Metadata) String(key string) string {
	s, _ := m[key].(string)
	return s
}

// Bool returns the bool under the key, or false if there is none.
func (m Metadata) Bool(key string) bool {
	b, _ := m[key].(bool)
	return b
}

// Number returns the number under the key, or 0 if there is none. One that a
// float64 can't hold is rounded.
func (m Metadata) Number(key string) float64 {
	if n, ok := m[key].(json.Number); ok {
		f, _ := n.Float64()
		return f
	}
	v := reflect.ValueOf(m[key])
	if !v.IsValid() || !v.CanConvert(reflect.TypeFor[float64]()) {
		return 0
	}
	return v.Convert(reflect.TypeFor[float64]()).Float()
}

// Decode decodes the metadata into the value that out points to, commonly a
// struct with json tags, as [encoding/json.Unmarshal] does.
func (m Metadata) Decode(out any) error { return decodeMetadata(m, out) }

// UnmarshalJSON keeps numbers exact. Values of kinds that the service does not
// have yet are kept as encoding/json decodes them.
func (m *Metadata) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var values map[string]any
	if err := d.Decode(&values); err != nil {
		return err
	}
	for key, value := range values {
		values[key] = plainNumbers(value)
	}
	*m = values
	return nil
}

// plainNumbers makes float64 of the numbers that it can hold.
func plainNumbers(value any) any {
	switch value := value.(type) {
	case json.Number:
		f, err := value.Float64()
		whole := !strings.ContainsAny(value.String(), ".eE")
		if err != nil || whole && strconv.FormatFloat(f, 'f', -1, 64) != value.String() {
			return value
		}
		return f
	case []any:
		for i, item := range value {
			value[i] = plainNumbers(item)
		}
	case map[string]any:
		for key, item := range value {
			value[key] = plainNumbers(item)
		}
	}
	return value
}

func (m Metadata) check() error {
	if err := checkMetadataCount(len(m)); err != nil {
		return err
	}
	for key, value := range m {
		if err := checkMetadataEntry(key, value); err != nil {
			return err
		}
	}
	return nil
}

func (c *Client) editMetadata(ctx context.Context, route string, ids []string, params EditThreadMetadataParams) (Metadata, error) {
	if err := checkIDText("user ID", params.UserID); err != nil {
		return nil, err
	}
	changes, err := metadataChanges(params.Metadata)
	if err != nil {
		return nil, err
	}
	metadata, err := call[Metadata](ctx, c, request{
		method: http.MethodPost,
		route:  route,
		ids:    ids,
		body: struct {
			Metadata  map[string]Change[any] `json:"metadata"`
			UserID    string                 `json:"userId"`
			UpdatedAt wireTime               `json:"updatedAt,omitzero"`
		}{changes, params.UserID, wireTime(params.UpdatedAt)},
	})
	if err != nil {
		return nil, err
	}
	return *metadata, nil
}

// metadataChanges returns the changes for the body of a request.
func metadataChanges(changes map[string]Change[any]) (map[string]Change[any], error) {
	kept := changesNotNull(changes)
	set := Metadata{}
	for key, change := range kept {
		if value, ok := change.Get(); ok {
			set[key] = value
		} else if err := checkMetadataKey(key); err != nil {
			return nil, err
		}
	}
	return kept, set.check()
}

func checkMetadataEntry(key string, value any) error {
	if err := checkMetadataKey(key); err != nil {
		return err
	}
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.String:
		if _, ok := value.(json.Number); ok {
			return checkMetadataNumber(key, v.String())
		}
		return checkMetadataText(key, v.String(), maxMetadataValue)
	case reflect.Bool,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return nil
	case reflect.Float32, reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			return invalid("the metadata under %s is %v, which JSON has no number for", quote(key), f)
		}
		return nil
	case reflect.Invalid:
		return invalid("the metadata under %s is nil: leave the key out, or, to remove it, use Clear", quote(key))
	}
	return invalid("the metadata under %s is a %T: want a string, a bool or a number", quote(key), value)
}

func checkMetadataNumber(key, number string) error {
	if _, err := strconv.ParseFloat(number, 64); err != nil || !json.Valid([]byte(number)) {
		return invalid("the metadata under %s is the json.Number %s, which is no number", quote(key), quote(number))
	}
	return nil
}
