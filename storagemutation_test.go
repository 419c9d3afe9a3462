package liveblocks_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/live"
)

func newMutator(t *testing.T, rt http.RoundTripper, opts ...liveblocks.Option) *liveblocks.Client {
	t.Helper()
	c, err := liveblocks.New("sk_test", append([]liveblocks.Option{liveblocks.WithHTTPClient(&http.Client{Transport: rt})}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func wantJSON(t *testing.T, room *fakeRoom, want string) {
	t.Helper()
	if got := room.json(t); got != want {
		t.Errorf("the storage is %s, want %s", got, want)
	}
}

func TestMutateStorage(t *testing.T) {
	room := newFakeRoom(t, map[string]any{
		"title": "", "todos": live.NewList("a", "b", "c"), "notes": live.NewText("hello"),
		"people": live.NewMap(map[string]any{"ada": 1}),
	})
	c := newMutator(t, room)
	var leaked *live.Object
	err := c.MutateStorage(t.Context(), "room", func(root *live.Object) error {
		leaked = root
		todos, _ := live.Get[*live.List](root, "todos")
		notes, _ := live.Get[*live.Text](root, "notes")
		people, _ := live.Get[*live.Map](root, "people")
		return errors.Join(
			root.Set("title", "Plan"),
			root.Set("nested", live.NewObject(map[string]any{"deep": live.NewList(1, 2)})),
			todos.Push("d"), todos.Move(2, 0), todos.Set(1, "A"), todos.Delete(2), todos.Insert(0, "z"),
			people.Set("bob", 2), people.Delete("ada"),
			notes.Insert(5, " world", nil), notes.Delete(0, 1), notes.Insert(0, "J", nil),
			root.Set("gone", 1), root.Delete("gone"),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
	wantJSON(t, room, sortedJSON(leaked.JSON()))
	wantJSON(t, room, `{"nested":{"deep":[1,2]},"notes":[["Jello world"]],"people":{"bob":2},"title":"Plan","todos":["z","c","A","d"]}`)
	if room.messages != 1 {
		t.Errorf("%d batches were sent, want 1", room.messages)
	}
	if err := leaked.Set("late", 1); !errors.Is(err, live.ErrClosed) {
		t.Errorf("a change after the end: got error %v, want ErrClosed", err)
	}
}

var errOwn = errors.New("changed my mind")

func TestMutateStorageSendsNothing(t *testing.T) {
	change := func(root *live.Object) error { return root.Set("x", 1) }
	room := newFakeRoom(t, nil)
	c := newMutator(t, room)
	ctx, cancel := context.WithCancel(t.Context())

	if err := c.MutateStorage(ctx, "room", nil); !errors.Is(err, liveblocks.ErrInvalidArgument) {
		t.Errorf("no function: got error %v, want ErrInvalidArgument", err)
	}
	if err := c.MutateStorage(ctx, "room", func(*live.Object) error { return nil }); err != nil {
		t.Errorf("no change: %v", err)
	}
	if err := c.MutateStorage(ctx, "room", func(root *live.Object) error { return errors.Join(change(root), errOwn) }); !errors.Is(err, errOwn) {
		t.Errorf("an error: got %v", err)
	}
	func() {
		defer func() {
			if got := recover(); got != errOwn {
				t.Errorf("a panic: recovered %v", got)
			}
		}()
		_ = c.MutateStorage(ctx, "room", func(root *live.Object) error {
			_ = change(root)
			panic(errOwn)
		})
	}()
	err := c.MutateStorage(ctx, "room", func(root *live.Object) error {
		cancel()
		return change(root)
	})
	var e *liveblocks.MutationError
	if !errors.Is(err, context.Canceled) || !errors.As(err, &e) || len(e.NotApplied) != 1 || len(e.MaybeApplied) != 0 {
		t.Errorf("cancelled: got %v", err)
	}
	if room.messages != 0 {
		t.Errorf("%d batches were sent, want none", room.messages)
	}
	wantJSON(t, room, `{}`)
}
