package liveblocks_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// TestMethodDocs holds the doc comment of every method against the table of
// methods: it has a link, and for a request that changes something it says
// whether it is retried.
func TestMethodDocs(t *testing.T) {
	docs := clientDocs(t)
	for _, s := range methodSections {
		for _, m := range s.methods {
			doc, ok := docs[m.name[strings.Index(m.name, ".")+1:]]
			if !ok {
				t.Errorf("%s has no doc comment", m.name)
				continue
			}
			if !strings.Contains(doc, "https://liveblocks.io/docs/") {
				t.Errorf("%s: the doc comment has no link", m.name)
			}
			if !m.writes() || m.name == "MutateStorage" { // which tells at length
				continue
			}
			said := strings.Contains(doc, "retried")
			saidNot := strings.Contains(doc, "is not retried")
			if !said || saidNot == m.repeatable {
				t.Errorf("%s: want a doc comment that says whether it is retried, which is %t", m.name, m.repeatable)
			}
		}
	}
}

// clientDocs returns the doc comments of the methods of Client and Session by
// name, with a single space wherever there is any.
func clientDocs(t *testing.T) map[string]string {
	t.Helper()
	docs := map[string]string{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil && f.Doc != nil {
				docs[f.Name.Name] = strings.Join(strings.Fields(f.Doc.Text()), " ")
			}
		}
	}
	return docs
}
