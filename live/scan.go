package live

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxDepth bounds the nesting of nodes in a tree, and of plain JSON within one
// value. It is the limit of encoding/json, and far above what a browser's
// client can build.
const maxDepth = 10_000

var errTooDeep = fmt.Errorf("nested more than %d deep", maxDepth)

// A scanner walks a JSON text once, checking it as it goes. It hands out
// substrings, so that nothing is copied and nothing is decoded that nobody
// asks for.
type scanner struct {
	s string
	i int
}

func (p *scanner) errorf(format string, args ...any) error {
	return fmt.Errorf("invalid JSON at byte %d: %w", p.i+1, fmt.Errorf(format, args...))
}

func (p *scanner) unexpected(want string) error {
	if p.i >= len(p.s) {
		return fmt.Errorf("invalid JSON: it ends where %s should follow", want)
	}
	return p.errorf("%q where %s should follow", p.s[p.i], want)
}

// space skips white space.
func (p *scanner) space() {
	for p.i < len(p.s) {
		switch p.s[p.i] {
		case ' ', '\t', '\r', '\n':
			p.i++
		default:
			return
		}
	}
}

// peek returns the first byte of the next token, or 0 at the end.
func (p *scanner) peek() byte {
	p.space()
	if p.i < len(p.s) {
		return p.s[p.i]
	}
	return 0
}

func (p *scanner) expect(c byte) error {
	if p.peek() != c {
		return p.unexpected("'" + string(rune(c)) + "'")
	}
	p.i++
	return nil
}

// end reports an error unless only white space is left.
func (p *scanner) end() error {
	if p.peek() != 0 || p.i < len(p.s) {
		return p.unexpected("the end")
	}
	return nil
}

// value skips one value of any kind and returns its text.
func (p *scanner) value() (string, error) {
	p.space()
	start := p.i
	if err := p.skip(0); err != nil {
		return "", err
	}
	return p.s[start:p.i], nil
}

func (p *scanner) skip(depth int) error {
	c := p.peek()
	if (c == '{' || c == '[') && depth >= maxDepth {
		return errTooDeep
	}
	switch c {
	case '"':
		_, err := p.quoted()
		return err
	case '{':
		return p.members(func(string) error { return p.skip(depth + 1) })
	case '[':
		return p.elements(func(int) error { return p.skip(depth + 1) })
	case 't':
		return p.literal("true")
	case 'f':
		return p.literal("false")
	case 'n':
		return p.literal("null")
	default:
		if c == '-' || '0' <= c && c <= '9' {
			return p.number()
		}
		return p.unexpected("a value")
	}
}

// members walks an object. It calls each with a member's key, quoted as it
// stands in the text; each must read the value.
func (p *scanner) members(each func(quotedKey string) error) error {
	if err := p.expect('{'); err != nil {
		return err
	}
	if p.peek() == '}' {
		p.i++
		return nil
	}
	for {
		if p.peek() != '"' {
			return p.unexpected("a key")
		}
		key, err := p.quoted()
		if err != nil {
			return err
		}
		if err := p.expect(':'); err != nil {
			return err
		}
		if err := each(key); err != nil {
			return err
		}
		switch p.peek() {
		case ',':
			p.i++
		case '}':
			p.i++
			return nil
		default:
			return p.unexpected("',' or '}'")
		}
	}
}

// elements walks an array. each must read the element.
func (p *scanner) elements(each func(i int) error) error {
	if err := p.expect('['); err != nil {
		return err
	}
	if p.peek() == ']' {
		p.i++
		return nil
	}
	for i := 0; ; i++ {
		if err := each(i); err != nil {
			return err
		}
		switch p.peek() {
		case ',':
			p.i++
		case ']':
			p.i++
			return nil
		default:
			return p.unexpected("',' or ']'")
		}
	}
}

func (p *scanner) literal(word string) error {
	if !strings.HasPrefix(p.s[p.i:], word) {
		return p.unexpected("a value")
	}
	p.i += len(word)
	return nil
}

func (p *scanner) digits() bool {
	start := p.i
	for p.i < len(p.s) && '0' <= p.s[p.i] && p.s[p.i] <= '9' {
		p.i++
	}
	return p.i > start
}

// number skips a number. One that a float64 can't hold is an error: JavaScript
// would read it as infinite, and could not write it.
func (p *scanner) number() error {
	start := p.i
	if p.s[p.i] == '-' {
		p.i++
	}
	if p.i < len(p.s) && p.s[p.i] == '0' {
		p.i++
	} else if !p.digits() {
		return p.unexpected("a digit")
	}
	if p.i < len(p.s) && p.s[p.i] == '.' {
		p.i++
		if !p.digits() {
			return p.unexpected("a digit")
		}
	}
	if p.i < len(p.s) && (p.s[p.i] == 'e' || p.s[p.i] == 'E') {
		p.i++
		if p.i < len(p.s) && (p.s[p.i] == '+' || p.s[p.i] == '-') {
			p.i++
		}
		if !p.digits() {
			return p.unexpected("a digit")
		}
	} else if p.i-start < 300 {
		return nil
	}
	if _, err := strconv.ParseFloat(p.s[start:p.i], 64); err != nil {
		p.i = start
		return p.errorf("%w", errNumber)
	}
	return nil
}

