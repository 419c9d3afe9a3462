package comment

import "strings"

// sanitizeURL returns s as a URL that is safe to link to: an http or https URL,
// or a relative one. "www." at the beginning stands for "https://www.". It
// reports false for any other scheme and for what is no URL.
//
// A URL is read as browsers read it, by the URL standard of the WHATWG, so that
// none gets by that a browser would take for another one: they strip white space
// and line breaks, take backslashes for slashes and decode the host. The result
// has no user name and no password. It is still to be escaped for where it goes.
//
// See https://url.spec.whatwg.org/#concept-basic-url-parser.
func sanitizeURL(s string) (string, bool) {
	if strings.HasPrefix(s, "www.") {
		s = "https://" + s
	}
	if s == "#" || isNormal(s) {
		return s, true
	}
	return normalizeURL(s)
}

// isNormal reports whether s is an absolute URL that normalizeURL would return
// as it is, as most are: a host name that is no number, a path without dot
// segments, perhaps a query and a fragment, and nothing to escape. It may report
// false for others.
func isNormal(s string) bool {
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		if rest, ok = strings.CutPrefix(s, "http://"); !ok {
			return false
		}
	}
	i, label := 0, 0
	for ; i < len(rest) && rest[i] != '/'; i++ {
		switch c := rest[i]; {
		case c == '.':
			label = i + 1
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '-':
		default:
			return false
		}
	}
	if i == label || rest[label] < 'a' {
		return false
	}
	part := byte('/') // what the part of the URL began with: a slash, "?" or "#"
	for ; i < len(rest); i++ {
		switch c := rest[i]; {
		case isAlphanumeric(c), c == '-', c == '_', c == '~', c == '=', c == '&':
		case c == '.' && rest[i-1] != '/':
		case c == '/' && part == '/':
		case c == '?' && part == '/', c == '#' && part != '#':
			if i+1 == len(rest) || rest[i+1] == '#' {
				return false
			}
			part = c
		default:
			return false
		}
	}
	return true
}

// normalizeURL does what sanitizeURL does but for its special cases.
func normalizeURL(s string) (string, bool) {
	absolute := schemeLen(s) > 0
	u, ok := parseURL(s, absolute)
	if !ok {
		return "", false
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	if absolute {
		b.WriteString(u.scheme)
		b.WriteString("//")
		b.WriteString(u.host)
	} else if strings.HasPrefix(u.path, "//") {
		b.WriteString("/.") // or else the path would begin with a host
	}
	// A slash at the end is there if, and only if, s has it.
	if slash := hasFinalSlash(s); u.path != "/" {
		b.WriteString(u.path)
		if slash && !strings.HasSuffix(u.path, "/") {
			b.WriteByte('/')
		}
	} else if slash {
		b.WriteByte('/')
	}
	if u.query != "" {
		b.WriteByte('?')
		b.WriteString(u.query)
	}
	if u.fragment != "" {
		b.WriteByte('#')
		b.WriteString(u.fragment)
	}
	return b.String(), b.Len() > 0
}

// hasFinalSlash reports whether s ends with a slash, or with a slash and a query
// or a fragment in one line.
func hasFinalSlash(s string) bool {
	i := max(strings.LastIndex(s, "/?"), strings.LastIndex(s, "/#"))
	return strings.HasSuffix(s, "/") || i >= 0 && !strings.ContainsAny(s[i:], "\n\r\u2028\u2029")
}

// schemeLen returns the length of the scheme that s starts with, its colon
// included, 0 if it has none.
func schemeLen(s string) int {
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c|0x20 && c|0x20 <= 'z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		case i > 0 && c == ':':
			return i + 1
		default:
			return 0
		}
	}
	return 0
}

// urlParts is an http or https URL, normalised. The scheme and the host are only
// right if the URL was absolute.
type urlParts struct {
	scheme, host, path, query, fragment string
}

// parseURL parses s, relative to the root of some https site if it need not be
// absolute. It reports false if s is no URL or neither http nor https.
func parseURL(s string, absolute bool) (u urlParts, ok bool) {
	s = strings.TrimFunc(s, func(r rune) bool { return r <= ' ' })
	if strings.ContainsAny(s, "\t\n\r") {
		s = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(s)
	}
	u.scheme = "https:"
	hasHost := false
	if n := schemeLen(s); n > 0 {
		u.scheme = strings.ToLower(s[:n])
		if u.scheme != "http:" && u.scheme != "https:" {
			return u, false
		}
		s = s[n:]
		hasHost = absolute || u.scheme == "http:"
	}
	if hasHost || len(s) > 1 && isSlash(s[0]) && isSlash(s[1]) {
		for s != "" && isSlash(s[0]) {
			s = s[1:]
		}
		authority := s
		if i := strings.IndexAny(s, `/\?#`); i >= 0 {
			authority = s[:i]
		}
		s = s[len(authority):]
		if u.host, ok = parseAuthority(authority, u.scheme); !ok {
			return u, false
		}
	}
	s, fragment, _ := strings.Cut(s, "#")
	s, query, _ := strings.Cut(s, "?")
	u.path = parsePath(s)
	u.query = percentEncode(query, "\"#<>'")
	u.fragment = percentEncode(fragment, "\"<>`")
	return u, true
}

func isSlash(c byte) bool { return c == '/' || c == '\\' }

// parsePath returns the path s from the root, with its dot segments resolved.
func parsePath(s string) string {
	const set = "\"#<>?`{}"
	if strings.HasPrefix(s, "/") && !strings.Contains(s, "/.") && !strings.ContainsAny(s, `%\`) {
		return percentEncode(s, set) // nothing to resolve
	}
	if s != "" && isSlash(s[0]) {
		s = s[1:]
	}
	var segments []string
	for more := true; more; {
		segment := s
		i := strings.IndexAny(s, `/\`)
		if more = i >= 0; more {
			segment, s = s[:i], s[i+1:]
		}
		switch dots(segment) {
		case 0:
			segments = append(segments, percentEncode(segment, set))
			continue
		case 2:
			segments = segments[:max(len(segments)-1, 0)]
		}
		if !more {
			segments = append(segments, "")
		}
	}
	return "/" + strings.Join(segments, "/")
}

// dots returns 1 or 2 if the segment is "." or "..", escaped or not, else 0.
func dots(segment string) int {
	n := 0
	for segment != "" {
		switch {
		case segment[0] == '.':
			segment = segment[1:]
		case len(segment) >= 3 && strings.EqualFold(segment[:3], "%2e"):
			segment = segment[3:]
		default:
			return 0
		}
		n++
	}
	if n > 2 {
		return 0
	}
	return n
}

// percentEncode escapes control characters, the space, what is not ASCII, and
// the characters in set. Escapes that are there already stay.
func percentEncode(s, set string) string {
	encode := func(c byte) bool { return c <= ' ' || c >= 0x7F || strings.IndexByte(set, c) >= 0 }
	i := 0
	for i < len(s) && !encode(s[i]) {
		i++
	}
	if i == len(s) {
		return s
	}
	var b strings.Builder
	b.WriteString(s[:i])
	for ; i < len(s); i++ {
		if c := s[i]; encode(c) {
			const hex = "0123456789ABCDEF"
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
