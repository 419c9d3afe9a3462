package liveblocks_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/liveblocks-go/liveblocks/live"
)

// fakeRoom is a room's storage as a server keeps it. It answers as the service
// does, as far as the tests of mutations go: edits of texts are not merged with
// those of others. It also keeps what no server tells: which changes it has
// carried out, and how often each node was created.
type fakeRoom struct {
	mu       sync.Mutex
	actors   int
	nodes    map[string]*fakeNode
	order    []string        // of creation
	done     map[string]bool // changes that were carried out, by op ID
	created  map[string]int
	messages int // how many batches were carried out
}

type fakeNode struct {
	Type      int             `json:"type"`
	ParentID  string          `json:"parentId,omitempty"`
	ParentKey string          `json:"parentKey,omitempty"`
	Data      json.RawMessage `json:"data,omitempty"`
	Version   *int            `json:"version,omitempty"`
}

// newFakeRoom returns a room with an object as its root that has the given
// fields: plain values, or *live.List and the like.
func newFakeRoom(t *testing.T, fields map[string]any) *fakeRoom {
	t.Helper()
	room, err := fillFakeRoom(fields)
	if err != nil {
		t.Fatal(err)
	}
	// What is there has the IDs that the first mutation would give. A server may
	// forget which actors there were.
	room.actors = 1
	return room
}

func fillFakeRoom(fields map[string]any) (*fakeRoom, error) {
	room := &fakeRoom{done: map[string]bool{}, created: map[string]int{}, actors: 1}
	room.nodes = map[string]*fakeNode{"root": {Data: json.RawMessage("{}")}}
	room.order = []string{"root"}
	doc := room.load()
	if err := doc.Root().Update(fields); err != nil {
		return nil, err
	}
	for batch := doc.Take(1 << 30); batch != nil; batch = doc.Take(1 << 30) {
		if _, err := room.apply(batch.Body); err != nil {
			return nil, err
		}
	}
	room.messages = 0
	clear(room.done)
	return room, nil
}

// stream is the answer to request-storage-mutation.
func (room *fakeRoom) stream() []byte {
	room.mu.Lock()
	defer room.mu.Unlock()
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\"actor\":%d}\n", room.actors)
	room.actors++
	for _, id := range room.order {
		line, err := json.Marshal([]any{id, room.nodes[id]})
		if err != nil {
			panic(err)
		}
		b.Write(append(line, '\n'))
	}
	return b.Bytes()
}

func (room *fakeRoom) load() *live.Document {
	doc, err := live.Load(bytes.NewReader(room.stream()), live.Limits{})
	if err != nil {
		panic(err)
	}
	return doc
}

// String is the storage as it is, with sorted keys.
func (room *fakeRoom) String() string { return sortedJSON(room.load().Root().JSON()) }

func sortedJSON(b []byte) string {
	var v any
	mustUnmarshal(b, &v)
	return string(mustMarshal(v))
}

type fakeOp struct {
	Type        int              `json:"type"`
	OpID        string           `json:"opId,omitempty"`
	ID          string           `json:"id"`
	ParentID    string           `json:"parentId,omitempty"`
	ParentKey   string           `json:"parentKey,omitempty"`
	Key         string           `json:"key,omitempty"`
	Data        json.RawMessage  `json:"data,omitempty"`
	Intent      string           `json:"intent,omitempty"`
	DeletedID   string           `json:"deletedId,omitempty"`
	BaseVersion int              `json:"baseVersion,omitempty"`
	Version     *int             `json:"version,omitempty"`
	Ops         []map[string]any `json:"ops,omitempty"`
}

// apply carries out a body of send-message and returns the answer.
func (room *fakeRoom) apply(body []byte) ([]byte, error) {
	room.mu.Lock()
	defer room.mu.Unlock()
	var request struct {
		Messages []struct {
			Type int
			Ops  []fakeOp
		}
	}
	if err := json.Unmarshal(body, &request); err != nil {
		return nil, err
	}
	room.messages++
	echo := []fakeOp{}
	var rejected []string
	for _, message := range request.Messages {
		for _, op := range message.Ops {
			if op.Type == 10 && room.textIsBehind(op) {
				rejected = append(rejected, op.OpID)
				continue
			}
			fixed, ok := room.carryOut(&op)
			if !ok {
				echo = append(echo, fakeOp{Type: 5, ID: "ACK", OpID: op.OpID})
				continue
			}
			room.done[op.OpID] = true
			echo = append(append(echo, fixed...), op)
		}
	}
	messages := []any{[]any{map[string]any{"type": 201, "ops": echo}}}
	if len(rejected) > 0 {
		messages = append(messages, map[string]any{"type": 299, "opIds": rejected, "reason": "the version is ahead"})
	}
	return json.Marshal(map[string]any{"messages": messages})
}

func (room *fakeRoom) textIsBehind(op fakeOp) bool {
	n := room.nodes[op.ID]
	return n != nil && n.Version != nil && op.BaseVersion > *n.Version
}

var createdTypes = map[int]int{2: 1, 4: 0, 7: 2, 8: 3, 9: 4, 11: 5}

