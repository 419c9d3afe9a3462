package comment

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func FuzzFromMarkdown(f *testing.F) {
	for _, v := range load[[]markdownVector](f, "markdown.json") {
		f.Add(v.Input)
	}
	f.Fuzz(func(t *testing.T, markdown string) {
		body := FromMarkdown(markdown)
		if len(body.Content) > 0 {
			if err := body.Validate(); err != nil {
				t.Fatal(err)
			}
		}
		data, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		if limit := 1000 * (len(markdown) + 1); len(data) > limit {
			t.Fatalf("%d bytes became %d", len(markdown), len(data))
		}
		checkRoundTrip(t, body, data)
		checkHTML(t, stringify(t, body, HTML))
	})
}

func FuzzBodyJSON(f *testing.F) {
	f.Add([]byte(everything))
	for _, v := range load[[]bodyVector](f, "stringify.json") {
		f.Add([]byte(v.Body))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var body Body
		if json.Unmarshal(data, &body) != nil {
			return
		}
		_ = body.Validate()
		again, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		if body.Version == 0 {
			body.Version = 1
		}
		checkRoundTrip(t, body, again)
		checkHTML(t, stringify(t, body, HTML))
	})
}

func FuzzSanitizeURL(f *testing.F) {
	for _, v := range load[[]urlVector](f, "urls.json") {
		f.Add(v.Input)
	}
	f.Fuzz(func(t *testing.T, in string) {
		if out, ok := sanitizeURL(in); ok {
			checkURL(t, out)
		}
		if isNormal(in) {
			if out, ok := normalizeURL(in); !ok || out != in {
				t.Errorf("%q is taken for normal, but becomes %q, %t", in, out, ok)
			}
		}
	})
}

func checkRoundTrip(t *testing.T, body Body, data []byte) {
	t.Helper()
	again := decodeBody(t, data)
	// encoding/json rewrites the JSON that it is handed, and invalid UTF-8.
	if diff := cmp.Diff(body, again, cmpopts.EquateEmpty(), cmp.Transformer("json", compactJSON), cmp.Comparer(equalText)); diff != "" {
		t.Fatalf("a body changed on its way through JSON (-before +after):\n%s", diff)
	}
}

func compactJSON(raw json.RawMessage) string {
	data, err := json.Marshal(raw)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

func equalText(a, b string) bool {
	return strings.ToValidUTF8(a, "\uFFFD") == strings.ToValidUTF8(b, "\uFFFD")
}

// safeTag matches the tags that HTML may have.
var safeTag = regexp.MustCompile(`</?(?:p|strong|em|s|code)>|</?span>|<span data-mention>|</a>|` +
	`<a href="([^"<>]*)" target="_blank" rel="noopener noreferrer">`)

// checkHTML fails if s has tags other than those of the format HTML, quotes
// outside of tags, or a link to what is neither http nor https nor relative.
func checkHTML(t *testing.T, s string) {
	t.Helper()
	if rest := safeTag.ReplaceAllString(s, ""); strings.ContainsAny(rest, `<>"'`) {
		t.Fatalf("unsafe HTML: %q", s)
	}
	for _, m := range safeTag.FindAllStringSubmatch(s, -1) {
		if strings.HasPrefix(m[0], "<a ") {
			checkURL(t, html.UnescapeString(m[1]))
		}
	}
}

var withoutFinalSlash = strings.NewReplacer("/?", "?", "/#", "#").Replace

// checkURL fails if a browser could take s for anything but an http, https or
// relative URL.
func checkURL(t *testing.T, s string) {
	t.Helper()
	if n := schemeLen(s); n > 0 && s[:n] != "http:" && s[:n] != "https:" {
		t.Fatalf("unsafe URL: %q", s)
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7F || r == '<' || r == '>' }) {
		t.Fatalf("URL with characters that should be escaped: %q", s)
	}
	if !utf8.ValidString(s) {
		t.Fatalf("URL that is not UTF-8: %q", s)
	}
	// It must be the same URL when it is read again, but for a slash: one at the
	// end of the query or the fragment adds one to the path, as in the package.
	if schemeLen(s) > 0 {
		if again, ok := sanitizeURL(s); !ok || withoutFinalSlash(again) != withoutFinalSlash(s) {
			t.Fatalf("%q becomes %q, %t when it is read again", s, again, ok)
		}
	}
}
