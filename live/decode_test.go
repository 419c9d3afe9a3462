package live

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

type point struct {
	X, Y float64
}

type identity struct {
	ID string `json:"id"`
}

type card struct {
	identity
	Title    string            `json:"title"`
	Done     bool              `json:"done,omitempty"`
	Tags     []string          `json:"tags"`
	Labels   map[string]string `json:"labels,omitempty" live:"map"`
	Body     string            `json:"body" live:"text"`
	At       point             `json:"at" live:"atomic"`
	Due      time.Time         `json:"due,omitzero"`
	Parent   *card             `json:"parent,omitempty"`
	Raw      json.RawMessage   `json:"raw,omitempty"`
	File     *File             `json:"file,omitempty"`
	Any      any               `json:"any,omitempty"`
	Skipped  string            `json:"-"`
	Unlive   string            `json:"unlive" live:"-"`
	Data     []byte            `json:"data,omitempty"`
	Count    *int              `json:"count,omitempty"`
	internal int
}

func TestStructRoundTrip(t *testing.T) {
	n := 4
	in := card{
		identity: identity{ID: "c1"},
		Title:    "One",
		Tags:     []string{"a", "b"},
		Labels:   map[string]string{"k": "v"},
		Body:     "Hello",
		At:       point{1, 2.5},
		Due:      time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		Parent:   &card{Title: "Two", Tags: []string{}},
		Raw:      json.RawMessage(`{"deep":[1]}`),
		Any:      []any{"x", 1.0},
		Data:     []byte("bytes"),
		Count:    &n,
		Skipped:  "s", Unlive: "u", internal: 1,
	}
	in.Parent.Due = time.Time{}
	o, err := ObjectFrom(in)
	ok(t, err)
	want := `{"liveblocksType":"LiveObject","data":{"id":"c1","title":"One",` +
		`"tags":{"liveblocksType":"LiveList","data":["a","b"]},` +
		`"labels":{"liveblocksType":"LiveMap","data":{"k":"v"}},` +
		`"body":{"liveblocksType":"LiveText","data":[["Hello"]],"version":0},` +
		`"at":{"X":1,"Y":2.5},"due":"2026-01-02T03:04:05Z",` +
		`"parent":{"liveblocksType":"LiveObject","data":{"id":"","title":"Two","tags":{"liveblocksType":"LiveList","data":[]},` +
		`"body":{"liveblocksType":"LiveText","data":[],"version":0},"at":{"X":0,"Y":0}}},` +
		`"raw":{"liveblocksType":"LiveObject","data":{"deep":{"liveblocksType":"LiveList","data":[1]}}},` +
		`"any":{"liveblocksType":"LiveList","data":["x",1]},"data":"Ynl0ZXM=","count":4}}`
	if diff := cmp.Diff(want, string(o.PlainLSON())); diff != "" {
		t.Error(diff)
	}
	out, err := Decode[card](o)
	ok(t, err)
	in.Skipped, in.Unlive, in.internal = "", "", 0
	if diff := cmp.Diff(in, out, cmp.AllowUnexported(card{}, identity{})); diff != "" {
		t.Errorf("what comes back differs (-in +out):\n%s", diff)
	}
	empty, err := ObjectFrom(struct {
		S []int
		M map[string]int
		N map[string]int `live:"map"`
		P *int
	}{})
	ok(t, err)
	checkJSON(t, empty, `{"S":[],"M":{},"N":{},"P":null}`)
	if _, there := Get[*Map](empty, "N"); !there {
		t.Error("a nil map is no Map")
	}
	d := load(t, `["root",{"type":0,"data":{}}]`)
	ok(t, d.Root().Set("card", o))
	ops(t, d)
	ok(t, o.Reconcile(in))
	checkOps(t, d)
	in.Title, in.Labels["k"], in.At.X = "Changed", "w", 3
	in.Tags, in.Body, in.Parent = []string{"b", "c", "a"}, "Hello, world", nil
	ok(t, o.Reconcile(in))
	checkOps(t, d,
		`{"id":"1:3","parentKey":" ~","type":1}`,
		`{"data":"c","id":"1:16","parentId":"1:1","parentKey":" ~O","type":8}`,
		`{"data":"w","id":"1:17","parentId":"1:4","parentKey":"k","type":8}`,
		`{"baseVersion":0,"id":"1:6","ops":[{"index":5,"text":", world","type":"insert"}],"type":10}`,
		`{"data":{"at":{"X":3,"Y":2.5},"title":"Changed"},"id":"1:0","type":3}`,
		`{"id":"1:0","key":"parent","type":6}`,
	)
}

