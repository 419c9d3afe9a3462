package comment

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// parseAuthority returns the host, and the port if it is not the scheme's own,
// of an authority. What goes before an "@" is left out.
func parseAuthority(s, scheme string) (string, bool) {
	s = s[strings.LastIndexByte(s, '@')+1:]
	port := ""
	if i := strings.LastIndexByte(s, ':'); i > strings.LastIndexByte(s, ']') {
		s, port = s[:i], s[i+1:]
	}
	host, ok := parseHost(s)
	if !ok || port == "" {
		return host, ok
	}
	for _, c := range []byte(port) {
		if c < '0' || c > '9' {
			return "", false
		}
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return "", false
	}
	if scheme == "http:" && n == 80 || scheme == "https:" && n == 443 {
		return host, true
	}
	return host + ":" + strconv.FormatUint(n, 10), true
}

func parseHost(s string) (string, bool) {
	if strings.HasPrefix(s, "[") {
		return parseIPv6(s)
	}
	s = percentDecode(s)
	if s == "" || !utf8.ValidString(s) {
		return "", false
	}
	for _, r := range s {
		if r >= utf8.RuneSelf {
			// Browsers map the host to ASCII. Letters, digits and their marks
			// stay; anything else could become a slash or a dot.
			if !unicode.In(r, unicode.L, unicode.M, unicode.Nd) {
				return "", false
			}
		} else if r <= ' ' || r == 0x7F || strings.ContainsRune(`#/:<>?@[\]^|%`, r) {
			return "", false
		}
	}
	s = lowerASCII(s)
	if endsInNumber(s) {
		return parseIPv4(s)
	}
	return s, true
}

func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

func percentDecode(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(n))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func parseIPv6(s string) (string, bool) {
	if !strings.HasSuffix(s, "]") {
		return "", false
	}
	ip, err := netip.ParseAddr(s[1 : len(s)-1])
	if err != nil || !ip.Is6() || ip.Zone() != "" {
		return "", false
	}
	if ip.Is4In6() {
		b := ip.As16()
		return fmt.Sprintf("[::ffff:%x:%x]", int(b[12])<<8|int(b[13]), int(b[14])<<8|int(b[15])), true
	}
	return "[" + ip.String() + "]", true
}

// endsInNumber reports whether a host's last label is a number, which makes the
// host an IPv4 address or invalid.
func endsInNumber(s string) bool {
	s = strings.TrimSuffix(s, ".")
	last := s[strings.LastIndexByte(s, '.')+1:]
	if last == "" || last[0] < '0' || last[0] > '9' {
		return false
	}
	if strings.Trim(last, "0123456789") == "" {
		return true
	}
	_, ok := parseIPv4Number(last)
	return ok
}

// parseIPv4 parses the address s, of one to four numbers.
func parseIPv4(s string) (string, bool) {
	parts := strings.Split(strings.TrimSuffix(s, "."), ".")
	if len(parts) > 4 {
		return "", false
	}
	var ip uint64
	for i, part := range parts {
		n, ok := parseIPv4Number(part)
		if !ok {
			return "", false
		}
		if i == len(parts)-1 { // the last one fills what is left
			if n >= 1<<(8*(5-len(parts))) {
				return "", false
			}
			ip |= n
		} else if n > 255 {
			return "", false
		} else {
			ip |= n << (8 * (3 - i))
		}
	}
	return fmt.Sprintf("%d.%d.%d.%d", ip>>24, ip>>16&255, ip>>8&255, ip&255), true
}

// parseIPv4Number parses a decimal, octal (0...) or hexadecimal (0x...) number.
func parseIPv4Number(s string) (uint64, bool) {
	base := 10
	switch {
	case strings.HasPrefix(s, "0x"):
		if s = s[2:]; s == "" {
			return 0, true
		}
		base = 16
	case len(s) > 1 && s[0] == '0':
		s, base = s[1:], 8
	}
	if strings.HasPrefix(s, "+") || strings.HasPrefix(s, "-") {
		return 0, false
	}
	n, err := strconv.ParseUint(s, base, 64)
	if errors.Is(err, strconv.ErrRange) {
		return n, true // the largest number there is: too large, but a number
	}
	return n, err == nil
}
