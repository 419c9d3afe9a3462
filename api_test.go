package liveblocks_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write API.md anew")

const apiIntro = `# The API, method by method

What each method of [@liveblocks/node](https://liveblocks.io/docs/api-reference/liveblocks-node) is called in Go, and
what it sends. Methods without a JavaScript name are those of the
[REST API](https://liveblocks.io/docs/api-reference/rest-api-endpoints), or iterators over lists, that the package lacks.

*Repeated* is whether a request is tried again after a failure that may have been a success: an answer that got lost, or
a status of 500, 502, 503 or 504. All requests are tried again after a status of 429, and if they surely never reached
the server. A method that is not repeated returns an error whose MaybeApplied field is true.

This page is generated, by ` + "`go test -run TestAPI -update .`" + `, from the table that the tests go by.
`

// TestAPI keeps API.md true. What the table says of a method, TestEveryMethod
// compares with what the method does.
func TestAPI(t *testing.T) {
	want := apiDocument()
	if *update {
		if err := os.WriteFile("API.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("API.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("API.md is not up to date, run go test -run TestAPI -update . (-want +got):\n%s", diff)
	}
}

func apiDocument() string {
	var b strings.Builder
	b.WriteString(apiIntro)
	for _, s := range methodSections {
		fmt.Fprintf(&b, "\n## %s\n\n| JavaScript | Go | Request | Repeated |\n|---|---|---|---|\n", s.title)
		for _, m := range s.methods {
			js := ""
			if m.jsName != "" {
				js = "`" + m.jsName + "`"
			}
			fmt.Fprintf(&b, "| %s | `%s` | `%s %s` | %s |\n", js, m.name, m.httpMethod, m.route, m.repeats())
		}
	}
	return b.String()
}

func (m method) repeats() string {
	if m.repeatable {
		return "yes"
	}
	return "no"
}
