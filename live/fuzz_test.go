package live

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzLoad feeds any bytes to the decoder of node streams. What loads must be
// usable: it can be written, copied and changed.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(storage(20)))
	f.Add([]byte(`{"actor":1}
["root",{"type":0,"data":{"a":[1,{"b":"\ud800"}]}}]
["0:1",{"type":1,"parentId":"root","parentKey":"l"}]
["0:3",{"type":3,"parentId":"0:1","parentKey":"é","data":"x"}]
["0:4",{"type":0,"parentId":"0:1","parentKey":"","data":{}}]
["0:5",{"type":4,"parentId":"0:9","parentKey":"t","data":[["a",{"b":null}],["c"]],"version":2}]
["0:9",{"type":2,"parentId":"root","parentKey":"m"}]
["0:6",{"type":5,"parentId":"0:4","parentKey":"f","data":{"id":"fi","name":"n","size":1,"mimeType":"m"}}]
["0:7",{"type":0,"parentId":"0:7","parentKey":"self","data":{}}]
`))
	f.Fuzz(func(t *testing.T, stream []byte) {
		d, err := Load(bytes.NewReader(stream), Limits{MaxBytes: 1 << 20})
		if err != nil {
			return
		}
		r := d.Root()
		clone := r.Clone()
		if text := r.JSON(); !json.Valid(text) {
			t.Fatalf("the tree is written as %s", text)
		}
		if diff := bytes.Compare(clone.JSON(), r.JSON()); diff != 0 {
			t.Fatal("a copy differs")
		}
		r.Set("copy", clone)
		for _, value := range r.All() {
			switch n := value.(type) {
			case *List:
				n.Push(n.Len())
				n.Insert(0, "x")
				n.Move(0, n.Len()-1)
				n.Delete(0)
			case *Map:
				n.Set("k", NewText("t"))
			case *Text:
				n.Insert(n.Len()/2, "😀", nil)
				n.Delete(0, n.Len())
			case *Object:
				n.Reconcile(json.RawMessage(r.JSON()))
			}
		}
		if batch := d.Take(1 << 20); batch != nil {
			if !json.Valid(batch.Body) {
				t.Fatalf("the changes are written as %s", batch.Body)
			}
			for _, op := range batch.Ops {
				_ = op.String()
			}
		}
	})
}

// FuzzApply feeds any bytes to the decoder of answers.
func FuzzApply(f *testing.F) {
	f.Add([]byte(`{"messages":[[{"type":201,"ops":[{"type":1,"id":"0:1","parentKey":"~"},{"type":5,"id":"0:4"},{"type":5,"id":"ACK","opId":"1:0"}]}],{"type":299,"opIds":["1:1"],"reason":"r"}]}`))
	f.Add([]byte(`{"messages":[{"type":201,"ops":[{"type":10,"id":"0:6","opId":"1:2","version":9,"ops":[]},{"type":5,"id":"0:0"}]}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		d := sample(t)
		r := d.Root()
		list, text := get[*List](t, r, "list"), get[*Text](t, r, "text")
		ok(t, list.Push(1), r.Set("n", 2), text.Insert(0, "x", nil))
		_ = d.Apply(d.Take(1<<20), body)
		if text := r.JSON(); !json.Valid(text) {
			t.Fatalf("the tree is written as %s", text)
		}
		for n := range list.Len() {
			if _, there := list.Get(n); !there {
				t.Fatalf("there is no item %d of %d", n, list.Len())
			}
		}
		r.Set("more", NewList(1, 2))
	})
}

// FuzzParsePlainLSON feeds any bytes to the decoder of plain LSON. What it
// reads must come out the same.
func FuzzParsePlainLSON(f *testing.F) {
	f.Add([]byte(sample(f).Root().PlainLSON()))
	f.Fuzz(func(t *testing.T, text []byte) {
		n, err := ParsePlainLSON(text)
		if err != nil {
			return
		}
		once := n.PlainLSON()
		again, err := ParsePlainLSON(once)
		if err != nil {
			t.Fatalf("%s is written, and not read: %v", once, err)
		}
		if !bytes.Equal(again.PlainLSON(), once) {
			t.Fatalf("%s becomes %s", once, again.PlainLSON())
		}
	})
}

// FuzzScanner compares the scanner with encoding/json.
func FuzzScanner(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-0.5e+7,true,false,null,"\u00e9\n\"\\/"]}`, `"\ud83d\ude00"`, `01`, `[1,]`, "\"\x01\"", `-`, `1.`, `"\x"`, `tru`, ` [ ] `, `[1e999]`, `1e-999`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		p := scanner{s: s}
		raw, err := p.value()
		if err == nil {
			err = p.end()
		}
		if valid := json.Valid([]byte(s)); valid != (err == nil) && !errors.Is(err, errTooDeep) && !errors.Is(err, errNumber) {
			t.Fatalf("%q: valid is %v, the error %v", s, valid, err)
		}
		if err != nil {
			return
		}
		if raw != strings.Trim(s, " \t\r\n") {
			t.Fatalf("the value of %q is %q", s, raw)
		}
		if raw[0] == '"' {
			var want string
			if err := json.Unmarshal([]byte(raw), &want); err != nil {
				t.Fatal(err)
			}
			if got := plain(raw); got != want && !strings.Contains(want, "\uFFFD") {
				t.Fatalf("%s decodes to %q, want %q", raw, got, want)
			}
			if got := unquote(quote(unquote(raw))); got != unquote(raw) {
				t.Fatalf("%s is quoted and unquoted to %q", raw, got)
			}
		}
	})
}
