package comment

import (
	"strings"
	"unicode/utf8"
)

// appendMentions appends s, in which "@" and an ID at the beginning of a word
// are a mention of a user.
func appendMentions(out []Inline, s string, format Text) []Inline {
	done := 0
	for pos := 0; ; {
		i := strings.IndexByte(s[pos:], '@')
		if i < 0 {
			break
		}
		at := pos + i
		pos = at + 1
		if at > 0 && isInnerIDByte(s[at-1]) && s[at-1] != '@' || pos == len(s) || !isFirstIDByte(s[pos]) {
			continue
		}
		end := pos
		for end < len(s) && isInnerIDByte(s[end]) {
			end++
		}
		next := end
		// A mark at the end is that of the sentence.
		if last := s[end-1]; (last == '.' || last == '-') && startsWithSpace(s[end:]) {
			end--
		}
		if at > done {
			out = append(out, withText(format, s[done:at]))
		}
		out = append(out, Mention{Kind: UserMention, ID: s[pos:end]})
		done, pos = end, next
	}
	if done < len(s) {
		out = append(out, withText(format, s[done:]))
	}
	return out
}

func isFirstIDByte(c byte) bool { return isAlphanumeric(c) || c == '_' }

func isInnerIDByte(c byte) bool { return isFirstIDByte(c) || c == '.' || c == '-' || c == '@' }

// startsWithSpace reports whether s is empty or starts with white space.
func startsWithSpace(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s == "" || isSpace(r)
}

// isSpace reports whether r is white space in JavaScript.
func isSpace(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\v', '\f', '\r', 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF:
		return true
	}
	return 0x2000 <= r && r <= 0x200A
}
