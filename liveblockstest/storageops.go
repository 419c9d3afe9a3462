package liveblockstest

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/liveblocks-go/liveblocks/live"
)

// Types of messages and ops on the wire.
const (
	messageUpdate = 201
	messageReject = 299

	opSetParentKey   = 1
	opCreateList     = 2
	opUpdateObject   = 3
	opCreateObject   = 4
	opDelete         = 5
	opDeleteKey      = 6
	opCreateMap      = 7
	opCreateRegister = 8
	opCreateText     = 9
	opUpdateText     = 10
	opCreateFile     = 11
)

// required are the fields that ops of each type must have.
var required = map[int][]string{
	opSetParentKey:   {"id", "parentKey"},
	opCreateList:     {"id", "parentId", "parentKey"},
	opUpdateObject:   {"id", "data"},
	opCreateObject:   {"id", "parentId", "parentKey", "data"},
	opDelete:         {"id"},
	opDeleteKey:      {"id", "key"},
	opCreateMap:      {"id", "parentId", "parentKey"},
	opCreateRegister: {"id", "parentId", "parentKey", "data"},
	opCreateText:     {"id", "parentId", "parentKey", "data", "version"},
	opUpdateText:     {"id", "baseVersion", "ops"},
	opCreateFile:     {"id", "parentId", "parentKey", "data"},
}

var requiredInEdits = map[string][]string{
	"insert": {"text"},
	"delete": {"length"},
	"format": {"length", "attributes"},
}

// op is one change.
type op struct {
	Type        int               `json:"type"`
	OpID        string            `json:"opId"`
	ID          string            `json:"id"`
	ParentID    string            `json:"parentId"`
	ParentKey   string            `json:"parentKey"`
	Key         string            `json:"key"`
	Intent      string            `json:"intent"`
	DeletedID   string            `json:"deletedId"`
	Data        json.RawMessage   `json:"data"`
	Version     int               `json:"version"`
	BaseVersion int               `json:"baseVersion"`
	Ops         []json.RawMessage `json:"ops"`

	edits  []textEdit                 // Ops
	fields map[string]json.RawMessage // all that was sent
	object map[string]json.RawMessage // Data, if it has to be an object
	text   *live.Text                 // Data, if it has to be a text
}

type textEdit struct {
	Type       string          `json:"type"`
	Index      int             `json:"index"`
	Length     int             `json:"length"`
	Text       string          `json:"text"`
	Attributes live.Attributes `json:"attributes"`
}

// parseMessage reads the ops of a message. One that is not right spoils the
// whole request.
func parseMessage(path string, raw []byte) []*op {
	var message struct {
		Type int               `json:"type"`
		Ops  []json.RawMessage `json:"ops"`
	}
	decode(path, raw, &message, "type")
	if message.Type != messageUpdate {
		unprocessable("Value at keypath '%stype': Must be one of '%d'", path, messageUpdate)
	}
	if message.Ops == nil {
		unprocessable("Missing key: '%sops'", path)
	}
	ops := make([]*op, len(message.Ops))
	for i, raw := range message.Ops {
		ops[i] = parseOp(fmt.Sprintf("%sops.%d.", path, i), raw)
	}
	return ops
}

func parseOp(path string, raw []byte) *op {
	o := new(op)
	decodeNullable(path, raw, o, "type", "opId")
	keys, ok := required[o.Type]
	if !ok {
		unprocessable("Value at keypath '%stype': Must be one of 1 to %d", path, opCreateFile)
	}
	decodeNullable(path, raw, &o.fields, keys...)
	for key, value := range o.fields {
		if string(value) == "null" && (key != "data" || o.Type != opCreateRegister) {
			unprocessable("Value at keypath '%s%s': Must not be null", path, key)
		}
	}
	if !slices.Contains([]string{"", "set", "push"}, o.Intent) {
		unprocessable("Value at keypath '%sintent': Must be one of 'set', 'push'", path)
	}
	switch o.Type {
	case opUpdateObject, opCreateObject:
		o.object = parseObject(path+"data.", o.Data)
	case opCreateText:
		tree, err := live.ParsePlainLSON(encode(map[string]any{"liveblocksType": "LiveText", "data": o.Data}))
		if err != nil {
			unprocessable("Value at keypath '%sdata': Must be a text", path)
		}
		o.text = tree.(*live.Text)
	case opUpdateText:
		o.edits = make([]textEdit, len(o.Ops))
		for i, raw := range o.Ops {
			path := fmt.Sprintf("%sops.%d.", path, i)
			edit := &o.edits[i]
			decodeNullable(path, raw, edit, "type", "index")
			keys, ok := requiredInEdits[edit.Type]
			if !ok {
				unprocessable("Value at keypath '%stype': Must be one of 'insert', 'delete', 'format'", path)
			}
			decode(path, raw, edit, keys...)
		}
	case opCreateFile:
		unprocessable("Value at keypath '%sdata.id': The file was not uploaded", path)
	}
	return o
}

