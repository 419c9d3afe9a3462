package live

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// load returns the document of a node stream, whose actor is 1.
func load(t testing.TB, lines ...string) *Document {
	t.Helper()
	stream := `{"actor":1}` + "\n" + strings.Join(lines, "\n") + "\n"
	d, err := Load(strings.NewReader(stream), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// sample is a storage with one node of each kind.
func sample(t testing.TB) *Document {
	t.Helper()
	return load(t,
		`["root",{"type":0,"data":{"title":"Sample","n":1}}]`,
		`["0:0",{"type":1,"parentId":"root","parentKey":"list"}]`,
		`["0:1",{"type":3,"parentId":"0:0","parentKey":"!","data":"a"}]`,
		`["0:2",{"type":3,"parentId":"0:0","parentKey":"\"","data":"b"}]`,
		`["0:3",{"type":0,"parentId":"0:0","parentKey":"#","data":{"x":1}}]`,
		`["0:4",{"type":2,"parentId":"root","parentKey":"map"}]`,
		`["0:5",{"type":3,"parentId":"0:4","parentKey":"k","data":true}]`,
		`["0:6",{"type":4,"parentId":"root","parentKey":"text","data":[["Hello "],["world",{"bold":true}]],"version":3}]`,
		`["0:7",{"type":5,"parentId":"root","parentKey":"file","data":{"id":"fi_1","name":"a.png","size":7,"mimeType":"image/png"}}]`,
	)
}

func get[T any](t testing.TB, from Keyed, key string) T {
	t.Helper()
	v, ok := Get[T](from, key)
	if !ok {
		t.Fatalf("no %T at %q", v, key)
	}
	return v
}

// ops takes out the pending changes and returns them as JSON without op IDs.
func ops(t testing.TB, d *Document) []string {
	t.Helper()
	batch := d.Take(1 << 30)
	if batch == nil {
		return nil
	}
	var body struct {
		Messages []struct {
			Type int
			Ops  []map[string]any
		}
	}
	if err := json.Unmarshal(batch.Body, &body); err != nil {
		t.Fatalf("%v in %s", err, batch.Body)
	}
	var list []string
	for i, op := range body.Messages[0].Ops {
		if op["opId"] != batch.Ops[i].ID || op["id"] != batch.Ops[i].NodeID {
			t.Errorf("op %v is listed as %+v", op, batch.Ops[i])
		}
		delete(op, "opId")
		text, _ := json.Marshal(op)
		list = append(list, string(text))
	}
	return list
}

func checkOps(t testing.TB, d *Document, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, ops(t, d)); diff != "" {
		t.Errorf("ops (-want +got):\n%s", diff)
	}
}

func checkJSON(t testing.TB, n Node, want string) {
	t.Helper()
	if got := string(n.JSON()); got != want {
		t.Errorf("JSON is %s\n   want %s", got, want)
	}
}

func ok(t testing.TB, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestFailingCallsChangeNothing makes calls that must fail, and looks that
// neither the tree nor what is to be sent has changed.
func TestFailingCallsChangeNothing(t *testing.T) {
	loop := map[string]any{}
	loop["self"] = loop
	big := strings.Repeat("x", maxValueBytes)
	for _, tt := range []struct {
		name string
		call func(r *Object) error
		want error  // or
		text string // in the message
	}{
		{name: "set NaN", call: func(r *Object) error { return r.Set("n", math.NaN()) }, text: "NaN"},
		{name: "set nested infinity", call: func(r *Object) error { return r.Set("n", []any{math.Inf(1)}) }, text: "Inf"},
		{name: "set infinity in a struct", call: func(r *Object) error { return r.Set("n", struct{ F float64 }{math.Inf(-1)}) }, text: "Inf"},
		{name: "set a channel", call: func(r *Object) error { return r.Set("n", make(chan int)) }, text: "chan int"},
		{name: "set broken UTF-8", call: func(r *Object) error { return r.Set("n", "a\xff") }, text: "UTF-8"},
		{name: "set broken UTF-8 in a slice", call: func(r *Object) error { return r.Set("n", []string{"a\xff"}) }, text: "UTF-8"},
		{name: "set a large integer", call: func(r *Object) error { return r.Set("n", 1<<53+1) }, text: "9007199254740993"},
		{name: "set a large integer in a struct", call: func(r *Object) error { return r.Set("n", struct{ ID uint64 }{1<<53 + 1}) }, text: "9007199254740993"},
		{name: "set broken JSON", call: func(r *Object) error { return r.Set("n", json.RawMessage(`{"a":}`)) }, text: "value should follow"},
		{name: "set a loop", call: func(r *Object) error { return r.Set("n", loop) }, text: "nested"},
		{name: "set a nil node", call: func(r *Object) error { return r.Set("n", (*List)(nil)) }, text: "nil *live.List"},
		{name: "set a node in a plain value", call: func(r *Object) error { return r.Set("n", []any{NewList()}) }, text: "plain value"},
		{name: "set __proto__", call: func(r *Object) error { return r.Set("__proto__", 1) }, text: "__proto__"},
		{name: "set a key of broken UTF-8", call: func(r *Object) error { return r.Set("\xff", 1) }, text: "UTF-8"},
		{name: "set too much", call: func(r *Object) error { return r.Set("n", big) }, text: "limit"},
		{name: "set an attached node", call: func(r *Object) error { return r.Set("n", get[*List](t, r, "list")) }, want: ErrInTree},
		{name: "set the root", call: func(r *Object) error { return r.Set("n", r) }, want: ErrInTree},
		{name: "set a failed node", call: func(r *Object) error { return r.Set("n", NewList(math.NaN())) }, text: "NaN"},
		{name: "update with one bad value", call: func(r *Object) error {
			return r.Update(map[string]any{"a": NewList(), "b": get[*Map](t, r, "map"), "n": 2})
		}, want: ErrInTree},
		{name: "update with one node twice", call: func(r *Object) error {
			l := NewList()
			return r.Update(map[string]any{"a": l, "b": l})
		}, want: ErrInTree},
		{name: "update with too much together", call: func(r *Object) error {
			return r.Update(map[string]any{"a": big[:maxValueBytes/2], "b": big[:maxValueBytes/2]})
		}, text: "limit"},
		{name: "push an attached node", call: func(r *Object) error { return get[*List](t, r, "list").Push(get[*Map](t, r, "map")) }, want: ErrInTree},
		{name: "push into itself", call: func(r *Object) error { l := NewList(); return l.Push(l) }, want: ErrInTree},
		{name: "push into a descendant", call: func(r *Object) error {
			inner := NewList()
			outer := NewObject(map[string]any{"a": NewObject(map[string]any{"l": inner})})
			return inner.Push(outer)
		}, want: ErrInTree},
		{name: "push too much", call: func(r *Object) error { return get[*List](t, r, "list").Push(big) }, text: "limit"},
		{name: "insert past the end", call: func(r *Object) error { return get[*List](t, r, "list").Insert(4, 1) }, text: "between 0 and 3"},
		{name: "insert before the start", call: func(r *Object) error { return get[*List](t, r, "list").Insert(-1, 1) }, text: "between 0 and 3"},
		{name: "set item past the end", call: func(r *Object) error { return get[*List](t, r, "list").Set(3, 1) }, text: "between 0 and 2"},
		{name: "set item to an attached node", call: func(r *Object) error { return get[*List](t, r, "list").Set(1, get[*Map](t, r, "map")) }, want: ErrInTree},
		{name: "move from past the end", call: func(r *Object) error { return get[*List](t, r, "list").Move(3, 0) }, text: "between 0 and 2"},
		{name: "move to past the end", call: func(r *Object) error { return get[*List](t, r, "list").Move(0, 3) }, text: "between 0 and 2"},
		{name: "delete past the end", call: func(r *Object) error { return get[*List](t, r, "list").Delete(3) }, text: "between 0 and 2"},
		{name: "map: set an attached node", call: func(r *Object) error { return get[*Map](t, r, "map").Set("k", get[*List](t, r, "list")) }, want: ErrInTree},
		{name: "map: set __proto__", call: func(r *Object) error { return get[*Map](t, r, "map").Set("__proto__", 1) }, text: "__proto__"},
		{name: "text: insert past the end", call: func(r *Object) error { return get[*Text](t, r, "text").Insert(12, "x", nil) }, text: "between 0 and 11"},
		{name: "text: delete past the end", call: func(r *Object) error { return get[*Text](t, r, "text").Delete(5, 7) }, text: "between 0 and 6"},
		{name: "text: negative length", call: func(r *Object) error { return get[*Text](t, r, "text").Format(5, -1, nil) }, text: "between 0 and 6"},
		{name: "text: broken UTF-8", call: func(r *Object) error { return get[*Text](t, r, "text").Insert(0, "\xff", nil) }, text: "UTF-8"},
		{name: "text: bad attribute", call: func(r *Object) error {
			return get[*Text](t, r, "text").Format(0, 1, Attributes{"a": math.NaN()})
		}, text: "NaN"},
		{name: "put an empty file ID", call: func(r *Object) error { return r.Set("n", NewFile(FileData{Name: "a"})) }, text: "ID is empty"},
		{name: "reconcile with a bad value", call: func(r *Object) error {
			return r.Reconcile(map[string]any{"title": "new", "zz": math.NaN()})
		}, text: "NaN"},
		{name: "reconcile with an attached node", call: func(r *Object) error {
			return r.Reconcile(map[string]any{"title": "new", "other": get[*List](t, r, "list")})
		}, want: ErrInTree},
		{name: "reconcile with no object", call: func(r *Object) error { return r.Reconcile([]int{1}) }, text: "[]int"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := sample(t)
			before := string(d.Root().PlainLSON())
			err := tt.call(d.Root())
			if err == nil {
				t.Fatal("no error")
			}
			if tt.want != nil && !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.text) {
				t.Errorf("the error is %v, want %v %s", err, tt.want, tt.text)
			}
			if !strings.HasPrefix(err.Error(), "live: ") || strings.Count(err.Error(), "live: ") != 1 {
				t.Errorf("the error %q should start with one live:", err)
			}
			if after := string(d.Root().PlainLSON()); after != before {
				t.Errorf("the tree has changed from %s\nto %s", before, after)
			}
			if n := d.Pending(); n != 0 {
				t.Errorf("%d ops are pending", n)
			}
		})
	}
}

