package parity

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"
)

// anything matches whatever Go returns.
type anything struct{}

// unknownField is the name of the fields that no client knows.
const unknownField = "unknownField"

// parseJSON decodes one JSON value, with numbers in a form that is equal for equal numbers.
func parseJSON(data []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, fmt.Errorf("more than one JSON value")
	}
	return canonical(v), nil
}

func canonical(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = canonical(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = canonical(v[key])
		}
	case json.Number:
		return canonicalNumber(v)
	}
	return v
}

// canonicalNumber writes a number as JavaScript does, but for whole numbers that it would round.
func canonicalNumber(n json.Number) json.Number {
	exact, ok := new(big.Rat).SetString(n.String())
	if !ok {
		return n
	}
	f, nearest := exact.Float64()
	if exact.IsInt() && !nearest {
		return json.Number(exact.Num().String())
	}
	text, err := json.Marshal(f)
	if err != nil {
		return n
	}
	return json.Number(text)
}

// compareResults reports how a result of Go's, marshalled, differs from what the package returned.
func compareResults(want json.RawMessage, got []byte, exact bool) ([]string, error) {
	wantValue, err := parseJSON(want)
	if err != nil {
		return nil, fmt.Errorf("parity: recorded result: %w", err)
	}
	if wantValue, err = untag(wantValue); err != nil {
		return nil, err
	}
	gotValue, err := parseJSON(got)
	if err != nil {
		return nil, fmt.Errorf("parity: result of Go: %w", err)
	}
	c := comparison{exact: exact}
	c.value("result", "", wantValue, gotValue)
	return c.differences, nil
}

type comparison struct {
	exact       bool
	differences []string
}

func (c *comparison) differ(path string, want, got any) {
	c.differences = append(c.differences, fmt.Sprintf("%s: want %s, got %s", path, show(want), show(got)))
}

func (c *comparison) value(path, key string, want, got any) {
	switch want := want.(type) {
	case anything:
		return
	case undefined:
		if got != nil {
			c.differ(path, want, got)
		}
		return
	case time.Time:
		if !sameInstant(want, got) {
			c.differ(path, want, got)
		}
		return
	case []byte:
		if got != base64.StdEncoding.EncodeToString(want) {
			c.differ(path, want, got)
		}
		return
	case map[string]any:
		if got, ok := got.(map[string]any); ok {
			c.object(path, want, got)
			return
		}
	case []any:
		if got, ok := got.([]any); ok && len(got) == len(want) {
			for i := range want {
				c.value(fmt.Sprintf("%s[%d]", path, i), key, want[i], got[i])
			}
			return
		}
	case json.Number:
		if !c.exact && isTimestamp(key) && sameMillisecond(want, got) {
			return
		}
		if got == canonicalNumber(want) {
			return
		}
	case string:
		if at, ok := timeOf(key, want); want == got || ok && !c.exact && sameInstant(at, got) {
			return
		}
	default:
		if want == got {
			return
		}
	}
	if !c.exact && (want == nil || got == nil) && isEmpty(want) && isEmpty(got) {
		return
	}
	c.differ(path, want, got)
}

func (c *comparison) object(path string, want, got map[string]any) {
	keys := slices.Collect(maps.Keys(want))
	for key := range got {
		if _, ok := want[key]; !ok {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		if key == unknownField && !c.exact {
			continue
		}
		wantItem, wanted := want[key]
		gotItem, there := got[key]
		if wanted && there {
			c.value(path+"."+key, key, wantItem, gotItem)
			continue
		}
		if _, ok := wantItem.(anything); ok {
			continue
		}
		if !c.exact && isEmpty(wantItem) && isEmpty(gotItem) {
			continue
		}
		if wanted {
			c.differ(path+"."+key, wantItem, undefined{})
		} else {
			c.differ(path+"."+key, undefined{}, gotItem)
		}
	}
}

// isEmpty tells whether a value of a Go struct would be what stands for an absent one.
func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case bool:
		return !v
	case string:
		return v == "" || v == "0001-01-01T00:00:00Z"
	case json.Number:
		return v == "0"
	case []any:
		return len(v) == 0
	case map[string]any:
		for _, item := range v {
			if !isEmpty(item) {
				return false
			}
		}
		return true
	}
	return false
}

func sameInstant(want time.Time, got any) bool {
	switch got := got.(type) {
	case string:
		at, err := time.Parse(time.RFC3339Nano, got)
		return err == nil && at.UnixMilli() == want.UnixMilli()
	case json.Number:
		return string(got) == strconv.FormatInt(want.UnixMilli(), 10)
	}
	return false
}

// timeOf reads a time that the package leaves a string, such as expiresAt.
func timeOf(key, text string) (time.Time, bool) {
	if !strings.HasSuffix(key, "At") {
		return time.Time{}, false
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	return at, err == nil
}

// isTimestamp tells whether a field is one of those that feeds have in milliseconds.
func isTimestamp(key string) bool {
	return key == "createdAt" || key == "updatedAt" || key == "timestamp"
}

func sameMillisecond(want json.Number, got any) bool {
	text, ok := got.(string)
	if !ok {
		return false
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	return err == nil && strconv.FormatInt(at.UnixMilli(), 10) == want.String()
}

func show(v any) string {
	if _, ok := v.(undefined); ok {
		return "nothing"
	}
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(data)
}

func decodeBase64(text string) ([]byte, error) {
	return base64.StdEncoding.DecodeString(text)
}