func TestDecode(t *testing.T) {
	r := sample(t).Root()
	type kinds struct {
		Title string
		List  *List
		Map   Node
		Text  []Segment
		File  FileData
		N     int64
	}
	got, err := Decode[kinds](r)
	ok(t, err)
	want := kinds{"Sample", get[*List](t, r, "list"), get[*Map](t, r, "map"), get[*Text](t, r, "text").Segments(), FileData{"fi_1", "a.png", 7, "image/png"}, 1}
	if got.List != want.List || got.Map != want.Map {
		t.Error("decoding into a node does not give the node")
	}
	got.List, got.Map, want.List, want.Map = nil, nil, nil, nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := get[map[string]bool](t, r, "map"); !got["k"] {
		t.Errorf("map is %v", got)
	}
	if got := get[[2]any](t, r, "list"); got != [2]any{"a", "b"} {
		t.Errorf("array is %v", got)
	}
	if got := get[string](t, r, "text"); got != "Hello world" {
		t.Errorf("text is %q", got)
	}
	if got := get[json.RawMessage](t, r, "map"); string(got) != `{"k":true}` {
		t.Errorf("raw is %s", got)
	}
	if got := get[any](t, r, "map"); got != any(get[*Map](t, r, "map")) {
		t.Errorf("any is %v", got)
	}
	if _, ok := Get[int](r, "title"); ok {
		t.Error("a string is an int")
	}
	if _, ok := Get[*Map](r, "list"); ok {
		t.Error("a list is a map")
	}
	if _, ok := Get[*Map](r, "title"); ok {
		t.Error("a string is a map")
	}
	if _, ok := At[string](get[*List](t, r, "list"), 3); ok {
		t.Error("there is an item 3")
	}
	if _, ok := Get[string](r, "none"); ok {
		t.Error("there is a key none")
	}
	if _, err := Decode[struct{ List []int }](r); err == nil || !strings.Contains(err.Error(), `"list": item 0`) {
		t.Errorf("the error is %v", err)
	}
}

func TestObjectFromErrors(t *testing.T) {
	loop := &card{}
	loop.Parent = loop
	for text, v := range map[string]any{
		"no struct or map": []int{1},
		"nil is no struct": nil,
		"no strings":       map[string]any{"a": map[int]string{}},
		"holds itself":     loop,
		`live:"maap"`: struct {
			A int `live:"maap"`
		}{},
		`live:"text" needs`: struct {
			A int `live:"text"`
		}{},
		`live:"map" needs`: struct {
			A []int `live:"map"`
		}{[]int{1}},
		"__proto__":            map[string]int{"__proto__": 1},
		`"A": item 1: the num`: struct{ A []any }{[]any{1, func() float64 { z := 0.0; return 1 / z }()}},
	} {
		if _, err := ObjectFrom(v); err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), "<nil>", "nil"), text) {
			t.Errorf("%s: the error is %v", text, err)
		}
	}
	if _, err := ObjectFrom(map[string]any{"a": get[*List](t, sample(t).Root(), "list")}); err == nil {
		t.Error("an attached node has a second parent")
	}
}

func TestPlainLSON(t *testing.T) {
	text := string(sample(t).Root().PlainLSON())
	n, err := ParsePlainLSON([]byte(text))
	ok(t, err)
	if diff := cmp.Diff(text, string(n.PlainLSON())); diff != "" {
		t.Error(diff)
	}
	if n.(*Object).ID() != "" {
		t.Error("a parsed tree is part of a room")
	}
	for _, tt := range []struct{ in, text string }{
		{``, "a value"},
		{`1`, "no liveblocksType"},
		{`{"a":1}`, "no liveblocksType"},
		{`{"liveblocksType":"LiveSet","data":[]}`, `"LiveSet" is unknown`},
		{`{"liveblocksType":"LiveObject"}`, "no data"},
		{`{"liveblocksType":"LiveObject","data":[]}`, "'{'"},
		{`{"liveblocksType":"LiveList","data":{}}`, "'['"},
		{`{"liveblocksType":"LiveText","data":"a"}`, "'['"},
		{`{"liveblocksType":"LiveFile","data":"a"}`, "file"},
		{`{"liveblocksType":"LiveObject","data":{"__proto__":1}}`, "__proto__"},
		{`{"liveblocksType":"LiveObject","data":{}} 1`, "the end"},
		{"\"\xff\"", "UTF-8"},
		{strings.Repeat(`{"liveblocksType":"LiveList","data":[`, 20_000), "nested more than"},
	} {
		if _, err := ParsePlainLSON([]byte(tt.in)); err == nil || !strings.Contains(err.Error(), tt.text) {
			t.Errorf("%.60s: the error is %v", tt.in, err)
		}
	}
	n, err = ParsePlainLSON([]byte(`{"data":{"a":{"liveblocksType":1},"b":{"liveblocksType":"LiveMap","data":{"x":null}}},"liveblocksType":"LiveObject"}`))
	ok(t, err)
	checkJSON(t, n, `{"a":{"liveblocksType":1},"b":{"x":null}}`)
}