func TestRemovedNodes(t *testing.T) {
	d := sample(t)
	r := d.Root()
	list := get[*List](t, r, "list")
	inner, _ := At[*Object](list, 2)
	m, text := get[*Map](t, r, "map"), get[*Text](t, r, "text")
	ok(t, r.Delete("list"), r.Set("map", 1), r.Set("text", NewText("other")))
	ops(t, d)
	for name, err := range map[string]error{
		"object set":    inner.Set("x", 2),
		"object delete": inner.Delete("x"),
		"list push":     list.Push(1),
		"list clear":    list.Clear(),
		"map set":       m.Set("k", 1),
		"map delete":    m.Delete("k"),
		"text insert":   text.Insert(0, "x", nil),
		"put back":      r.Set("list", list),
		"put in a tree": NewList().Push(inner),
		"reconcile":     inner.Reconcile(map[string]any{}),
	} {
		if !errors.Is(err, ErrRemoved) {
			t.Errorf("%s: the error is %v, want ErrRemoved", name, err)
		}
	}
	if d.Pending() > 0 || d.Has("0:3") || !d.Has("root") {
		t.Error("the document still knows removed nodes")
	}
	checkJSON(t, list, `["a","b",{"x":1}]`)
	ok(t, r.Set("again", list.Clone()))
	checkJSON(t, r, `{"title":"Sample","n":1,"map":1,"text":[["other"]],"file":{"id":"fi_1","name":"a.png","size":7,"mimeType":"image/png"},"again":["a","b",{"x":1}]}`)
}

