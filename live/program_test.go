//go:build integration

package live

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// A program is a storage to start from and calls that change it, in the form
// that oracle.mjs reads.
type program struct {
	Nodes []json.RawMessage `json:"nodes"`
	Actor int               `json:"actor"`
	Calls []call            `json:"calls"`
}

// A call is a method, a register and operands.
type call []any

type operandRegister struct {
	R int `json:"r"`
}

type literal struct {
	JSON any `json:"json"`
}

// A machine runs a program on this package.
type machine struct {
	doc       *Document
	registers map[int]Node
	extra     []any // what is compared as if it were ops
}

func newMachine(p *program) (*machine, error) {
	stream := fmt.Sprintf("{\"actor\":%d}\n", p.Actor)
	for _, line := range p.Nodes {
		stream += string(line) + "\n"
	}
	doc, err := Load(strings.NewReader(stream), Limits{})
	if err != nil {
		return nil, err
	}
	return &machine{doc: doc, registers: map[int]Node{0: doc.Root()}}, nil
}

// A result is what comes of a program, decoded from JSON.
type result struct {
	Ops   []any  `json:"ops"`
	JSON  any    `json:"json"`
	LSON  any    `json:"lson"`
	Error string `json:"error"`
}

func (m *machine) result() result {
	var r result
	for batch := m.doc.Take(1 << 30); batch != nil; batch = m.doc.Take(1 << 30) {
		var body struct{ Messages []struct{ Ops []any } }
		mustDecode(batch.Body, &body)
		// What follows is for the case that the batch arrives twice.
		r.Ops = append(r.Ops, body.Messages[0].Ops[:len(batch.Ops)]...)
	}
	r.Ops = append(r.Ops, m.extra...)
	mustDecode(m.doc.Root().JSON(), &r.JSON)
	mustDecode(m.doc.Root().PlainLSON(), &r.LSON)
	return r
}

func mustDecode(text []byte, v any) {
	if err := json.Unmarshal(text, v); err != nil {
		panic(fmt.Sprintf("%v in %s", err, text))
	}
}

// run makes one call. It fails where the package's classes would throw or
// lose something.
func (m *machine) run(c call) error {
	method, target := c[0].(string), c[1].(int)
	args := make([]any, 0, len(c))
	for _, arg := range c[2:] {
		switch arg := arg.(type) {
		case operandRegister:
			n, ok := m.registers[arg.R]
			if !ok {
				return fmt.Errorf("register %d is empty", arg.R)
			}
			args = append(args, n)
		case literal:
			args = append(args, arg.JSON)
		}
	}
	if n, ok, err := m.create(method, args); ok || err != nil {
		if err == nil {
			err = n.base().err
		}
		if err == nil {
			m.registers[target] = n
		}
		return err
	}
	n := m.registers[target]
	switch n := n.(type) {
	case *Object:
		switch method {
		case "set":
			return n.Set(args[0].(string), args[1])
		case "update":
			return n.Update(fields(args))
		case "delete":
			return n.Delete(args[0].(string))
		case "reconcile":
			return n.Reconcile(args[0])
		}
	case *Map:
		switch method {
		case "set":
			return n.Set(args[0].(string), args[1])
		case "delete":
			return n.Delete(args[0].(string))
		}
	case *List:
		switch method {
		case "push":
			return n.Push(args[0])
		case "insert":
			return n.Insert(args[1].(int), args[0])
		case "set":
			return n.Set(args[0].(int), args[1])
		case "move":
			return n.Move(args[0].(int), args[1].(int))
		case "delete":
			return n.Delete(args[0].(int))
		case "clear":
			return n.Clear()
		}
	case *Text:
		switch method {
		case "text.insert":
			return n.Insert(args[0].(int), args[1].(string), asAttributes(args[2]))
		case "text.delete":
			return n.Delete(args[0].(int), args[1].(int))
		case "text.replace":
			return n.Replace(args[0].(int), args[1].(int), args[2].(string), asAttributes(args[3]))
		case "text.format":
			return n.Format(args[0].(int), args[1].(int), asAttributes(args[2]))
		}
	}
	return fmt.Errorf("no %s for %T", method, n)
}

