//go:build integration

package comment

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "record the answers of @liveblocks/node in testdata again")

// TestRecordings runs @liveblocks/node over the inputs in testdata and compares
// what it answers with what is recorded there.
func TestRecordings(t *testing.T) {
	markdown := load[[]markdownVector](t, "markdown.json")
	bodies := load[[]bodyVector](t, "stringify.json")
	urls := load[[]urlVector](t, "urls.json")
	goldmark := goldmarkInputs(t)

	var input struct {
		Markdown []string     `json:"markdown"`
		Bodies   []bodyVector `json:"bodies"`
		URLs     []string     `json:"urls"`
	}
	for _, v := range markdown {
		input.Markdown = append(input.Markdown, v.Input)
	}
	for _, in := range goldmark {
		input.Markdown = append(input.Markdown, in.markdown)
	}
	input.Bodies = bodies
	for _, v := range urls {
		input.URLs = append(input.URLs, v.Input)
	}
	var output struct {
		Markdown []markdownVector
		Bodies   []bodyVector
		URLs     []*string
	}
	runNode(t, "record.mjs", input, &output)

	for i := range markdown {
		out := output.Markdown[i]
		out.Group, out.Input = markdown[i].Group, markdown[i].Input
		out.Body = canonical(t, out.Body)
		markdown[i] = out
	}
	hashes := map[string]string{}
	for i, in := range goldmark {
		hashes[in.name] = hashBody(t, decodeBody(t, output.Markdown[len(markdown)+i].Body))
	}
	for i := range bodies {
		out := output.Bodies[i]
		out.Body, out.Mentions = canonical(t, bodies[i].Body), canonical(t, out.Mentions)
		out.Users, out.Groups = bodies[i].Users, bodies[i].Groups
		bodies[i] = out
	}
	for i := range urls {
		urls[i].Output = output.URLs[i]
	}
	checkRecorded(t, "markdown.json", lines(t, markdown))
	checkRecorded(t, "stringify.json", lines(t, bodies))
	checkRecorded(t, "urls.json", lines(t, urls))
	checkRecorded(t, "goldmark.json", indented(t, hashes))

	if *update { // ours, to be reviewed
		differences := load[[]difference](t, "differences.json")
		for _, d := range differences {
			for i := range d.Ours {
				d.Ours[i].Body = marshalPlain(t, FromMarkdown(d.Ours[i].Input))
			}
		}
		checkRecorded(t, "differences.json", indented(t, differences))
	}
}

// runNode runs a script in testdata with input, and reads its output.
func runNode(t *testing.T, script string, input, output any) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "node", filepath.Join("testdata", script))
	cmd.Stdin = bytes.NewReader(marshalPlain(t, input))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node %s: %v (is npm ci done?)", script, err)
	}
	if err := json.Unmarshal(out, output); err != nil {
		t.Fatalf("%s: %v", script, err)
	}
}

func checkRecorded(t *testing.T, name string, want []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is not what @liveblocks/node answers (-package +recorded):\n%s", name, diff)
	}
}

// canonical returns JSON with its keys in order.
func canonical(t *testing.T, data json.RawMessage) json.RawMessage {
	t.Helper()
	return marshalPlain(t, toAny(t, data))
}

func marshalPlain(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// lines returns a JSON array with an element a line.
func lines[T any](t *testing.T, values []T) []byte {
	t.Helper()
	b := []byte("[\n")
	for i, v := range values {
		b = append(b, marshalPlain(t, v)...)
		if i < len(values)-1 {
			b = append(b, ',')
		}
		b = append(b, '\n')
	}
	return append(b, "]\n"...)
}

func indented(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, marshalPlain(t, v), "", "  "); err != nil {
		t.Fatal(err)
	}
	return append(b.Bytes(), '\n')
}