func TestClosedDocument(t *testing.T) {
	d := sample(t)
	r := d.Root()
	ok(t, r.Set("n", 2))
	d.Close()
	if err := r.Set("n", 3); !errors.Is(err, ErrClosed) {
		t.Errorf("the error is %v, want ErrClosed", err)
	}
	if err := get[*List](t, r, "list").Push(1); !errors.Is(err, ErrClosed) {
		t.Errorf("the error is %v, want ErrClosed", err)
	}
	if d.Take(1000) != nil {
		t.Error("a closed document gives out changes")
	}
	if n := get[int](t, r, "n"); n != 2 {
		t.Errorf("n is %d", n)
	}
}

func TestDetachedNodesMove(t *testing.T) {
	a := NewList(1)
	o := NewObject(map[string]any{"a": a})
	ok(t, o.Delete("a"), o.Set("b", NewMap(map[string]any{"list": a})))
	checkJSON(t, o, `{"b":{"list":[1]}}`)
	d := load(t, `["root",{"type":0,"data":{}}]`)
	ok(t, d.Root().Set("o", o), a.Push(2))
	checkJSON(t, d.Root(), `{"o":{"b":{"list":[1,2]}}}`)
}

func TestMintedIDsAreFree(t *testing.T) {
	d, err := Load(strings.NewReader(`{"actor":0}
["root",{"type":0,"data":{}}]
["0:0",{"type":1,"parentId":"root","parentKey":"l"}]
`), Limits{})
	ok(t, err)
	ok(t, d.Root().Set("m", NewMap(nil)))
	checkOps(t, d, `{"id":"0:1","parentId":"root","parentKey":"m","type":7}`)
}