func (m *machine) create(method string, args []any) (n Node, ok bool, err error) {
	switch method {
	case "newObject":
		return NewObject(fields(args)), true, nil
	case "newMap":
		return NewMap(fields(args)), true, nil
	case "newList":
		return NewList(args...), true, nil
	case "newText":
		if s, ok := args[0].(string); ok {
			return NewText(s), true, nil
		}
		var segs []Segment
		for _, s := range args[0].([]any) {
			s := s.([]any)
			seg := Segment{Text: s[0].(string)}
			if len(s) > 1 {
				seg.Attributes = asAttributes(s[1])
			}
			segs = append(segs, seg)
		}
		return NewRichText(segs...), true, nil
	case "newFile":
		f := args[0].(map[string]any)
		return NewFile(FileData{ID: f["id"].(string), Name: f["name"].(string), Size: int64(f["size"].(int)), MIMEType: f["mimeType"].(string)}), true, nil
	case "newFrom":
		o, err := ObjectFrom(args[0])
		return o, true, err
	case "newClone":
		return args[0].(Node).clone(), true, nil
	case "get":
		var v any
		switch from := args[0].(type) {
		case *Object:
			key, ok := args[1].(string)
			if !ok {
				return nil, false, fmt.Errorf("no key")
			}
			v, _ = from.Get(key)
		case *Map:
			v, _ = from.Get(args[1].(string))
		case *List:
			v, _ = from.Get(args[1].(int))
		}
		n, ok := v.(Node)
		if !ok {
			return nil, false, fmt.Errorf("no node there")
		}
		return n, true, nil
	case "position":
		lo, hi := args[0].(string), args[1].(string)
		if lo != "" {
			lo = validPosition(lo)
		}
		if hi != "" {
			hi = validPosition(hi)
		}
		pos, err := positionBetween(lo, hi)
		if err == nil {
			m.extra = append(m.extra, map[string]any{"position": pos})
		}
		return new(Object), true, err
	}
	return nil, false, nil
}

func fields(args []any) map[string]any {
	m := map[string]any{}
	for i := 0; i < len(args); i += 2 {
		m[args[i].(string)] = args[i+1]
	}
	return m
}

func asAttributes(v any) Attributes {
	if v == nil {
		return nil
	}
	return v.(map[string]any)
}

// A generator makes random programs. It runs each call on this package while
// it goes, to know what can be called next.
type generator struct {
	*rand.Rand
	p    program
	m    *machine
	next int // register

	noFiles bool
}

func generate(seed uint64, i int) program {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, uint64(i))), next: 1}
	g.p.Actor = 1 + g.IntN(3)*g.IntN(100)
	if i%20 == 19 {
		g.positions()
		return g.p
	}
	g.storage()
	m, err := newMachine(&g.p)
	if err != nil {
		panic(err)
	}
	g.m = m
	for range 3 + g.IntN(60) {
		g.step()
	}
	return g.p
}

// calling runs a call and keeps it if it succeeded.
func (g *generator) calling(c call) bool {
	if g.m.run(c) != nil {
		return false
	}
	g.p.Calls = append(g.p.Calls, c)
	return true
}

var keys = []string{"a", "b", "c", "title", "Ärger", "key with space", "😀", "", "constructor", "toString", "x\"y\\z", "liveblocksType"}

func (g *generator) key() string { return keys[g.IntN(len(keys))] }

func (g *generator) scalar() any {
	switch g.IntN(6) {
	case 0:
		return nil
	case 1:
		return g.IntN(2) == 0
	case 2:
		return g.IntN(4)
	case 3:
		return []float64{0.5, -1.25, 1e21, 1e-9, 123456789012}[g.IntN(5)]
	default:
		return g.text()
	}
}

func (g *generator) text() string {
	words := []string{"", "a", "hello", "wörld", "😀", "a😀b😎", "<&>", "\u2028\n\t\x01", "e\u0301", "longer text of some words"}
	return words[g.IntN(len(words))]
}

func (g *generator) value(depth int) any {
	switch n := g.IntN(10); {
	case n == 0 && depth > 0:
		list := make([]any, g.IntN(4))
		for i := range list {
			list[i] = g.value(depth - 1)
		}
		return list
	case n == 1 && depth > 0:
		m := map[string]any{}
		for range g.IntN(4) {
			m[g.key()] = g.value(depth - 1)
		}
		return m
	default:
		return g.scalar()
	}
}

func (g *generator) attributes() any {
	if g.IntN(3) == 0 {
		return nil
	}
	return g.attributeSet()
}

func (g *generator) attributeSet() any {
	m := map[string]any{}
	for range g.IntN(3) {
		m[[]string{"bold", "color", "toString"}[g.IntN(3)]] = []any{true, "red", 1, nil}[g.IntN(4)]
	}
	return m
}

func (g *generator) textData() []any {
	var data []any
	for range g.IntN(4) {
		seg := []any{g.text()}
		if g.IntN(2) == 0 {
			seg = append(seg, g.attributeSet())
		}
		data = append(data, seg)
	}
	if data == nil {
		data = []any{}
	}
	return data
}

func (g *generator) fileData() any {
	return map[string]any{"id": fmt.Sprintf("fi_%d", g.IntN(9)), "name": g.text(), "size": g.IntN(999), "mimeType": "text/plain"}
}

