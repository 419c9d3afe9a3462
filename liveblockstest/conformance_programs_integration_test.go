//go:build integration

package liveblockstest_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/live"
)

// TestStoragePrograms makes the same random changes to the storage of both
// servers, which should end up with the same.
func TestStoragePrograms(t *testing.T) {
	official, fake := backends(t)
	var clients []*liveblocks.Client
	for _, b := range []backend{official, fake} {
		client, err := liveblocks.New(b.secret, liveblocks.WithBaseURL(b.url))
		if err != nil {
			t.Fatal(err)
		}
		clients = append(clients, client)
	}
	for seed := range uint64(20) {
		room := fmt.Sprintf("program-%d", seed)
		var ends []any
		for _, client := range clients {
			newRoom(t, client, room, "")
			random := rand.New(rand.NewPCG(seed, 0))
			for range 5 {
				err := client.MutateStorage(t.Context(), room, func(root *live.Object) error { return change(root, random, 20) })
				if err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
			}
			ends = append(ends, storageOf(t, client, room))
		}
		if diff := cmp.Diff(ends[0], ends[1]); diff != "" {
			t.Errorf("seed %d (-dev server +fake):\n%s", seed, diff)
		}
	}
}

// change makes n random changes to a tree.
func change(root *live.Object, random *rand.Rand, n int) error {
	list, ok := live.Get[*live.List](root, "list")
	entries, ok2 := live.Get[*live.Map](root, "map")
	text, ok3 := live.Get[*live.Text](root, "text")
	if !ok || !ok2 || !ok3 {
		return errors.Join(root.Set("list", live.NewList()), root.Set("map", live.NewMap(nil)), root.Set("text", live.NewText("")))
	}
	value := func() any {
		switch random.IntN(4) {
		case 0:
			return live.NewObject(map[string]any{"n": random.IntN(9), "list": live.NewList(1, 2)})
		case 1:
			return live.NewList("x", live.NewText("y"))
		default:
			return random.IntN(100)
		}
	}
	for range n {
		var err error
		key := string(rune('a' + random.IntN(4)))
		size := list.Len()
		at, to := random.IntN(size+1), random.IntN(size+1)
		switch kind := random.IntN(10); {
		case kind == 0:
			err = root.Set(key, value())
		case kind == 1:
			err = root.Delete(key)
		case kind == 2:
			err = entries.Set(key, value())
		case kind == 3:
			err = entries.Delete(key)
		case kind == 4 || size == 0:
			err = list.Push(value())
		case kind == 5:
			err = list.Insert(at, value())
		case kind == 6 && at < size:
			err = list.Set(at, value())
		case kind == 7 && at < size && to < size:
			err = list.Move(at, to)
		case kind == 8 && at < size:
			err = list.Delete(at)
		default:
			length := text.Len()
			switch start := random.IntN(length + 1); {
			case start == length:
				err = text.Insert(start, key+"é😀", nil)
			case start%2 == 0:
				err = text.Format(start, 1, live.Attributes{key: true})
			default:
				err = text.Insert(start, key, live.Attributes{"i": true})
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}
