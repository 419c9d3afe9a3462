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
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/comment"
	"github.com/liveblocks-go/liveblocks/live"
	"github.com/liveblocks-go/liveblocks/liveblockstest"
	"github.com/liveblocks-go/liveblocks/webhook"
)

var (
	client *liveblocks.Client
	ctx    context.Context
	err    error
	file   *os.File
	mux    *http.ServeMux
	t      *testing.T
	w      http.ResponseWriter
	r      *http.Request
)

type User struct{ ID, Name, Color string }

func (u *User) MayEdit(room string) bool { return true }
func userFromDatabase(r *http.Request) (*User, error) { return nil, nil }
func newApp(client *liveblocks.Client) http.Handler { return nil }
func index(ctx context.Context, room, comment string) error { return nil }
`

var goSnippet = regexp.MustCompile("(?s)```go\n(.*?)```")

// TestReadmeCompiles type-checks every Go snippet of the README: a program, some
// declarations, or some statements.
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
		code := string(snippet[1])
		t.Run(fmt.Sprint(i+1), func(t *testing.T) {
			sources := []string{code}
			if !strings.HasPrefix(code, "package ") {
				body := code
				if !strings.HasPrefix(code, "func ") && !strings.HasPrefix(code, "type ") {
					body = "func _() {\n" + code + "}\n"
				}
				before, after, _ := strings.Cut(readmePrelude, "\n\nvar (")
				sources = []string{before + "\n\n" + body + "\n\nvar (" + after}
			}
			for _, err := range typeCheck(imports, sources) {
				t.Errorf("%v in\n%s", err, code)
			}
		})
	}
}

// typeCheck returns the errors that matter in a snippet. That a variable is not
// used does not.
func typeCheck(imports types.Importer, sources []string) (errs []error) {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, source := range sources {
		file, err := parser.ParseFile(fset, "README.md", source, parser.SkipObjectResolution)
		if err != nil {
			return []error{err}
		}
		files = append(files, file)
	}
	config := types.Config{Importer: imports, Error: func(err error) {
		if e := new(types.Error); !errors.As(err, e) || !e.Soft {
			errs = append(errs, err)
		}
	}}
	_, _ = config.Check("readme", fset, files, nil) // errors were taken above
	return errs
}

// exportData imports packages from what the go command has compiled.
func exportData(t *testing.T) types.Importer {
	t.Helper()
	cmd := exec.Command("go", "list", "-export", "-deps", "-f", "{{if .Export}}{{.ImportPath}} {{.Export}}{{end}}", "./...", "net/http/httptest", "testing")
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
