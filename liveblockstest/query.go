package liveblockstest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// query is a query of the API's query language: conditions that all have to be
// met. The fake server knows what the client's filters consist of.
type query []condition

type condition struct {
	field    string // such as "resolved"
	key      string // of metadata
	operator string
	value    any // string, float64, bool or nil
}

var (
	quotedPattern    = `'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"`
	conditionPattern = regexp.MustCompile(`^([A-Za-z]+)(?:\[(` + quotedPattern + `)\])?\s*(:|\^|<=|<|>=|>)\s*(` + quotedPattern + `|[^\s'"]+)(?:\s+(?:AND\s+)?|$)`)
)

// parseQuery reads a query about the given fields.
func parseQuery(text string, fields ...string) (q query) {
	refuse := func(problem string) {
		panic(&apiError{Status: http.StatusUnprocessableEntity, Code: "INVALID_QUERY", Message: problem})
	}
	for rest := strings.TrimSpace(text); rest != ""; {
		m := conditionPattern.FindStringSubmatch(rest)
		if m == nil {
			refuse(fmt.Sprintf("Expected a condition such as field:'value' but %q found", rest))
		}
		c := condition{field: m[1], operator: m[3]}
		if !slices.Contains(fields, c.field) || (c.field == "metadata") != (m[2] != "") {
			refuse(fmt.Sprintf("Unknown field in %q: want one of %s", m[0], strings.Join(fields, ", ")))
		}
		var ok bool
		if c.value, ok = parseLiteral(m[4]); !ok {
			refuse(fmt.Sprintf("Expected a value but %q found", m[4]))
		}
		if m[2] != "" {
			key, _ := parseLiteral(m[2])
			c.key, _ = key.(string)
		}
		_, isText := c.value.(string)
		_, isNumber := c.value.(float64)
		if c.operator == "^" && !isText || c.operator != "^" && c.operator != ":" && !isNumber {
			refuse(fmt.Sprintf("The operator %s can't be used with %s", c.operator, m[4]))
		}
		q, rest = append(q, c), rest[len(m[0]):]
	}
	return q
}

// parseLiteral reads a value, which is JSON but that strings may have single
// quotes.
func parseLiteral(text string) (value any, ok bool) {
	if inner, single := strings.CutPrefix(text, "'"); single {
		inner = strings.ReplaceAll(strings.TrimSuffix(inner, "'"), `\'`, `'`)
		text = `"` + strings.ReplaceAll(inner, `"`, `\"`) + `"`
	}
	err := json.Unmarshal([]byte(text), &value)
	return value, err == nil
}

// matches tells whether all conditions are met by an item with the given fields
// and metadata.
func (q query) matches(fields, metadata map[string]any) bool {
	for _, c := range q {
		value := fields[c.field]
		if c.field == "metadata" {
			value = metadata[c.key]
		}
		if !c.holds(value) {
			return false
		}
	}
	return true
}

func (c condition) holds(value any) bool {
	if list, ok := value.([]any); ok { // of a room's metadata
		return slices.ContainsFunc(list, c.holds)
	}
	if c.operator == ":" {
		return value == c.value
	}
	if text, ok := value.(string); ok && c.operator == "^" {
		return strings.HasPrefix(text, c.value.(string))
	}
	number, ok := value.(float64)
	limit, ok2 := c.value.(float64)
	if !ok || !ok2 {
		return false
	}
	switch c.operator {
	case "<":
		return number < limit
	case "<=":
		return number <= limit
	case ">":
		return number > limit
	default:
		return number >= limit
	}
}
