package live

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestLoadErrors(t *testing.T) {
	const root = `["root",{"type":0,"data":{}}]` + "\n"
	for _, tt := range []struct {
		name, stream, text string
	}{
		{"empty", "", "empty"},
		{"no actor", root, "'{'"},
		{"no actor in the first line", `{"nodes":1}` + "\n" + root, "actor"},
		{"negative actor", `{"actor":-1}` + "\n" + root, "whole number"},
		{"fractional actor", `{"actor":1.5}` + "\n" + root, "'}'"},
		{"huge actor", `{"actor":99999999999999999999}` + "\n" + root, "too large"},
		{"no root", `{"actor":1}` + "\n", "no root"},
		{"cut within a line", `{"actor":1}` + "\n" + root[:12], "cut short"},
		{"cut before the newline", `{"actor":1}` + "\n" + root[:len(root)-1], "cut short"},
		{"broken JSON", `{"actor":1}` + "\n" + `["root",{"type":0,"data":{"a":tru}}]` + "\n", "line 2"},
		{"trailing comma", `{"actor":1}` + "\n" + `["root",{"type":0,"data":{"a":1,}}]` + "\n", "a key"},
		{"two values in a line", `{"actor":1}` + "\n" + root[:len(root)-1] + root, "the end"},
		{"control character", `{"actor":1}` + "\n" + "[\"ro\x01ot\",{}]\n", "control"},
		{"not UTF-8", `{"actor":1}` + "\n" + "[\"ro\xffot\",{}]\n", "UTF-8"},
		{"no type", `{"actor":1}` + "\n" + `["root",{"data":{}}]` + "\n", "no type"},
		{"root is a list", `{"actor":1}` + "\n" + `["root",{"type":1}]` + "\n", "root is not an object"},
		{"object without data", `{"actor":1}` + "\n" + `["root",{"type":0}]` + "\n", "no JSON object"},
		{"object with an array", `{"actor":1}` + "\n" + `["root",{"type":0,"data":[]}]` + "\n", "no JSON object"},
		{"ID twice", `{"actor":1}` + "\n" + root + `["a",{"type":1,"parentId":"root","parentKey":"a"}]` + "\n" + `["a",{"type":1,"parentId":"root","parentKey":"b"}]` + "\n", `node "a": the ID is there twice`},
		{"root twice", `{"actor":1}` + "\n" + root + root, "twice"},
		{"unknown type", `{"actor":1}` + "\n" + root + `["a",{"type":6,"parentId":"root","parentKey":"a"}]` + "\n", "type 6 is unknown"},
		{"no parent", `{"actor":1}` + "\n" + root + `["a",{"type":1}]` + "\n", "no parent"},
		{"register without data", `{"actor":1}` + "\n" + root + `["a",{"type":3,"parentId":"root","parentKey":"a"}]` + "\n", "no data"},
		{"text without data", `{"actor":1}` + "\n" + root + `["a",{"type":4,"parentId":"root","parentKey":"a"}]` + "\n", "text"},
		{"text of numbers", `{"actor":1}` + "\n" + root + `["a",{"type":4,"parentId":"root","parentKey":"a","data":[[1]]}]` + "\n", "a string"},
		{"file of numbers", `{"actor":1}` + "\n" + root + `["a",{"type":5,"parentId":"root","parentKey":"a","data":{"id":1}}]` + "\n", "file"},
		{"infinite number", `{"actor":1}` + "\n" + `["root",{"type":0,"data":{"a":[1e999]}}]` + "\n", "out of range"},
		{"deep JSON", `{"actor":1}` + "\n" + `["root",{"type":0,"data":{"a":` + strings.Repeat("[", 200_000) + strings.Repeat("]", 200_000) + `}}]` + "\n", "nested more than"},
		{"deep nodes", deepStream(100_000, false), "nested more than"},
		{"deep nodes, backwards", deepStream(100_000, true), "nested more than"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := Load(strings.NewReader(tt.stream), Limits{})
			if err == nil {
				t.Fatalf("no error, but %s", d.Root().JSON())
			}
			if !strings.Contains(err.Error(), tt.text) || !strings.HasPrefix(err.Error(), "live: load storage: ") {
				t.Errorf("the error is %q, want %q in it", err, tt.text)
			}
		})
	}
}

// deepStream is a chain of objects, the root first or last.
func deepStream(n int, backwards bool) string {
	lines := []string{`["root",{"type":0,"data":{}}]`}
	parent := "root"
	for i := range n {
		id := fmt.Sprintf("0:%d", i)
		lines = append(lines, fmt.Sprintf(`[%q,{"type":0,"parentId":%q,"parentKey":"a","data":{}}]`, id, parent))
		parent = id
	}
	if backwards {
		for i, j := 0, len(lines)-1; i < j; i, j = i+1, j-1 {
			lines[i], lines[j] = lines[j], lines[i]
		}
	}
	return "{\"actor\":1}\n" + strings.Join(lines, "\n") + "\n"
}

func TestLoadDeepButAllowed(t *testing.T) {
	for _, backwards := range []bool{false, true} {
		d, err := Load(strings.NewReader(deepStream(maxDepth, backwards)), Limits{})
		ok(t, err)
		r := d.Root()
		if n := len(r.JSON()) + len(r.PlainLSON()); n < 14*maxDepth {
			t.Errorf("%d bytes", n)
		}
		copied := r.Clone()
		if err := r.Set("b", copied); !errors.Is(err, errTooDeep) {
			t.Errorf("a tree one too deep: %v", err)
		}
		ok(t, r.Delete("a"))
		if len(d.nodes) != 1 {
			t.Errorf("%d nodes are left", len(d.nodes))
		}
		ok(t, r.Set("flat", 1), r.Reconcile(map[string]any{"list": []any{1, 2}}))
	}
}

