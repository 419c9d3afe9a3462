package liveblocks_test

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// readmePrelude is what the snippets of the README take for granted: imports,
// and names that stand for things of the reader's app.
const readmePrelude = `package readme

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net/http"
	"os"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/comment"
	"github.com/liveblocks-go/liveblocks/live"
	"github.com/liveblocks-go/liveblocks/webhook"
)

var (
	client *liveblocks.Client
	ctx    context.Context
	w      http.ResponseWriter
	r      *http.Request
	file   *os.File
	size   int64
)

func index(ctx context.Context, room, comment string) error { return nil }

type app struct{ client *liveblocks.Client }

func (a *app) authorize(r *http.Request, room string) (*liveblocks.Session, error) { panic("") }
`

// demoPrelude is what the snippet from the demo takes for granted.
const demoPrelude = `package readme

import (
	"net/http"

	"github.com/liveblocks-go/liveblocks"
)

type app struct{ client *liveblocks.Client }

type user struct {
	ID, Name, Title, Color, Avatar string
	Rooms                          map[string]liveblocks.Permission
}

func (a *app) currentUser(r *http.Request) (user, bool) { panic("") }
`

// goSnippet is a snippet, and the file that it is from if a comment before it
// names one.
var goSnippet = regexp.MustCompile("(?s)(?:<!-- ([^ ]+) -->\n)?```go\n(.*?)```")

// TestReadmeCompiles type-checks every Go snippet of the README.
func TestReadmeCompiles(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	snippets := goSnippet.FindAllSubmatch(readme, -1)
	if len(snippets) < 5 {
		t.Fatalf("only %d snippets were found", len(snippets))
	}
	imports := exportData(t)
	for i, snippet := range snippets {
		file, code := string(snippet[1]), string(snippet[2])
		t.Run(fmt.Sprint(i+1), func(t *testing.T) {
			sources := []string{readmePrelude, "func _() {\n" + code + "}\n"}
			if file != "" {
				source, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(string(source), code) {
					t.Errorf("%s does not have the code that is said to be from it:\n%s", file, code)
				}
				sources = []string{demoPrelude, code}
			}
			for _, err := range typeCheck(imports, strings.Join(sources, "\n")) {
				t.Errorf("%v in\n%s", err, code)
			}
		})
	}
}

// typeCheck returns the errors that matter in a snippet. That a variable is not
// used does not.
func typeCheck(imports types.Importer, source string) (errs []error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "README.md", source, parser.SkipObjectResolution)
	if err != nil {
		return []error{err}
	}
	config := types.Config{Importer: imports, Error: func(err error) {
		var e types.Error
		if !errors.As(err, &e) || !e.Soft {
			errs = append(errs, err)
		}
	}}
	_, _ = config.Check("readme", fset, []*ast.File{file}, nil) // errors were taken above
	return errs
}

// exportData imports packages from what the go command has compiled.
func exportData(t *testing.T) types.Importer {
	t.Helper()
	cmd := exec.Command("go", "list", "-export", "-deps", "-f", "{{if .Export}}{{.ImportPath}} {{.Export}}{{end}}", "./...")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &stderr)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		if path, file, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			files[path] = file
		}
	}
	return importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		file, ok := files[path]
		if !ok {
			return nil, fmt.Errorf("no package %s", path)
		}
		return os.Open(file)
	})
}
