//go:build integration

package liveblocks_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/live"
)

// storagePeer is a user of @liveblocks/client who is in a room.
type storagePeer struct{ *peer }

func enterStorage(t *testing.T, s *devServer, room string) storagePeer {
	t.Helper()
	resp, err := s.client.PrepareSession("ada", nil).Allow(room, liveblocks.FullAccess).Authorize(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var body struct{ Token string }
	mustUnmarshal(resp.Body, &body)
	p := storagePeer{startPeer(t, "storage", map[string]any{"baseUrl": s.BaseURL(), "room": room, "token": body.Token})}
	var status string
	p.read(&status)
	return p
}

// do makes so many random edits, waits until the server has confirmed them, and
// returns the storage as the user sees it.
func (p storagePeer) do(edits int, seed uint32) any {
	p.t.Helper()
	if err := json.NewEncoder(p.input).Encode(map[string]any{"edits": edits, "seed": seed}); err != nil {
		p.t.Fatal(err)
	}
	var storage any
	p.read(&storage)
	return storage
}

// differs waits until the user sees a storage, and returns what still differs
// after a while.
func (p storagePeer) differs(want any) string {
	p.t.Helper()
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		diff := cmp.Diff(want, p.do(0, 0))
		if diff == "" || time.Now().After(deadline) {
			return diff
		}
	}
}

// TestInteropLive has a user in a room and makes every kind of change there.
func TestInteropLive(t *testing.T) {
	s := newDevServer(t)
	const room = "live"
	createRoom(t, s.client, room, map[string]any{"title": "", "list": live.NewList("a", "b"), "text": live.NewText("Hello"), "map": live.NewMap(nil)})
	ada := enterStorage(t, s, room)
	defer ada.end()
	file, err := s.client.UploadFile(t.Context(), room, oneByte())
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.client.BeginStorageMutation(t.Context(), room)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	root := m.Root()
	items := list(root)
	text, _ := live.Get[*live.Text](root, "text")
	people, _ := live.Get[*live.Map](root, "map")
	for _, step := range []struct {
		name   string
		change func() error
	}{
		{"set a field", func() error { return root.Set("title", "Grüße <&> \u2028 🌍") }},
		{"update fields", func() error {
			return root.Update(map[string]any{"n": 1.5, "o": map[string]any{"plain": []any{nil, true}}})
		}},
		{"delete a field", func() error { return root.Delete("n") }},
		{"create nodes", func() error {
			return root.Set("tree", live.NewObject(map[string]any{
				"l": live.NewList(1, live.NewList(2), live.NewMap(map[string]any{"t": live.NewText("inner")})),
			}))
		}},
		{"replace a node", func() error { return root.Set("tree", live.NewList()) }},
		{"delete a node", func() error { return root.Delete("tree") }},
		{"push", func() error { return items.Push("c") }},
		{"push a node", func() error { return items.Push(live.NewObject(map[string]any{"x": 1})) }},
		{"insert", func() error { return items.Insert(0, "z") }},
		{"move", func() error { return items.Move(0, 2) }},
		{"set an item", func() error { return items.Set(1, "B") }},
		{"push and set", func() error { return errors.Join(items.Push("d"), items.Set(items.Len()-1, "D")) }},
		{"change within an item", func() error {
			o, _ := live.At[*live.Object](items, 4)
			return o.Set("x", 2)
		}},
		{"delete an item", func() error { return items.Delete(0) }},
		{"set in a map", func() error { return errors.Join(people.Set("ada", 1), people.Set("bob", live.NewMap(nil))) }},
		{"delete from a map", func() error { return people.Delete("ada") }},
		{"edit a text", func() error {
			return errors.Join(text.Insert(5, " 🌍 world", nil), text.Delete(0, 1), text.Replace(0, 4, "Jello", live.Attributes{"bold": true}))
		}},
		{"format a text", func() error { return text.Format(2, 6, live.Attributes{"italic": true, "bold": nil}) }},
		{"create a text", func() error {
			return root.Set("rich", live.NewRichText(live.Segment{Text: "x", Attributes: live.Attributes{"bold": true}}, live.Segment{Text: "y"}))
		}},
		{"put in a file", func() error { return root.Set("file", file) }},
		{"clear a list", func() error { return items.Clear() }},
		{"reconcile", func() error {
			return root.Reconcile(map[string]any{"title": "New", "list": []any{1, 2}, "deep": map[string]any{"er": []any{}}})
		}},
	} {
		if err := errors.Join(step.change(), m.Flush(t.Context())); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		var want any
		mustUnmarshal(root.JSON(), &want)
		t.Run(step.name, func(t *testing.T) {
			if diff := ada.differs(want); diff != "" {
				t.Errorf("the user sees another storage (-want +seen):\n%s", diff)
			}
		})
	}
	if seen, stored := string(mustMarshal(ada.do(0, 0))), storageOf(t, s.client, room); seen != stored {
		t.Errorf("the user sees %s, and the server has %s", seen, stored)
	}
}

