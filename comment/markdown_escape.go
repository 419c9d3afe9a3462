package comment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// indexEscape returns the index of the first backslash in s that escapes a
// punctuation mark, -1 if there is none.
func indexEscape(s string) int {
	for i := 0; ; {
		j := strings.IndexByte(s[i:], '\\')
		if j < 0 || i+j+1 == len(s) {
			return -1
		}
		i += j
		if isPunct(s[i+1]) {
			return i
		}
		i++
	}
}

// unescapeText resolves the backslash escapes in text.
func unescapeText(s string) string {
	i := indexEscape(s)
	if i < 0 {
		return s
	}
	var b strings.Builder
	for ; i >= 0; i = indexEscape(s) {
		b.WriteString(s[:i])
		b.WriteByte(s[i+1])
		s = s[i+2:]
	}
	b.WriteString(s)
	return b.String()
}

// unescape resolves the backslash escapes in the destination of a link, where
// every mark and symbol of Unicode can be escaped.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			if r, n := utf8.DecodeRuneInString(s[i+1:]); unicode.IsPunct(r) || unicode.IsSymbol(r) {
				b.WriteString(s[i+1 : i+1+n])
				i += n
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func hasPrefixFold[T string | []byte](s T, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(string(s[:len(prefix)]), prefix)
}

var unescapeBrackets = strings.NewReplacer(`\[`, "[", `\]`, "]").Replace

func isPunct(c byte) bool {
	return '!' <= c && c <= '/' || ':' <= c && c <= '@' || '[' <= c && c <= '`' || '{' <= c && c <= '~'
}
