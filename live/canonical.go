package live

import (
	"slices"
	"strconv"
	"strings"
)

// sameJSON reports whether two checked JSON texts are the same value; the order
// of keys does not matter.
func sameJSON(a, b string) bool { return a == b || canonical(a) == canonical(b) }

// canonical writes a checked JSON text in the one form that all texts of the
// same value have.
func canonical(raw string) string {
	p := scanner{s: raw}
	return string(appendCanonical(nil, &p))
}

func appendCanonical(b []byte, p *scanner) []byte {
	switch c := p.peek(); {
	case c == '{':
		members := map[string]string{} // the last one of a key counts
		must(p.members(func(quotedKey string) error {
			members[unquote(quotedKey)] = string(appendCanonical(nil, p))
			return nil
		}))
		keys := make([]string, 0, len(members))
		for key := range members {
			keys = append(keys, key)
		}
		slices.SortFunc(keys, strings.Compare)
		b = append(b, '{')
		for _, key := range keys {
			b = append(appendQuoted(b, key), ':')
			b = append(append(b, members[key]...), ',')
		}
		return append(b, '}')
	case c == '[':
		b = append(b, '[')
		must(p.elements(func(int) error {
			b = append(appendCanonical(b, p), ',')
			return nil
		}))
		return append(b, ']')
	case c == '"':
		s, err := p.str()
		must(err)
		return appendQuoted(b, s)
	case c == '-' || '0' <= c && c <= '9':
		raw, err := p.value()
		must(err)
		if f, err := strconv.ParseFloat(raw, 64); err == nil {
			return strconv.AppendFloat(b, f+0, 'g', -1, 64)
		}
		return append(b, raw...)
	default:
		raw, err := p.value()
		must(err)
		return append(b, raw...)
	}
}