// TestInteropAtOnce has two users and two programs change a room at once. Version
// 3.24.2 of @liveblocks/client keeps an item that somebody else has removed in
// about one of 200 rounds, also where the programs use @liveblocks/node, until
// the user enters anew. More than one such user is a failure, and so is one who
// still sees something else then.
func TestInteropAtOnce(t *testing.T) {
	s := newDevServer(t)
	const room = "at once"
	createRoom(t, s.client, room, map[string]any{"list": live.NewList("a", "b"), "text": live.NewText("Hello"), "map": live.NewMap(nil)})
	users := []storagePeer{enterStorage(t, s, room), enterStorage(t, s, room)}
	behind := 0
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	for round := range 5 {
		var wg sync.WaitGroup
		for i, user := range users {
			wg.Go(func() { user.do(40, uint32(seed)+uint32(2*round+i)) })
		}
		for program := range 2 {
			rng := rand.New(rand.NewPCG(seed, uint64(2*round+program)))
			wg.Go(func() {
				for range 10 {
					err := s.client.MutateStorage(t.Context(), room, func(root *live.Object) error { return editAtRandom(root, rng) })
					var refused *live.OpError
					if err != nil && !errors.As(err, &refused) {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		var stored any
		mustUnmarshal([]byte(storageOf(t, s.client, room)), &stored)
		for i, user := range users {
			diff := user.differs(stored)
			if diff == "" {
				continue
			}
			t.Logf("a user sees another storage (-server +seen):\n%s", diff)
			if behind++; behind > 1 {
				t.Error("more than one user was left behind")
			}
			user.end()
			users[i] = enterStorage(t, s, room)
			if diff := users[i].differs(stored); diff != "" {
				t.Errorf("a user who enters sees another storage (-server +seen):\n%s", diff)
			}
		}
		m, err := s.client.BeginStorageMutation(t.Context(), room)
		if err != nil {
			t.Fatal(err)
		}
		var here any
		mustUnmarshal(m.Root().JSON(), &here)
		if diff := cmp.Diff(stored, here); diff != "" {
			t.Errorf("the tree here is another one (-server +here):\n%s", diff)
		}
		if n := strings.Count(string(m.Root().JSON()), "go-"); n == 0 {
			t.Error("nothing of what was changed here is left")
		}
		m.Close()
	}
	for _, user := range users {
		user.end()
	}
}

// editAtRandom makes some changes to the storage of TestInteropAtOnce.
func editAtRandom(root *live.Object, rng *rand.Rand) error {
	items := list(root)
	text, _ := live.Get[*live.Text](root, "text")
	people, _ := live.Get[*live.Map](root, "map")
	for range 1 + rng.IntN(8) {
		var err error
		id := fmt.Sprintf("go-%d", rng.IntN(1000))
		n := items.Len()
		at := 0
		if n > 0 {
			at = rng.IntN(n)
		}
		index := rng.IntN(text.Len() + 1)
		switch kind := rng.IntN(10); {
		case kind == 0:
			err = root.Set("go", id)
		case kind == 1 || n == 0:
			err = items.Push(id)
		case kind == 2:
			err = items.Insert(at, live.NewObject(map[string]any{"id": id}))
		case kind == 3:
			err = items.Move(at, rng.IntN(n))
		case kind == 4:
			err = items.Set(at, id)
		case kind == 5:
			err = items.Delete(at)
		case kind == 6:
			err = people.Set(fmt.Sprintf("k%d", rng.IntN(5)), live.NewList(id))
		case kind == 7:
			err = text.Insert(index, "["+id+"]", nil)
		case kind == 8:
			err = text.Delete(index, min(2, text.Len()-index))
		default:
			err = text.Format(index, min(3, text.Len()-index), live.Attributes{"italic": true})
		}
		if err != nil {
			return err
		}
	}
	return nil
}
