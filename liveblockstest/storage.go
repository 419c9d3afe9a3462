package liveblockstest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/liveblocks-go/liveblocks/live"
)

// storage is the storage tree of a room, as the service keeps it: a table of
// nodes. Package live, which reads and makes what clients do, does the rest.
type storage struct {
	nodes  map[string]*node
	order  []*node // as they were created, so that parents come first
	actors int
	edits  map[string]json.RawMessage // the answers to edits of texts, by op ID
}

const rootID = "root"

// Types of nodes on the wire.
const (
	nodeObject   = 0
	nodeList     = 1
	nodeMap      = 2
	nodeRegister = 3
	nodeText     = 4
)

type node struct {
	id      string
	kind    int
	parent  *node  // nil for the root
	key     string // in the parent; for a list, the position
	fields  map[string]json.RawMessage
	value   json.RawMessage // of a register
	text    *live.Text
	version int // of the text
}

func newStorage() *storage {
	root := &node{id: rootID, kind: nodeObject, fields: map[string]json.RawMessage{}}
	return &storage{nodes: map[string]*node{rootID: root}, order: []*node{root}, edits: map[string]json.RawMessage{}}
}

func (s *storage) isEmpty() bool { return len(s.nodes) == 1 && len(s.nodes[rootID].fields) == 0 }

// stream returns the nodes as the service sends them to a new actor.
func (s *storage) stream() []byte {
	s.actors++
	lines := bytes.NewBufferString(fmt.Sprintf("{\"actor\":%d}\n", s.actors))
	for _, n := range s.order {
		line := map[string]any{"type": n.kind}
		if n.parent != nil {
			line["parentId"], line["parentKey"] = n.parent.id, n.key
		}
		switch n.kind {
		case nodeObject:
			line["data"] = n.fields
		case nodeRegister:
			line["data"] = n.value
		case nodeText:
			line["data"], line["version"] = n.text, n.version
		}
		lines.Write(encode([]any{n.id, line}))
		lines.WriteByte('\n')
	}
	return lines.Bytes()
}

// document returns the storage as a client has it.
func (s *storage) document() *live.Document {
	doc, err := live.Load(bytes.NewReader(s.stream()), live.Limits{})
	if err != nil {
		panic(fmt.Sprintf("liveblockstest: the fake server's storage is broken: %v", err))
	}
	return doc
}

// json returns the whole tree, as plain LSON or as plain JSON.
func (s *storage) json(lson bool) any {
	children := map[*node][]*node{}
	for _, n := range s.order {
		children[n.parent] = append(children[n.parent], n)
	}
	typed := func(name string, data any) any {
		if !lson {
			return data
		}
		return map[string]any{"liveblocksType": name, "data": data}
	}
	var value func(n *node) any
	value = func(n *node) any {
		keyed := map[string]any{}
		for _, child := range children[n] {
			keyed[child.key] = value(child)
		}
		switch n.kind {
		case nodeRegister:
			return n.value
		case nodeText:
			return typed("LiveText", n.text)
		case nodeMap:
			return typed("LiveMap", keyed)
		case nodeList:
			items := []any{}
			for _, position := range slices.Sorted(maps.Keys(keyed)) {
				items = append(items, keyed[position])
			}
			return typed("LiveList", items)
		default:
			for key, field := range n.fields {
				keyed[key] = field
			}
			return typed("LiveObject", keyed)
		}
	}
	return value(s.nodes[rootID])
}

func (c *call) getStorage() any {
	r := c.room()
	switch c.query.Get("format") {
	case "", "plain-lson":
		return r.storage.json(true)
	case "json":
		return r.storage.json(false)
	}
	unprocessable("Value at key 'format': Must be 'plain-lson' or 'json'")
	return nil
}