// carryOut changes the storage. It reports whether the change was not ignored,
// and returns corrections of positions.
func (room *fakeRoom) carryOut(op *fakeOp) ([]fakeOp, bool) {
	n := room.nodes[op.ID]
	switch op.Type {
	case 1:
		if n == nil || room.nodes[n.ParentID].Type != 1 {
			return nil, false
		}
		n.ParentKey = ""
		fixed := room.freePosition(n.ParentID, op)
		n.ParentKey = op.ParentKey
		return fixed, true
	case 3, 6:
		if n == nil || n.Type != 0 {
			return nil, true
		}
		fields := map[string]json.RawMessage{}
		mustUnmarshal(n.Data, &fields)
		patch := map[string]json.RawMessage{}
		if op.Type == 3 {
			mustUnmarshal(op.Data, &patch)
		} else {
			patch[op.Key] = nil
		}
		for key, value := range patch {
			room.removeAt(op.ID, key)
			delete(fields, key)
			if value != nil {
				fields[key] = value
			}
		}
		n.Data = mustMarshal(fields)
		return nil, true
	case 5:
		if op.ID != "root" {
			room.remove(op.ID)
		}
		return nil, true
	case 10:
		return nil, room.editText(n, op)
	}
	return room.create(op)
}

func (room *fakeRoom) create(op *fakeOp) (fixed []fakeOp, ok bool) {
	parent := room.nodes[op.ParentID]
	if parent == nil || room.nodes[op.ID] != nil {
		return nil, false
	}
	switch {
	case parent.Type == 1 && op.Intent == "set":
		room.remove(op.DeletedID)
		room.removeAt(op.ParentID, op.ParentKey)
	case parent.Type == 1:
		fixed = room.freePosition(op.ParentID, op)
	default:
		room.removeAt(op.ParentID, op.ParentKey)
		if parent.Type == 0 {
			fields := map[string]json.RawMessage{}
			mustUnmarshal(parent.Data, &fields)
			delete(fields, op.ParentKey)
			parent.Data = mustMarshal(fields)
		}
	}
	n := &fakeNode{Type: createdTypes[op.Type], ParentID: op.ParentID, ParentKey: op.ParentKey, Data: op.Data, Version: op.Version}
	room.nodes[op.ID] = n
	room.order = append(room.order, op.ID)
	room.created[op.ID]++
	return fixed, true
}

// freePosition gives an item another position if its own is taken.
func (room *fakeRoom) freePosition(list string, op *fakeOp) []fakeOp {
	taken := func(position string) bool {
		for _, n := range room.nodes {
			if n.ParentID == list && n.ParentKey == position {
				return true
			}
		}
		return false
	}
	if !taken(op.ParentKey) {
		return nil
	}
	for taken(op.ParentKey) {
		op.ParentKey += "O"
	}
	return []fakeOp{{Type: 1, ID: op.ID, ParentKey: op.ParentKey}}
}

func (room *fakeRoom) editText(n *fakeNode, op *fakeOp) bool {
	if n == nil || n.Type != 4 {
		return false
	}
	if !room.done[op.OpID] {
		var segments [][]any
		mustUnmarshal(n.Data, &segments)
		text := ""
		for _, s := range segments {
			text += s[0].(string)
		}
		for _, edit := range op.Ops {
			at := int(edit["index"].(float64))
			switch edit["type"] {
			case "insert":
				text = text[:at] + edit["text"].(string) + text[at:]
			case "delete":
				text = text[:at] + text[at+int(edit["length"].(float64)):]
			}
		}
		n.Data = mustMarshal([][]any{{text}})
		version := *n.Version + 1
		n.Version = &version
	}
	op.Version = n.Version
	return true
}

func (room *fakeRoom) removeAt(parent, key string) {
	for id, n := range maps.Clone(room.nodes) {
		if n.ParentID == parent && n.ParentKey == key {
			room.remove(id)
		}
	}
}

func (room *fakeRoom) remove(id string) {
	if room.nodes[id] == nil {
		return
	}
	for child, n := range maps.Clone(room.nodes) {
		if n.ParentID == id {
			room.remove(child)
		}
	}
	delete(room.nodes, id)
	room.order = slices.DeleteFunc(room.order, func(o string) bool { return o == id })
}

func mustUnmarshal(data []byte, v any) {
	if err := json.Unmarshal(data, v); err != nil {
		panic(err)
	}
}

func mustMarshal(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

// RoundTrip answers the two requests that mutations make, and uploads.
func (room *fakeRoom) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	req.Body.Close()
	switch {
	case strings.HasSuffix(req.URL.Path, "/request-storage-mutation"):
		return answer(http.StatusOK, string(room.stream()), "Content-Type", "application/x-ndjson")(req)
	case strings.HasSuffix(req.URL.Path, "/send-message"):
		answered, err := room.apply(body)
		if err != nil {
			return answer(http.StatusUnprocessableEntity, `{"error":"UNPROCESSABLE_ENTITY"}`)(req)
		}
		return answer(http.StatusOK, string(answered))(req)
	}
	if dir, name := path.Split(req.URL.Path); req.Method == http.MethodPut && strings.HasSuffix(dir, "/upload/") {
		return answer(http.StatusOK, string(mustMarshal(map[string]any{
			"id": "fl_1", "name": name, "size": len(body), "mimeType": "application/pdf",
		})))(req)
	}
	return answer(http.StatusNotFound, "{}")(req)
}