func TestSetSendsNothingForTheSameScalar(t *testing.T) {
	d := load(t, `["root",{"type":0,"data":{"s":"\u00e9","n":1.0,"b":true,"z":null,"a":[1]}}]`)
	r := d.Root()
	ok(t, r.Set("s", "é"), r.Set("n", 1), r.Set("b", true), r.Set("z", nil))
	checkOps(t, d)
	ok(t, r.Set("a", []int{1}), r.Set("b", nil))
	checkOps(t, d, `{"data":{"a":[1]},"id":"root","type":3}`, `{"data":{"b":null},"id":"root","type":3}`)
}

func TestListManyItems(t *testing.T) {
	l := NewList()
	var want []int
	random := uint32(7)
	next := func(n int) int {
		random = random*1664525 + 1013904223
		return int(random>>8) % n
	}
	for i := range 3000 {
		switch n := len(want); {
		case n > 0 && i%3 == 1:
			at := next(n)
			ok(t, l.Delete(at))
			want = append(want[:at], want[at+1:]...)
		case n > 1 && i%3 == 2:
			from, to := next(n), next(n)
			ok(t, l.Move(from, to))
			v := want[from]
			want = append(want[:from], want[from+1:]...)
			want = append(want[:to], append([]int{v}, want[to:]...)...)
		default:
			at := next(n + 1)
			ok(t, l.Insert(at, i))
			want = append(want[:at], append([]int{i}, want[at:]...)...)
		}
		for j := 0; j < 3 && len(want) > 0; j++ {
			at := next(len(want))
			if v, _ := At[int](l, at); v != want[at] {
				t.Fatalf("after %d changes item %d is %d, want %d", i+1, at, v, want[at])
			}
		}
		for range 2 {
			at := next(max(len(want), 1))
			if len(want) > 0 && l.Index(want[at]) != at {
				t.Fatalf("item %d is found at %d", at, l.Index(want[at]))
			}
		}
	}
	got, err := Decode[[]int](l)
	ok(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	depth := 0
	var walk func(s *slot, d int)
	walk = func(s *slot, d int) {
		if s != nil {
			depth = max(depth, d)
			walk(s.left, d+1)
			walk(s.right, d+1)
		}
	}
	ok(t, l.Clear())
	for i := range 5000 {
		ok(t, l.Push(i))
	}
	walk(l.items.root, 1)
	if depth > 26 {
		t.Errorf("5,000 pushes make a tree %d deep", depth)
	}
}

func TestRangeWhileChanging(t *testing.T) {
	l := NewList(1, 2, 3)
	for _, item := range l.All() {
		ok(t, l.Push(item), l.Delete(0))
	}
	checkJSON(t, l, `[1,2,3]`)
	m := NewMap(map[string]any{"a": 1, "b": 2})
	for key := range m.All() {
		ok(t, m.Delete(key), m.Set(key+key, 1))
	}
	checkJSON(t, m, `{"aa":1,"bb":1}`)
}

func TestKeysThatComeAndGo(t *testing.T) {
	o := NewObject(nil)
	for i := range 1000 {
		ok(t, o.Set(fmt.Sprint(i), i))
		if i >= 20 {
			ok(t, o.Delete(fmt.Sprint(i-20)))
		}
	}
	if o.Len() != 20 || len(o.entries) > 60 {
		t.Errorf("%d keys, %d entries", o.Len(), len(o.entries))
	}
	i := 980
	for key, value := range o.All() {
		if key != fmt.Sprint(i) || value != float64(i) {
			t.Errorf("%s: %v at %d", key, value, i)
		}
		i++
	}
}

func TestLoneSurrogatesSurvive(t *testing.T) {
	d := load(t, `["root",{"type":0,"data":{"\ud800":"\udc00x","ok":"\ud83d\ude00"}}]`,
		`["0:0",{"type":4,"parentId":"root","parentKey":"t","data":[["a\ud800b"]],"version":0}]`)
	checkJSON(t, d.Root(), `{"\ud800":"\udc00x","ok":"\ud83d\ude00","t":[["a\ud800b"]]}`)
	for key := range d.Root().Keys() {
		if _, ok := d.Root().Get(key); !ok {
			t.Errorf("key %q is not found", key)
		}
	}
	if v, _ := d.Root().Get("ok"); v != "😀" {
		t.Errorf("ok is %v", v)
	}
	text := get[*Text](t, d.Root(), "t")
	ok(t, text.Insert(1, "é", nil))
	checkJSON(t, text, `[["aé\ud800b"]]`)
}