var errNumber = errors.New("the number is out of range")

// integer reads a whole number that is not negative.
func (p *scanner) integer() (int, error) {
	p.space()
	start := p.i
	n := 0
	for p.i < len(p.s) && '0' <= p.s[p.i] && p.s[p.i] <= '9' {
		if p.i-start >= 15 {
			return 0, p.errorf("the number is too large")
		}
		n = n*10 + int(p.s[p.i]-'0')
		p.i++
	}
	if p.i == start {
		return 0, p.unexpected("a whole number")
	}
	return n, nil
}

// quoted reads a string and returns it with its quotes and escapes.
func (p *scanner) quoted() (string, error) {
	start := p.i
	s := p.s
	for i := p.i + 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			p.i = i + 1
			return s[start:p.i], nil
		case c == '\\':
			n := escapeLen(s[i:])
			if n == 0 {
				p.i = i
				return "", p.errorf("a broken escape in a string")
			}
			i += n - 1
		case c < 0x20:
			p.i = i
			return "", p.errorf("a bare control character in a string")
		}
	}
	p.i = len(s)
	return "", p.unexpected(`'"'`)
}

// escapeLen returns the length of the escape sequence that s starts with, 0 if
// it is none.
func escapeLen(s string) int {
	if len(s) < 2 {
		return 0
	}
	switch s[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if _, ok := hex4(s[2:]); ok {
			return 6
		}
	}
	return 0
}

func hex4(s string) (rune, bool) {
	if len(s) < 4 {
		return 0, false
	}
	var r rune
	for i := range 4 {
		c := s[i]
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// str reads a string and decodes it.
func (p *scanner) str() (string, error) {
	if p.peek() != '"' {
		return "", p.unexpected("a string")
	}
	quoted, err := p.quoted()
	if err != nil {
		return "", err
	}
	return unquote(quoted), nil
}

// unquote decodes a string that the scanner has checked. JSON from JavaScript
// can hold half of a surrogate pair, which UTF-8 can't. It is kept as the
// three bytes that UTF-8 would use for it (WTF-8), so that such a key still is
// the same key when it is sent; [appendQuoted] is the way back.
func unquote(quoted string) string {
	s := quoted[1 : len(quoted)-1]
	first := strings.IndexByte(s, '\\')
	if first < 0 {
		return s
	}
	out := make([]byte, first, len(s))
	copy(out, s)
	for i := first; i < len(s); {
		if s[i] != '\\' {
			out = append(out, s[i])
			i++
			continue
		}
		n := escapeLen(s[i:])
		switch c := s[i+1]; c {
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r, _ := hex4(s[i+2:])
			if isHighSurrogate(r) && strings.HasPrefix(s[i+6:], `\u`) {
				if low, ok := hex4(s[i+8:]); ok && isLowSurrogate(low) {
					r = joinSurrogates(r, low)
					n += 6
				}
			}
			out = appendWTF8(out, r)
		default:
			out = append(out, c)
		}
		i += n
	}
	return string(out)
}

const (
	surrogateMin = 0xD800
	surrogateLow = 0xDC00
	surrogateMax = 0xDFFF
)

func isHighSurrogate(r rune) bool { return surrogateMin <= r && r < surrogateLow }
func isLowSurrogate(r rune) bool  { return surrogateLow <= r && r <= surrogateMax }

func joinSurrogates(high, low rune) rune {
	return (high-surrogateMin)<<10 + (low - surrogateLow) + 0x10000
}

func appendWTF8(b []byte, r rune) []byte {
	if surrogateMin <= r && r <= surrogateMax {
		return append(b, 0xED, byte(0x80|r>>6&0x3F), byte(0x80|r&0x3F))
	}
	return utf8.AppendRune(b, r)
}

// wtf8Surrogate decodes the three bytes that [appendWTF8] writes for half of a
// surrogate pair.
func wtf8Surrogate(s string) (rune, bool) {
	if len(s) >= 3 && s[0] == 0xED && s[1] >= 0xA0 && s[1] <= 0xBF && s[2] >= 0x80 && s[2] <= 0xBF {
		return 0xD000 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), true
	}
	return 0, false
}

var errNotUTF8 = errors.New("not valid UTF-8")
