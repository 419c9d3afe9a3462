package live

import (
	"errors"
	"strings"
)

// The items of a list are ordered by position: a string over the printable
// ASCII characters, read as the digits of a fraction in base 95 with ' ' as
// zero. "!" is 1/95, "!O" a little more. There is always another position
// between two, and comparing the strings compares the fractions.
//
// The functions here choose the very positions that Liveblocks' own clients
// choose for the same neighbours.
const (
	digitZero  = ' '
	digitOne   = '!'
	digitLast  = '~'
	firstPlace = "!"
)

var errSamePosition = errors.New("its neighbours hold the same position, so there is no room between them; move one of them first")

// positionBetween returns a position after lo and before hi. Either may be
// empty, for no neighbour on that side.
func positionBetween(lo, hi string) (string, error) {
	switch {
	case lo == "" && hi == "":
		return firstPlace, nil
	case hi == "":
		return positionAfter(lo), nil
	case lo == "":
		return positionBefore(hi), nil
	case lo == hi:
		return "", errSamePosition
	case lo > hi:
		return midPosition(hi, lo), nil
	default:
		return midPosition(lo, hi), nil
	}
}

// positionBefore returns a short position before pos.
func positionBefore(pos string) string {
	i := 0
	for pos[i] == digitZero { // a position never consists of zeros alone
		i++
	}
	switch {
	case i < len(pos)-1:
		return pos[:i+1]
	case pos[i] == digitOne:
		return pos[:i] + string([]byte{digitZero, digitLast})
	default:
		return pos[:i] + string([]byte{pos[i] - 1})
	}
}

// positionAfter returns a short position after pos. It counts up within a
// fixed number of digits (2, then 5, 8, 11, ...), so that a list that is only
// ever appended to has short positions.
func positionAfter(pos string) string {
	width := 2
	for width < len(pos) {
		width += 3
	}
	var buf [32]byte
	digits := append(buf[:0], pos...)
	for len(digits) < width {
		digits = append(digits, digitZero)
	}
	i := width - 1
	for i >= 0 && digits[i] == digitLast {
		digits[i] = digitZero
		i--
	}
	if i < 0 {
		return pos + string([]byte{digitZero, digitZero, digitOne})
	}
	digits[i]++
	for digits[len(digits)-1] == digitZero {
		digits = digits[:len(digits)-1]
	}
	return string(digits)
}

// midPosition returns the position in the middle of two, where lo < hi.
func midPosition(lo, hi string) string {
	var mid []byte
	for i := 0; ; i++ {
		l, h := byte(digitZero), byte(digitLast)
		if i < len(lo) {
			l = lo[i]
		}
		if i < len(hi) {
			h = hi[i]
		}
		switch h - l {
		case 0:
			mid = append(mid, l)
		case 1:
			// No digit lies between these two: take the lower one, and from
			// here on everything up to the next higher one is free.
			mid = append(mid, l)
			hi = ""
		default:
			return string(append(mid, byte((int(l)+int(h))/2)))
		}
	}
}

// validPosition returns key if it is a position, and else the nearest one.
// Lists are ordered by it; what is stored and sent is the key as it came.
func validPosition(key string) string {
	for i := range len(key) {
		if key[i] < digitZero || key[i] > digitLast {
			return clampPosition(key)
		}
	}
	if key == "" || key[len(key)-1] == digitZero {
		return clampPosition(key)
	}
	return key
}

func clampPosition(key string) string {
	units := encodeUTF16(key) // each half of a pair counts as a digit
	digits := make([]byte, len(units))
	for i, u := range units {
		digits[i] = byte(min(max(u, digitZero), digitLast))
	}
	if pos := strings.TrimRight(string(digits), string(rune(digitZero))); pos != "" {
		return pos
	}
	return firstPlace
}
