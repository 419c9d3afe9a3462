package live

import (
	"unicode/utf16"
	"unicode/utf8"
)

// UTF16Len returns the length of s as JavaScript and [Text] count it: in
// UTF-16 code units. Characters outside the Basic Multilingual Plane, such as
// most emoji, count as two.
func UTF16Len(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// UTF16Index converts an index into s in bytes, as Go counts, to one in UTF-16
// code units, as [Text] counts. An index within a character counts as its
// start; one outside s is clipped to s.
func UTF16Index(s string, byteIndex int) int {
	n := 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if i += size; i > byteIndex {
			break
		}
		n += utf16.RuneLen(r)
	}
	return n
}

// ByteIndex converts an index into s in UTF-16 code units, as [Text] counts,
// to one in bytes, as Go counts. An index within a character counts as its
// start; one outside s is clipped to s.
func ByteIndex(s string, utf16Index int) int {
	n := 0
	for i, r := range s {
		n += utf16.RuneLen(r)
		if n > utf16Index {
			return i
		}
	}
	return len(s)
}

// encodeUTF16 is utf16.Encode for a string that may hold halves of surrogate
// pairs, as [unquote] keeps them.
func encodeUTF16(s string) []uint16 {
	units := make([]uint16, 0, len(s))
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			if half, ok := wtf8Surrogate(s[i:]); ok {
				r, size = half, 3
			}
		}
		if surrogateMin <= r && r <= surrogateMax {
			units = append(units, uint16(r))
		} else {
			units = utf16.AppendRune(units, r)
		}
		i += size
	}
	return units
}

// appendUTF16Quoted appends units as a JSON string.
func appendUTF16Quoted(b []byte, units []uint16) []byte {
	b = append(b, '"')
	for i := 0; i < len(units); i++ {
		r := rune(units[i])
		switch {
		case r < utf8.RuneSelf:
			b = appendEscapedByte(b, byte(r))
		case isHighSurrogate(r) && i+1 < len(units) && isLowSurrogate(rune(units[i+1])):
			i++
			b = utf8.AppendRune(b, joinSurrogates(r, rune(units[i])))
		case surrogateMin <= r && r <= surrogateMax:
			b = appendEscapedUnit(b, r)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}