func TestLoadDeepJSON(t *testing.T) {
	deep := strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth)
	d := load(t, `["root",{"type":0,"data":{"a":`+deep[1:len(deep)-1]+`}}]`)
	if v, there := d.Root().Get("a"); !there || v == nil {
		t.Error("a deep value is lost")
	}
	if err := d.Root().Set("b", deep); err != nil {
		t.Error(err)
	}
	checkJSON(t, NewList(d.Root().Clone()), `[{"a":`+deep[1:len(deep)-1]+`,"b":"`+deep+`"}]`)
}

func TestLoadLeavesOutWhatHangsFromNothing(t *testing.T) {
	d := load(t,
		`["0:9",{"type":3,"parentId":"0:1","parentKey":"!!","data":"late"}]`,
		`["root",{"type":0,"data":{}}]`,
		`["orphan",{"type":0,"parentId":"gone","parentKey":"a","data":{}}]`,
		`["self",{"type":0,"parentId":"self","parentKey":"a","data":{}}]`,
		`["x",{"type":0,"parentId":"y","parentKey":"a","data":{}}]`,
		`["y",{"type":0,"parentId":"x","parentKey":"a","data":{}}]`,
		`["0:1",{"type":1,"parentId":"root","parentKey":"l"}]`,
		`["0:2",{"type":3,"parentId":"0:1","parentKey":"!","data":"first"}]`,
		`["0:3",{"type":3,"parentId":"0:2","parentKey":"!","data":"below a plain value"}]`,
	)
	checkJSON(t, d.Root(), `{"l":["first","late"]}`)
	for _, id := range []string{"orphan", "self", "x", "y", "0:3"} {
		if d.Has(id) {
			t.Errorf("%s is in the document", id)
		}
	}
	if !d.Has("0:1") || !d.Has("0:9") {
		t.Error("nodes are missing in the document")
	}
}

func TestLoadLimits(t *testing.T) {
	stream := string(storage(1000))
	for _, limits := range []Limits{{MaxBytes: 100_000}, {MaxNodes: 900}} {
		if _, err := Load(strings.NewReader(stream), limits); err == nil || !strings.Contains(err.Error(), "Limits.Max") {
			t.Errorf("%+v: %v", limits, err)
		}
	}
	if _, err := Load(strings.NewReader(stream), Limits{MaxBytes: int64(len(stream)), MaxNodes: 1000}); err != nil {
		t.Error(err)
	}
	// Ops on an endless stream end.
	if _, err := Load(endless{}, Limits{MaxBytes: 10 << 20}); err == nil {
		t.Error("an endless stream was loaded")
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestLoadReaders(t *testing.T) {
	stream := string(storage(200)) + `["long",{"type":3,"parentId":"0:0","parentKey":"~~~~~","data":"` + strings.Repeat("x", 600_000) + `"}]` + "\n"
	want, err := Load(strings.NewReader(stream), Limits{})
	ok(t, err)
	for name, r := range map[string]io.Reader{
		"half":     iotest.HalfReader(strings.NewReader(stream)),
		"data err": iotest.DataErrReader(strings.NewReader(stream)),
	} {
		got, err := Load(r, Limits{})
		ok(t, err)
		if string(got.Root().JSON()) != string(want.Root().JSON()) {
			t.Errorf("%s: another tree", name)
		}
	}
	broken := errors.New("broken")
	if _, err := Load(io.MultiReader(strings.NewReader(stream[:5000]), iotest.ErrReader(broken)), Limits{}); !errors.Is(err, broken) {
		t.Errorf("the reader's error is lost: %v", err)
	}
	if _, err := Load(io.MultiReader(strings.NewReader(stream[:1+strings.LastIndexByte(stream[:5000], '\n')]), iotest.ErrReader(io.ErrUnexpectedEOF)), Limits{}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a cut stream is loaded: %v", err)
	}
}

func TestLoadOddRecords(t *testing.T) {
	d := load(t,
		` [ "root" , { "future":[1,{"a":null}] , "data" : { "k" : 1 , "k" : 2 } , "type" : 0 } ] `,
		``,
		`["0:0",{"type":3,"parentId":"root","parentKey":"k","data":"the child wins"}]`,
		`["0:1",{"type":1,"parentId":"root","parentKey":"l"}]`,
		`["0:2",{"type":3,"parentId":"0:1","parentKey":"!","data":1}]`,
		`["0:3",{"type":3,"parentId":"0:1","parentKey":"!","data":2}]`,
	)
	checkJSON(t, d.Root(), `{"k":"the child wins","l":[1,2]}`)
	l := get[*List](t, d.Root(), "l")
	if err := l.Insert(1, "between"); err == nil || !strings.Contains(err.Error(), "same position") {
		t.Errorf("insert between equal positions: %v", err)
	}
	if err := d.Root().Reconcile(map[string]any{"k": 1, "l": []any{1, 3, 2}}); err == nil || !strings.Contains(err.Error(), "same position") {
		t.Errorf("reconcile between equal positions: %v", err)
	}
	checkOps(t, d)
	ok(t, l.Move(0, 1))
	checkJSON(t, l, `[2,1]`)
}