// result is what the server says about an op: at most one of a reply and a
// rejection, and an echo if it was applied.
type result struct {
	echo      json.RawMessage
	reply     json.RawMessage
	rejection string
}

// ignored is the answer to an op that can't be applied, but does no harm.
func (o *op) ignored() result {
	return result{reply: encode(map[string]any{"type": opDelete, "id": "ACK", "opId": o.OpID})}
}

// echoed is the op itself, with a field that the server set.
func (o *op) echoed(field string, value any) json.RawMessage {
	fields := maps.Clone(o.fields)
	if field != "" {
		fields[field] = encode(value)
	}
	return encode(fields)
}

func (s *storage) apply(o *op) result {
	switch o.Type {
	case opSetParentKey:
		return s.move(o)
	case opUpdateObject:
		s.update(o)
	case opDelete:
		if n := s.nodes[o.ID]; n != nil && n.parent != nil {
			s.remove(n)
		}
	case opDeleteKey:
		s.deleteKey(o)
	case opUpdateText:
		return s.edit(o)
	default:
		return s.create(o)
	}
	return result{echo: o.echoed("", nil)}
}

func (s *storage) create(o *op) result {
	parent := s.nodes[o.ParentID]
	if s.nodes[o.ID] != nil || parent == nil {
		return o.ignored()
	}
	n := &node{id: o.ID, parent: parent, key: o.ParentKey}
	switch o.Type {
	case opCreateObject:
		n.kind, n.fields = nodeObject, maps.Clone(o.object)
	case opCreateList:
		n.kind = nodeList
	case opCreateMap:
		n.kind = nodeMap
	case opCreateRegister:
		n.kind, n.value = nodeRegister, o.Data
		if parent.kind == nodeObject {
			return o.ignored()
		}
	case opCreateText:
		n.kind, n.text, n.version = nodeText, o.text, o.Version
	}
	r := result{echo: o.echoed("", nil)}
	switch parent.kind {
	case nodeObject, nodeMap:
		delete(parent.fields, n.key)
		s.removeAt(parent, n.key)
	case nodeList:
		if !position.MatchString(n.key) {
			return o.ignored()
		}
		r = s.place(o, n)
	default:
		return o.ignored()
	}
	s.nodes[n.id] = n
	s.order = append(s.order, n)
	return r
}

// position is what an item's key in a list has to be. The service makes one out
// of any other key, where the fake server ignores the op: no client sends such.
var position = regexp.MustCompile(`^[ -~]*[!-~]$`)

// place finds the position of a list's new item: that which was asked for or,
// if it is taken, the next that is free.
func (s *storage) place(o *op, n *node) result {
	if o.Intent == "set" {
		if replaced := s.nodes[o.DeletedID]; replaced != nil && replaced.parent == n.parent {
			s.remove(replaced)
		}
		r := result{echo: o.echoed("", nil)}
		if other := s.removeAt(n.parent, n.key); other != nil {
			r.reply = encode(map[string]any{"type": opDelete, "id": other.id})
		}
		return r
	}
	if s.childAt(n.parent, n.key) == nil {
		return result{echo: o.echoed("", nil)}
	}
	after := n.key
	if o.Intent == "push" {
		after = slices.Max(s.positions(n.parent))
	}
	n.key = s.freeAfter(n.parent, after)
	return o.moved(n)
}

func (o *op) moved(n *node) result {
	return result{
		reply: encode(map[string]any{"type": opSetParentKey, "id": n.id, "parentKey": n.key}),
		echo:  o.echoed("parentKey", n.key),
	}
}

