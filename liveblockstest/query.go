package liveblockstest

import (
	"encoding/json"
	"fmt"
	"net/http"
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

// parseQuery reads a query about the given fields.
func parseQuery(text string, fields ...string) (query, error) {
	p := queryParser{rest: text}
	var q query
	for p.space(); p.rest != "" && p.problem == ""; p.space() {
		if len(q) > 0 {
			p.word("AND")
			p.space()
		}
		c := p.condition()
		if p.problem == "" && !slices.Contains(fields, c.field) {
			p.problem = fmt.Sprintf("Unknown field %q: want one of %s", c.field, strings.Join(fields, ", "))
		}
		q = append(q, c)
	}
	if p.problem != "" {
		return nil, &apiError{Status: http.StatusUnprocessableEntity, Code: "INVALID_QUERY", Message: p.problem}
	}
	return q, nil
}

type queryParser struct{ rest, problem string }

func (p *queryParser) space() { p.rest = strings.TrimLeft(p.rest, " \t\r\n") }

// word skips a text, and tells whether it was there.
func (p *queryParser) word(text string) bool {
	rest, found := strings.CutPrefix(p.rest, text)
	p.rest = rest
	return found
}

func (p *queryParser) expect(what string) {
	if p.problem == "" {
		p.problem = fmt.Sprintf("Expected %s but %q found", what, p.rest)
	}
}

func (p *queryParser) condition() (c condition) {
	end := strings.IndexFunc(p.rest, func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') })
	if end <= 0 {
		p.expect("a field and an operator")
		return c
	}
	c.field, p.rest = p.rest[:end], p.rest[end:]
	if c.field == "metadata" {
		if !p.word("[") {
			p.expect("[")
		}
		c.key = p.quoted()
		if !p.word("]") {
			p.expect("]")
		}
	}
	for _, operator := range []string{":", "^", "<=", "<", ">=", ">"} {
		if p.space(); p.word(operator) {
			c.operator = operator
			break
		}
	}
	p.space()
	c.value = p.value()
	_, isText := c.value.(string)
	_, isNumber := c.value.(float64)
	switch {
	case c.operator == "":
		p.expect("an operator")
	case c.operator == "^" && !isText:
		p.expect("a string after ^")
	case c.operator != ":" && c.operator != "^" && !isNumber:
		p.expect("a number after " + c.operator)
	}
	return c
}

func (p *queryParser) value() any {
	if strings.HasPrefix(p.rest, "'") || strings.HasPrefix(p.rest, `"`) {
		return p.quoted()
	}
	end := strings.IndexAny(p.rest, " \t\r\n")
	if end < 0 {
		end = len(p.rest)
	}
	var value any
	if json.Unmarshal([]byte(p.rest[:end]), &value) != nil {
		p.expect("a value")
		return nil
	}
	p.rest = p.rest[end:]
	return value
}

// quoted reads a string in single or double quotes, with the escapes of JSON and
// that of the single quote.
func (p *queryParser) quoted() string {
	if p.rest == "" || p.rest[0] != '\'' && p.rest[0] != '"' {
		p.expect("a string")
		return ""
	}
	quote := p.rest[0]
	encoded := []byte{'"'}
	for i := 1; i < len(p.rest); i++ {
		switch b := p.rest[i]; {
		case b == quote:
			p.rest = p.rest[i+1:]
			var text string
			if json.Unmarshal(append(encoded, '"'), &text) != nil {
				p.expect("a string")
			}
			return text
		case b == '\\' && i+1 < len(p.rest):
			i++
			if p.rest[i] != '\'' {
				encoded = append(encoded, '\\')
			}
			encoded = append(encoded, p.rest[i])
		case b == '"': // within single quotes
			encoded = append(encoded, '\\', b)
		default:
			encoded = append(encoded, b)
		}
	}
	p.expect("the end of a string")
	return ""
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
	if !ok || c.operator == "^" {
		return false
	}
	limit := c.value.(float64)
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
