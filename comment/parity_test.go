package comment

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// markdownVector is what @liveblocks/node makes of some Markdown.
type markdownVector struct {
	Group    string          `json:"group"`
	Input    string          `json:"input"`
	Body     json.RawMessage `json:"body"`
	Plain    string          `json:"plain"`
	Markdown string          `json:"markdown"`
	HTML     string          `json:"html"`
}

// bodyVector is what @liveblocks/node makes of a body.
type bodyVector struct {
	Body     json.RawMessage   `json:"body"`
	Users    map[string]string `json:"users,omitempty"`
	Groups   map[string]string `json:"groups,omitempty"`
	Plain    string            `json:"plain"`
	Markdown string            `json:"markdown"`
	HTML     string            `json:"html"`
	Mentions json.RawMessage   `json:"mentions"`
}

// urlVector is what @liveblocks/core makes of a URL: null if it refuses it.
type urlVector struct {
	Input  string  `json:"input"`
	Output *string `json:"output"`
}

// difference is a way in which a body differs from that of @liveblocks/node.
type difference struct {
	Reason string `json:"reason"`
	// Ours is our body for inputs of testdata/markdown.json.
	Ours []struct {
		Input string          `json:"input"`
		Body  json.RawMessage `json:"body"`
	} `json:"ours,omitempty"`
	// Goldmark names inputs of goldmark's own tests.
	Goldmark []string `json:"goldmark,omitempty"`
}

func load[T any](t testing.TB, name string) T {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return v
}

func decodeBody(t testing.TB, data []byte) Body {
	t.Helper()
	var b Body
	if err := json.Unmarshal(data, &b); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	return b
}