func (s *storage) move(o *op) result {
	n := s.nodes[o.ID]
	if n == nil || n.parent == nil || n.parent.kind != nodeList || !position.MatchString(o.ParentKey) {
		return o.ignored()
	}
	if other := s.childAt(n.parent, o.ParentKey); other != nil && other != n {
		n.key = s.freeAfter(n.parent, o.ParentKey)
		return o.moved(n)
	}
	n.key = o.ParentKey
	return result{echo: o.echoed("", nil)}
}

// positions returns those of a list's items, unsorted.
func (s *storage) positions(list *node) (keys []string) {
	for _, n := range s.order {
		if n.parent == list {
			keys = append(keys, n.key)
		}
	}
	return keys
}

// freeAfter returns a position after that of an item and before that of the
// next: the one that a client would choose.
func (s *storage) freeAfter(list *node, taken string) string {
	items := newStorage()
	between := &node{id: "list", kind: nodeList, parent: items.nodes[rootID], key: "list"}
	items.order = append(items.order, between)
	keys := slices.DeleteFunc(s.positions(list), func(key string) bool { return key < taken })
	slices.Sort(keys)
	for i, key := range keys[:min(len(keys), 2)] {
		items.order = append(items.order, &node{id: fmt.Sprint(i), kind: nodeRegister, parent: between, key: key, value: json.RawMessage("0")})
	}
	doc := items.document()
	copied, _ := live.Get[*live.List](doc.Root(), "list")
	if err := copied.Insert(1, nil); err != nil {
		panic(fmt.Sprintf("liveblockstest: there is no position after %q: %v", taken, err))
	}
	var body struct{ Messages []struct{ Ops []op } }
	if err := json.Unmarshal(doc.Take(maxBody).Body, &body); err != nil {
		panic(err)
	}
	return body.Messages[0].Ops[0].ParentKey
}

func (s *storage) update(o *op) {
	n := s.nodes[o.ID]
	if n == nil || n.kind != nodeObject {
		return
	}
	for key, value := range o.object {
		s.removeAt(n, key)
		n.fields[key] = value
	}
}

func (s *storage) deleteKey(o *op) {
	n := s.nodes[o.ID]
	if n == nil || n.kind != nodeObject && n.kind != nodeMap {
		return
	}
	delete(n.fields, o.Key)
	s.removeAt(n, o.Key)
}

// edit changes a text. An op that was sent before is not applied again. One that
// was made for an older version, or that reaches beyond the text's end, is
// rejected, where the service adapts it.
func (s *storage) edit(o *op) result {
	n := s.nodes[o.ID]
	switch {
	case n == nil || n.kind != nodeText || len(o.edits) == 0:
		return o.ignored()
	case s.edits[o.OpID] != nil:
		return result{echo: s.edits[o.OpID]}
	case o.BaseVersion > n.version:
		return result{rejection: "LiveText operation base version is ahead of storage"}
	case o.BaseVersion < n.version:
		return result{rejection: "LiveText operation base version is behind storage, which the fake server does not support"}
	}
	edited := n.text.Clone()
	for _, edit := range o.edits {
		if err := edit.apply(edited); err != nil {
			return result{rejection: err.Error()}
		}
	}
	n.text = edited
	n.version++
	s.edits[o.OpID] = o.echoed("version", n.version)
	return result{echo: s.edits[o.OpID]}
}

func (e textEdit) apply(text *live.Text) error {
	switch e.Type {
	case "insert":
		return text.Insert(e.Index, e.Text, e.Attributes)
	case "delete":
		return text.Delete(e.Index, e.Length)
	default:
		return text.Format(e.Index, e.Length, e.Attributes)
	}
}

func (s *storage) childAt(parent *node, key string) *node {
	for _, n := range s.order {
		if n.parent == parent && n.key == key {
			return n
		}
	}
	return nil
}

func (s *storage) removeAt(parent *node, key string) *node {
	n := s.childAt(parent, key)
	if n != nil {
		s.remove(n)
	}
	return n
}

// remove removes a node and all below it, which were created after it.
func (s *storage) remove(n *node) {
	gone := map[*node]bool{n: true}
	s.order = slices.DeleteFunc(s.order, func(other *node) bool {
		if gone[other.parent] {
			gone[other] = true
		}
		if gone[other] {
			delete(s.nodes, other.id)
		}
		return gone[other]
	})
}