// storage makes the nodes to start from, with all that servers and old clients
// may have left there.
func (g *generator) storage() {
	type parent struct {
		id   string
		kind int
	}
	g.add("root", map[string]any{"type": 0, "data": g.object()})
	parents := []parent{{"root", nodeObject}}
	for i := range g.IntN(25) {
		at := parents[g.IntN(len(parents))]
		id := fmt.Sprintf("0:%d", i)
		kind := g.IntN(6)
		key := g.key()
		if at.kind == nodeList {
			key = g.storedPosition()
		}
		node := map[string]any{"type": kind, "parentId": at.id, "parentKey": key}
		switch kind {
		case nodeObject:
			node["data"] = g.object()
		case nodeRegister:
			node["data"] = g.value(2)
		case nodeText:
			node["data"], node["version"] = g.textData(), g.IntN(5)
		case nodeFile:
			node["data"] = g.fileData()
		}
		if kind <= nodeMap {
			parents = append(parents, parent{id, kind})
		}
		g.add(id, node)
	}
	if g.IntN(3) == 0 {
		g.Shuffle(len(g.p.Nodes), func(i, j int) { g.p.Nodes[i], g.p.Nodes[j] = g.p.Nodes[j], g.p.Nodes[i] })
	}
}

func (g *generator) object() map[string]any {
	m := map[string]any{}
	for range g.IntN(5) {
		m[g.key()] = g.value(2)
	}
	return m
}

func (g *generator) storedPosition() string {
	switch g.IntN(8) {
	case 0:
		return []string{"", " ", "! ", "\x01", "é", "😀", "~~", "!"}[g.IntN(8)]
	default:
		return g.position()
	}
}

func (g *generator) position() string {
	digits := make([]byte, 1+g.IntN(4))
	for i := range digits {
		digits[i] = " !\"O}~"[g.IntN(6)]
	}
	return string(digits)
}

func (g *generator) add(id string, node map[string]any) {
	line, err := json.Marshal([]any{id, node})
	if err != nil {
		panic(err)
	}
	g.p.Nodes = append(g.p.Nodes, line)
}

// pick returns a register whose node ok accepts.
func (g *generator) pick(ok func(Node) bool) (int, bool) {
	var found []int
	for r := range g.next {
		if n, there := g.m.registers[r]; there && ok(n) {
			found = append(found, r)
		}
	}
	if len(found) == 0 {
		return 0, false
	}
	return found[g.IntN(len(found))], true
}

// operand returns a value or, at times, a node that has no place.
func (g *generator) operand() any {
	if g.IntN(2) == 0 {
		free := func(n Node) bool { return n.base().state == detached && n.base().parent == nil }
		if r, ok := g.pick(free); ok {
			return operandRegister{r}
		}
	}
	return literal{g.value(2)}
}

// fieldOperands returns keys, in order, and values.
func (g *generator) fieldOperands() []any {
	var list []string
	for range g.IntN(4) {
		list = append(list, g.key())
	}
	slices.Sort(list)
	var args []any
	for _, key := range slices.Compact(list) {
		args = append(args, literal{key}, g.operand())
	}
	return args
}

func (g *generator) register() int {
	g.next++
	return g.next - 1
}

func (g *generator) step() {
	if g.IntN(3) == 0 {
		g.stepCreate()
		return
	}
	target, _ := g.pick(func(n Node) bool { return n.base().state != removed })
	switch n := g.m.registers[target].(type) {
	case *Object:
		switch g.IntN(4) {
		case 0, 1:
			g.calling(call{"set", target, literal{g.key()}, g.operand()})
		case 2:
			g.calling(append(call{"update", target}, g.fieldOperands()...))
		default:
			g.calling(call{"delete", target, literal{g.key()}})
		}
	case *Map:
		if g.IntN(3) > 0 {
			g.calling(call{"set", target, literal{g.key()}, g.operand()})
		} else {
			g.calling(call{"delete", target, literal{g.key()}})
		}
	case *List:
		i, j := g.IntN(n.Len()+1), g.IntN(n.Len()+1)
		switch g.IntN(7) {
		case 0, 1:
			g.calling(call{"push", target, g.operand()})
		case 2:
			g.calling(call{"insert", target, g.operand(), literal{i}})
		case 3:
			g.calling(call{"set", target, literal{i}, g.operand()})
		case 4:
			g.calling(call{"move", target, literal{i}, literal{j}})
		case 5:
			g.calling(call{"delete", target, literal{i}})
		default:
			if g.IntN(8) == 0 {
				g.calling(call{"clear", target})
			}
		}
	case *Text:
		i := g.IntN(n.Len() + 1)
		length := g.IntN(n.Len() - i + 1)
		switch g.IntN(4) {
		case 0:
			g.calling(call{"text.insert", target, literal{i}, literal{g.text()}, literal{g.attributes()}})
		case 1:
			g.calling(call{"text.delete", target, literal{i}, literal{length}})
		case 2:
			g.calling(call{"text.replace", target, literal{i}, literal{length}, literal{g.text()}, literal{g.attributes()}})
		default:
			g.calling(call{"text.format", target, literal{i}, literal{length}, literal{g.attributeSet()}})
		}
	}
}

