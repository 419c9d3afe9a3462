package live

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// storage returns a node stream of about n nodes, 116 bytes each: a list of
// items with a text field and two plain ones, and a map of shapes.
func storage(n int) []byte {
	var b bytes.Buffer
	b.WriteString("{\"actor\":7}\n")
	b.WriteString(`["root",{"type":0,"data":{"title":"Benchmark","count":0}}]` + "\n")
	b.WriteString(`["0:0",{"type":1,"parentId":"root","parentKey":"items"}]` + "\n")
	b.WriteString(`["0:1",{"type":2,"parentId":"root","parentKey":"shapes"}]` + "\n")
	pos := ""
	for i := 2; i < n-1; i++ {
		switch i % 4 {
		case 0:
			fmt.Fprintf(&b, `["0:%d",{"type":0,"parentId":"0:1","parentKey":"shape-%d","data":{"x":%d,"y":%d.5,"fill":"#aabbcc","label":"Shape number %d"}}]`+"\n", i, i, i, i, i)
		case 1:
			pos, _ = positionBetween(pos, "")
			fmt.Fprintf(&b, `["0:%d",{"type":3,"parentId":"0:0","parentKey":%q,"data":"a plain item of the list, number %d"}]`+"\n", i, pos, i)
		default:
			pos, _ = positionBetween(pos, "")
			fmt.Fprintf(&b, `["0:%d",{"type":0,"parentId":"0:0","parentKey":%q,"data":{"text":"Buy milk and bread, item %d","done":false,"priority":%d}}]`+"\n", i, pos, i, i%5)
		}
	}
	return b.Bytes()
}

// floorNode is what a program without a decoder of its own would read.
type floorNode struct {
	Type      int             `json:"type"`
	ParentID  string          `json:"parentId"`
	ParentKey string          `json:"parentKey"`
	Data      json.RawMessage `json:"data"`
}

// floor reads each line by encoding/json, and builds no tree.
func floor(stream []byte) (map[string]*floorNode, error) {
	nodes := map[string]*floorNode{}
	lines := bufio.NewScanner(bytes.NewReader(stream))
	lines.Buffer(nil, 1<<20)
	for first := true; lines.Scan(); first = false {
		if first {
			continue
		}
		var id string
		node := new(floorNode)
		pair := [2]any{&id, node}
		if err := json.Unmarshal(lines.Bytes(), &pair); err != nil {
			return nil, err
		}
		nodes[id] = node
	}
	return nodes, lines.Err()
}

var benchSizes = []int{1_000, 10_000, 100_000}

// BenchmarkLoad loads a storage and sets one key: by encoding/json into a
// struct for each line, and here.
func BenchmarkLoad(b *testing.B) {
	for _, n := range benchSizes {
		stream := storage(n)
		b.Run(fmt.Sprintf("nodes=%d/floor", n), func(b *testing.B) {
			b.SetBytes(int64(len(stream)))
			for b.Loop() {
				nodes, err := floor(stream)
				if err != nil || len(nodes) < n-3 {
					b.Fatal(len(nodes), err)
				}
				if _, err := json.Marshal(map[string]any{"type": 3, "id": "root", "opId": "7:0", "data": map[string]any{"title": "x"}}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("nodes=%d/live", n), func(b *testing.B) {
			b.SetBytes(int64(len(stream)))
			for b.Loop() {
				d, err := Load(bytes.NewReader(stream), Limits{})
				if err != nil {
					b.Fatal(err)
				}
				if err := d.Root().Set("title", "x"); err != nil {
					b.Fatal(err)
				}
				if d.Take(1<<20) == nil {
					b.Fatal("no op")
				}
			}
		})
	}
}

// floorOp is an op as the floor encodes it.
type floorOp struct {
	OpID      string `json:"opId"`
	Type      int    `json:"type"`
	ID        string `json:"id"`
	ParentID  string `json:"parentId,omitempty"`
	ParentKey string `json:"parentKey,omitempty"`
	Data      any    `json:"data,omitempty"`
	Intent    string `json:"intent,omitempty"`
}

// BenchmarkMutate loads a storage and makes 10,000 changes, half of them
// pushes and half sets of a key. The floor builds no tree, knows no position
// and encodes its ops by one json.Marshal.
func BenchmarkMutate(b *testing.B) {
	const changes = 5_000
	for _, n := range benchSizes {
		stream := storage(n)
		b.Run(fmt.Sprintf("nodes=%d/floor", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := floor(stream); err != nil {
					b.Fatal(err)
				}
				var ops []floorOp
				for i := range changes {
					ops = append(ops,
						floorOp{OpID: fmt.Sprint("7:", 2*i), Type: 8, ID: fmt.Sprint("7:", i), ParentID: "0:0", ParentKey: "!!!", Data: fmt.Sprint("pushed item ", i), Intent: "push"},
						floorOp{OpID: fmt.Sprint("7:", 2*i+1), Type: 3, ID: "root", Data: map[string]any{fmt.Sprint("key", i%100): i}})
				}
				body, err := json.Marshal(map[string]any{"messages": []any{map[string]any{"type": 201, "ops": ops}}})
				if err != nil || len(body) < 800_000 {
					b.Fatal(len(body), err)
				}
			}
		})
		b.Run(fmt.Sprintf("nodes=%d/live", n), func(b *testing.B) {
			for b.Loop() {
				d, err := Load(bytes.NewReader(stream), Limits{})
				if err != nil {
					b.Fatal(err)
				}
				root := d.Root()
				items, _ := Get[*List](root, "items")
				for i := range changes {
					if err := items.Push(fmt.Sprint("pushed item ", i)); err != nil {
						b.Fatal(err)
					}
					if err := root.Set(fmt.Sprint("key", i%100), i); err != nil {
						b.Fatal(err)
					}
				}
				if batch := d.Take(1 << 30); len(batch.Ops) != 2*changes {
					b.Fatal(len(batch.Ops))
				}
			}
		})
	}
}

// BenchmarkListInsert inserts 100,000 items at random places of one list.
func BenchmarkListInsert(b *testing.B) {
	for b.Loop() {
		d, err := Load(strings.NewReader("{\"actor\":1}\n[\"root\",{\"type\":0,\"data\":{}}]\n"), Limits{})
		if err != nil {
			b.Fatal(err)
		}
		l := NewList()
		if err := d.Root().Set("list", l); err != nil {
			b.Fatal(err)
		}
		random := uint32(1)
		for i := range 100_000 {
			random = random*1664525 + 1013904223
			if err := l.Insert(int(random>>8)%(i+1), i); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkTextInsert makes 10,000 inserts into a text of 1,000,000 characters.
func BenchmarkTextInsert(b *testing.B) {
	long := strings.Repeat("x", 1_000_000)
	for b.Loop() {
		t := NewText(long)
		random := uint32(1)
		for range 10_000 {
			random = random*1664525 + 1013904223
			if err := t.Insert(int(random>>8)%t.Len(), "abc", nil); err != nil {
				b.Fatal(err)
			}
		}
	}
}