// initializeStorage fills the storage as a client would.
func (c *call) initializeStorage() any {
	r := c.room()
	var body struct {
		Type string          `json:"liveblocksType"`
		Data json.RawMessage `json:"data"`
	}
	c.decode(&body, "liveblocksType", "data")
	tree, err := live.ParsePlainLSON(c.body)
	if err != nil {
		unprocessable("%s", strings.TrimPrefix(err.Error(), "live: "))
	}
	root, ok := tree.(*live.Object)
	if !ok {
		unprocessable("Value at key 'liveblocksType': Must be 'LiveObject'")
	}
	if !r.storage.isEmpty() {
		panic(&apiError{
			Status: http.StatusConflict, Code: "CANNOT_UPDATE_EXISTING_STORAGE",
			Message:    "The room already has storage data. It's only possible to initialize the storage for an empty room.",
			Suggestion: "Create another room or clear this room storage first.",
		})
	}
	filled := newStorage()
	filled.actors = r.storage.actors + 1
	for _, op := range creationOf(root) {
		filled.apply(op)
	}
	r.storage = filled
	return filled.json(true)
}

// creationOf returns the ops with which a client fills an empty storage.
func creationOf(root *live.Object) (ops []*op) {
	doc := newStorage().document()
	for key, value := range root.All() {
		if err := doc.Root().Set(key, cloneNode(value)); err != nil {
			unprocessable("Value at keypath 'data.%s': %v", key, err)
		}
	}
	batch := doc.Take(maxBody)
	if batch == nil {
		return nil
	}
	var body struct {
		Messages []json.RawMessage `json:"messages"`
	}
	if err := json.Unmarshal(batch.Body, &body); err != nil {
		panic(err)
	}
	for i, raw := range body.Messages {
		ops = append(ops, parseMessage(fmt.Sprintf("messages.%d.", i), raw)...)
	}
	return ops
}

// cloneNode returns a node that belongs to no tree, or any other value as it is.
func cloneNode(value any) any {
	switch n := value.(type) {
	case *live.Object:
		return n.Clone()
	case *live.List:
		return n.Clone()
	case *live.Map:
		return n.Clone()
	case *live.Text:
		return n.Clone()
	case *live.File:
		return n.Clone()
	}
	return value
}

func (c *call) deleteStorage() any {
	r := c.room()
	actors := r.storage.actors
	r.storage = newStorage()
	r.storage.actors = actors
	return nil
}

func (c *call) requestStorageMutation() any {
	r := c.room()
	return plain{"application/x-ndjson", r.storage.stream()}
}

// sendMessage carries out ops. The answer has what the server corrected first,
// and then the ops as they were applied.
func (c *call) sendMessage() any {
	r := c.room()
	var body struct {
		Messages []json.RawMessage `json:"messages"`
	}
	c.decode(&body, "messages")
	messages := make([][]*op, len(body.Messages))
	for i, raw := range body.Messages {
		messages[i] = parseMessage(fmt.Sprintf("messages.%d.", i), raw)
	}
	type message struct {
		Type   int               `json:"type"`
		Ops    []json.RawMessage `json:"ops,omitempty"`
		OpIDs  []string          `json:"opIds,omitempty"`
		Reason string            `json:"reason,omitempty"`
	}
	replies := [][]message{}
	var echoes []message
	for _, ops := range messages {
		var applied []json.RawMessage
		for _, op := range ops {
			result := r.storage.apply(op)
			if result.reply != nil {
				replies = append(replies, []message{{Type: messageUpdate, Ops: []json.RawMessage{result.reply}}})
			}
			if result.rejection != "" {
				replies = append(replies, []message{{Type: messageReject, OpIDs: []string{op.OpID}, Reason: result.rejection}})
			}
			if result.echo != nil {
				applied = append(applied, result.echo)
			}
		}
		if len(applied) > 0 {
			echoes = append(echoes, message{Type: messageUpdate, Ops: applied})
		}
	}
	if len(echoes) > 0 {
		replies = append(replies, echoes)
	}
	return map[string]any{"messages": replies}
}