func (g *generator) stepCreate() {
	r := g.register()
	switch g.IntN(11) {
	case 10:
		g.calling(call{"newFrom", r, literal{g.object()}})
	case 0:
		g.calling(append(call{"newObject", r}, g.fieldOperands()...))
	case 1:
		g.calling(append(call{"newMap", r}, g.fieldOperands()...))
	case 2:
		args := call{"newList", r}
		for range g.IntN(4) {
			args = append(args, g.operand())
		}
		g.calling(args)
	case 3:
		if g.IntN(2) == 0 {
			g.calling(call{"newText", r, literal{g.text()}})
		} else {
			g.calling(call{"newText", r, literal{g.textData()}})
		}
	case 4:
		if g.noFiles {
			return
		}
		g.calling(call{"newFile", r, literal{g.fileData()}})
	case 5:
		if from, ok := g.pick(func(n Node) bool { return true }); ok && g.IntN(2) == 0 {
			g.calling(call{"newClone", r, operandRegister{from}})
		}
	default:
		from, _ := g.pick(func(n Node) bool {
			switch n.(type) {
			case *Object, *Map, *List:
				return n.base().state != removed
			}
			return false
		})
		at := literal{g.key()}
		if l, ok := g.m.registers[from].(*List); ok {
			at = literal{g.IntN(l.Len() + 1)}
		}
		g.calling(call{"get", r, operandRegister{from}, at})
	}
}

// positions makes a program that only asks for positions: at random, and in
// the long runs that appending, prepending and halving make.
func (g *generator) positions() {
	g.add("root", map[string]any{"type": 0, "data": map[string]any{}})
	m, err := newMachine(&g.p)
	if err != nil {
		panic(err)
	}
	g.m = m
	ask := func(lo, hi string) string {
		if !g.calling(call{"position", 0, literal{lo}, literal{hi}}) {
			return lo
		}
		return g.m.extra[len(g.m.extra)-1].(map[string]any)["position"].(string)
	}
	if g.IntN(10) == 0 { // a list that only ever grows at one end
		pos := g.position()
		front := g.IntN(2) == 0
		for range 10_000 {
			if front {
				pos = ask("", pos)
			} else {
				pos = ask(pos, "")
			}
		}
		return
	}
	for range 100 {
		ask(g.storedPosition(), g.storedPosition())
	}
	low, high := g.position(), g.position()
	lo, hi := validPosition(low), validPosition(high)
	for range g.IntN(300) {
		switch g.IntN(20) {
		case 0:
			lo = ask(lo, "")
		case 1:
			hi = ask("", hi)
		case 2:
			lo, hi = g.position(), g.position()
		default:
			if g.IntN(2) == 0 {
				lo = ask(lo, hi)
			} else {
				hi = ask(lo, hi)
			}
		}
	}
}

// tree makes a random JSON object without the values whose nodes have no
// common JSON in JavaScript.
func (g *generator) tree(depth int) map[string]any {
	m := map[string]any{}
	for range g.IntN(5) {
		m[g.key()] = g.branch(depth)
	}
	return m
}

func (g *generator) branch(depth int) any {
	switch n := g.IntN(5); {
	case n == 0 && depth > 0:
		list := make([]any, g.IntN(6))
		for i := range list {
			list[i] = g.branch(depth - 1)
		}
		return list
	case n == 1 && depth > 0:
		return g.tree(depth - 1)
	default:
		return g.scalar()
	}
}

// changed returns a copy of a JSON value with some changes.
func (g *generator) changed(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := map[string]any{}
		for key, val := range v {
			if g.IntN(8) > 0 {
				m[key] = g.changed(val)
			}
		}
		if g.IntN(4) == 0 {
			m[g.key()] = g.branch(2)
		}
		return m
	case []any:
		var list []any
		for _, val := range v {
			if g.IntN(8) > 0 {
				list = append(list, g.changed(val))
			}
			if g.IntN(8) == 0 {
				list = append(list, g.branch(2))
			}
		}
		if n := len(list); n > 1 && g.IntN(3) == 0 {
			i, j := g.IntN(n), g.IntN(n)
			list[i], list[j] = list[j], list[i]
		}
		if list == nil {
			list = []any{}
		}
		return list
	default:
		if g.IntN(6) == 0 {
			return g.branch(1)
		}
		return v
	}
}
