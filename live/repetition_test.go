package live

import (
	"errors"
	"strings"
	"testing"
)

// TestTakeRepeatable looks at what is done for batches that arrive twice.
// TestDevServerTwice proves that it is enough.
func TestTakeRepeatable(t *testing.T) {
	const stream = `{"actor":1}
["root",{"type":0,"data":{}}]
["0:0",{"type":1,"parentId":"root","parentKey":"l"}]
["0:1",{"type":3,"parentId":"0:0","parentKey":"!","data":"a"}]
["0:2",{"type":3,"parentId":"0:0","parentKey":"!!","data":"b"}]
`
	const deletion = `,{"opId":"1:2","type":5,"id":"1:0"}]}]}`
	tests := []struct {
		name     string
		mutate   func(l *List) error
		batches  int
		deletion bool
	}{
		{"nothing to do", func(l *List) error {
			return errors.Join(l.Push("c"), l.Set(0, "A"), l.Move(2, 0), l.Delete(1), l.Insert(0, "z"))
		}, 1, false},
		{"a new item is replaced", func(l *List) error {
			return errors.Join(l.Push("c"), l.Set(2, "C"))
		}, 1, true},
		{"a place of a removed item is taken by a new one", func(l *List) error {
			return errors.Join(l.Set(0, "A"), l.Delete(0), l.Insert(0, "z"))
		}, 1, false},
		{"a place of a removed item is taken by an old one", func(l *List) error {
			return errors.Join(l.Set(0, "A"), l.Delete(0), l.Push("c"), l.Move(1, 0))
		}, 2, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, err := Load(strings.NewReader(stream), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if err := test.mutate(get[*List](t, d.Root(), "l")); err != nil {
				t.Fatal(err)
			}
			n, bodies := 0, ""
			for batch := d.Take(1 << 20); batch != nil; batch = d.Take(1 << 20) {
				n++
				bodies += string(batch.Body)
			}
			if n != test.batches || strings.HasSuffix(bodies, deletion) != test.deletion {
				t.Errorf("sent as %s: want %d batches, with a deletion at the end: %t", bodies, test.batches, test.deletion)
			}
		})
	}
}

// TestApplyKeepsCreated applies the answer to a batch that has arrived twice: an
// item was driven out by what it had replaced, and then created again.
func TestApplyKeepsCreated(t *testing.T) {
	d, err := Load(strings.NewReader("{\"actor\":1}\n[\"root\",{\"type\":0,\"data\":{}}]\n"), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	must(d.Root().Set("l", NewList("a")))
	batch := d.Take(1 << 20)
	answer := `{"messages":[[{"type":201,"ops":[{"type":5,"id":"1:0"},{"type":2,"opId":"1:1","id":"1:0"},{"type":8,"opId":"1:2","id":"1:1"}]}]]}`
	if err := d.Apply(batch, []byte(answer)); err != nil {
		t.Fatal(err)
	}
	if err := get[*List](t, d.Root(), "l").Push("b"); err != nil {
		t.Errorf("the list can't be changed any more: %v", err)
	}
}

// TestMintAfterRemoval has an actor whose number somebody had before, so that the
// nodes that are there have the IDs that the new ones would get.
func TestMintAfterRemoval(t *testing.T) {
	const stream = `{"actor":1}
["root",{"type":0,"data":{}}]
["1:0",{"type":1,"parentId":"root","parentKey":"l"}]
["1:1",{"type":3,"parentId":"1:0","parentKey":"!","data":"a"}]
`
	d, err := Load(strings.NewReader(stream), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	must(get[*List](t, d.Root(), "l").Set(0, "b"))
	checkOps(t, d, `{"data":"b","deletedId":"1:1","id":"1:2","intent":"set","parentId":"1:0","parentKey":"!","type":8}`)
}