func stringify(t testing.TB, b Body, f Format, opts ...StringifyOption) string {
	t.Helper()
	s, err := Stringify(t.Context(), b, f, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestFromMarkdownParity compares FromMarkdown with what @liveblocks/node made of
// the same inputs, except for the inputs in testdata/differences.json: for them
// it compares with our body there, which must differ from the package's.
func TestFromMarkdownParity(t *testing.T) {
	ours := map[string]json.RawMessage{}
	for _, d := range load[[]difference](t, "differences.json") {
		for _, o := range d.Ours {
			ours[o.Input] = o.Body
		}
	}
	vectors := load[[]markdownVector](t, "markdown.json")
	if len(vectors) < 800 {
		t.Fatalf("only %d inputs", len(vectors))
	}
	for _, v := range vectors {
		got, want := FromMarkdown(v.Input), decodeBody(t, v.Body)
		if raw, ok := ours[v.Input]; ok {
			delete(ours, v.Input)
			if cmp.Equal(got, want, cmpopts.EquateEmpty()) {
				t.Errorf("%s: %q is listed in differences.json, but equal", v.Group, v.Input)
			}
			want = decodeBody(t, raw)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: FromMarkdown(%q) (-want +got):\n%s", v.Group, v.Input, diff)
		}
	}
	for input := range ours {
		t.Errorf("%q is listed in differences.json, but is no input of markdown.json", input)
	}
}

// TestFromMarkdownGoldmarkParity does the same for the inputs of goldmark's own
// tests, the examples of the CommonMark specification among them. They come from
// the module that is built in; recorded are hashes of the package's bodies.
func TestFromMarkdownGoldmarkParity(t *testing.T) {
	listed := map[string]bool{}
	for _, d := range load[[]difference](t, "differences.json") {
		for _, name := range d.Goldmark {
			listed[name] = true
		}
	}
	recorded := load[map[string]string](t, "goldmark.json")
	inputs := goldmarkInputs(t)
	if len(inputs) != len(recorded) {
		t.Errorf("goldmark has %d inputs, %d are recorded; record them again", len(inputs), len(recorded))
	}
	for _, in := range inputs {
		equal := hashBody(t, FromMarkdown(in.markdown)) == recorded[in.name]
		if equal == listed[in.name] {
			t.Errorf("%s: equal is %t, listed in differences.json is %t\n%q", in.name, equal, listed[in.name], in.markdown)
		}
		delete(listed, in.name)
	}
	for name := range listed {
		t.Errorf("%s is listed in differences.json, but is no input", name)
	}
}

// hashBody returns a hash of a body, whoever made it.
func hashBody(t testing.TB, b Body) string {
	t.Helper()
	data, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

type goldmarkInput struct{ name, markdown string }

// goldmarkInputs returns the inputs of goldmark's tests for what FromMarkdown
// does.
func goldmarkInputs(t testing.TB) []goldmarkInput {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	dir := strings.TrimSpace(string(out))
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}

	var inputs []goldmarkInput
	var spec []struct {
		Example  int
		Markdown string
	}
	if err := json.Unmarshal(read("_test/spec.json"), &spec); err != nil {
		t.Fatal(err)
	}
	for _, e := range spec {
		inputs = append(inputs, goldmarkInput{fmt.Sprintf("spec %d", e.Example), e.Markdown})
	}
	for name, file := range map[string]string{
		"extra":         "_test/extra.txt",
		"table":         "extension/_test/table.txt",
		"strikethrough": "extension/_test/strikethrough.txt",
		"tasklist":      "extension/_test/tasklist.txt",
		"linkify":       "extension/_test/linkify.txt",
	} {
		cases := bytes.Split(read(file), []byte("//= = = = = = = = = = = = = = = = = = = = = = = =//"))
		for i, c := range cases {
			parts := strings.Split(string(c), "//- - - - - - - - -//")
			if len(parts) < 3 {
				continue
			}
			markdown := strings.TrimSuffix(strings.TrimPrefix(parts[1], "\n"), "\n")
			inputs = append(inputs, goldmarkInput{fmt.Sprintf("%s %d", name, i+1), markdown})
		}
	}
	return inputs
}

// TestStringifyParity compares Stringify and Mentions with @liveblocks/node.
func TestStringifyParity(t *testing.T) {
	for _, v := range load[[]markdownVector](t, "markdown.json") {
		body := decodeBody(t, v.Body)
		for format, want := range map[Format]string{Plain: v.Plain, Markdown: v.Markdown, HTML: v.HTML} {
			if hasEmptyLinkText(v.Body) {
				continue // shows the URL, in the package only in HTML
			}
			if got := stringify(t, body, format); got != want {
				t.Errorf("%s: format %d: got %q, want %q", v.Body, format, got, want)
			}
		}
	}
	for _, v := range load[[]bodyVector](t, "stringify.json") {
		body := decodeBody(t, v.Body)
		opts := []StringifyOption{WithUsers(names(v.Users)), WithGroups(names(v.Groups))}
		for format, want := range map[Format]string{Plain: v.Plain, Markdown: v.Markdown, HTML: v.HTML} {
			if got := stringify(t, body, format, opts...); got != want {
				t.Errorf("%s: format %d: got %q, want %q", v.Body, format, got, want)
			}
		}
		got, err := json.Marshal(body.Mentions())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(toAny(t, v.Mentions), toAny(t, got)); diff != "" && string(got) != "null" {
			t.Errorf("%s: mentions (-want +got):\n%s", v.Body, diff)
		}
	}
}

func hasEmptyLinkText(body []byte) bool {
	return bytes.Contains(body, []byte(`"text":"","type":"link"`))
}

func toAny(t testing.TB, data []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestSanitizeURLParity compares sanitizeURL with @liveblocks/core.
func TestSanitizeURLParity(t *testing.T) {
	for _, v := range load[[]urlVector](t, "urls.json") {
		got, ok := sanitizeURL(v.Input)
		switch {
		case v.Output == nil && ok:
			t.Errorf("%q: got %q, want none", v.Input, got)
		case v.Output != nil && (!ok || got != *v.Output):
			t.Errorf("%q: got %q, %t, want %q", v.Input, got, ok, *v.Output)
		}
	}
}

// TestSanitizeURLStaysOnHost checks that a relative URL does not come to lead to
// another host. The package returns "//example.org" for the first ones.
func TestSanitizeURLStaysOnHost(t *testing.T) {
	for in, want := range map[string]string{
		".//example.org":              "/.//example.org",
		"/a/..//example.org/":         "/.//example.org/",
		"/.//example.org":             "/.//example.org",
		"//example.com//example.org":  "/.//example.org",
		"https://example.com//a":      "https://example.com//a",
		"https://example.com/.//a/..": "https://example.com//",
	} {
		if got, ok := sanitizeURL(in); got != want || !ok {
			t.Errorf("%q: got %q, %t, want %q", in, got, ok, want)
		}
	}
}

// TestJSONParity reads the package's bodies and writes them again.
func TestJSONParity(t *testing.T) {
	for _, v := range load[[]markdownVector](t, "markdown.json") {
		if hasEmptyLinkText(v.Body) {
			continue // an empty text and none are the same
		}
		got, err := json.Marshal(decodeBody(t, v.Body))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(toAny(t, v.Body), toAny(t, got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", v.Body, diff)
		}
	}
}
