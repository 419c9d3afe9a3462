package liveblocks_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
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
	if got := room.String(); got != want {
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

// byOthers changes a room as another program would.
func byOthers(t *testing.T, room *fakeRoom, change func(root *live.Object) error) {
	t.Helper()
	if err := newMutator(t, room).MutateStorage(t.Context(), "room", change); err != nil {
		t.Error(err)
	}
}

func TestMutateStorageIgnored(t *testing.T) {
	room := newFakeRoom(t, map[string]any{
		"todos": live.NewList("a"), "old": live.NewList("x", "y"), "notes": live.NewText("hello"),
	})
	err := newMutator(t, room).MutateStorage(t.Context(), "room", func(root *live.Object) error {
		byOthers(t, room, func(root *live.Object) error { return errors.Join(root.Delete("old"), root.Delete("notes")) })
		todos, _ := live.Get[*live.List](root, "todos")
		old, _ := live.Get[*live.List](root, "old")
		notes, _ := live.Get[*live.Text](root, "notes")
		return errors.Join(todos.Push("b"), old.Push("z"), old.Move(1, 0), notes.Insert(0, "!", nil), root.Set("title", "Plan"))
	})
	var e *liveblocks.MutationError
	var refused *live.OpError
	if !errors.As(err, &e) || !errors.As(err, &refused) {
		t.Fatalf("got error %v, want a *MutationError with a *live.OpError", err)
	}
	if len(e.Applied) != 2 || len(e.NotApplied) != 3 || len(e.MaybeApplied) != 0 || len(refused.Ignored) != 3 {
		t.Errorf("applied %v, not applied %v, maybe applied %v", e.Applied, e.NotApplied, e.MaybeApplied)
	}
	for _, name := range []string{"create old[2]", "move old[0]", "edit notes", "2 were applied", "3 were not applied"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("the error does not say %q: %v", name, err)
		}
	}
	wantJSON(t, room, `{"title":"Plan","todos":["a","b"]}`)
}

func TestMutateStorageRejected(t *testing.T) {
	room := newFakeRoom(t, map[string]any{"notes": live.NewText("hello")})
	for _, n := range room.nodes {
		if n.Version != nil {
			*n.Version = 3
		}
	}
	err := newMutator(t, room).MutateStorage(t.Context(), "room", func(root *live.Object) error {
		for _, n := range room.nodes {
			if n.Version != nil {
				*n.Version = 0 // the room was restored from a backup
			}
		}
		notes, _ := live.Get[*live.Text](root, "notes")
		return notes.Insert(0, "!", nil)
	})
	var e *liveblocks.MutationError
	if !errors.As(err, &e) || len(e.NotApplied) != 1 || !strings.Contains(err.Error(), "edit notes") || !strings.Contains(err.Error(), "the version is ahead") {
		t.Errorf("got %v", err)
	}
	wantJSON(t, room, `{"notes":[["hello"]]}`)
}

// TestMutateStorageFixes has two programs that push at the same place at once.
func TestMutateStorageFixes(t *testing.T) {
	room := newFakeRoom(t, map[string]any{"todos": live.NewList("a")})
	m, err := newMutator(t, room).BeginStorageMutation(t.Context(), "room")
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	todos, _ := live.Get[*live.List](m.Root(), "todos")
	byOthers(t, room, func(root *live.Object) error {
		todos, _ := live.Get[*live.List](root, "todos")
		return todos.Push("theirs")
	})
	for _, item := range []string{"mine", "mine, too"} {
		if err := todos.Push(item); err != nil {
			t.Fatal(err)
		}
		if err := m.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := string(todos.JSON()); got != `["a","mine","mine, too"]` {
		t.Errorf("the list here is %s", got)
	}
	wantJSON(t, room, `{"todos":["a","theirs","mine","mine, too"]}`)
}

func TestStorageMutationSteps(t *testing.T) {
	room := newFakeRoom(t, map[string]any{"notes": live.NewText("hello"), "list": live.NewList()})
	m, err := newMutator(t, room).BeginStorageMutation(t.Context(), "room")
	if err != nil {
		t.Fatal(err)
	}
	notes, _ := live.Get[*live.Text](m.Root(), "notes")
	for range 3 {
		if err := errors.Join(notes.Insert(0, "1", nil), notes.Insert(0, "2", nil), list(m.Root()).Push("x"), m.Flush(t.Context())); err != nil {
			t.Fatal(err)
		}
		wantJSON(t, room, sortedJSON(m.Root().JSON()))
	}
	if err := m.Flush(t.Context()); err != nil || room.messages != 3 {
		t.Errorf("%d batches were sent, want 3; error %v", room.messages, err)
	}
	if err := m.Root().Set("dropped", true); err != nil {
		t.Fatal(err)
	}
	m.Close()
	m.Close()
	if err := m.Flush(t.Context()); !errors.Is(err, live.ErrClosed) {
		t.Errorf("a flush after the end: got error %v, want ErrClosed", err)
	}
	wantJSON(t, room, `{"list":["x","x","x"],"notes":[["212121hello"]]}`)
}

func TestStorageMutationEndsWithError(t *testing.T) {
	room := newFakeRoom(t, nil)
	way := &faulty{room: room, route: "/send-message", schedule: storageFaults[:1]}
	m, err := newMutator(t, way).BeginStorageMutation(t.Context(), "room")
	if err != nil {
		t.Fatal(err)
	}
	way.schedule = storageFaults[len(storageFaults)-1:]
	if err := errors.Join(m.Root().Set("x", 1), m.Flush(t.Context())); !errors.Is(err, liveblocks.ErrForbidden) {
		t.Fatalf("got %v, want ErrForbidden", err)
	}
	way.schedule = storageFaults[:1]
	if err := m.Flush(t.Context()); !errors.Is(err, live.ErrClosed) {
		t.Errorf("a second flush: got %v, want ErrClosed", err)
	}
	if err := m.Root().Set("y", 1); !errors.Is(err, live.ErrClosed) {
		t.Errorf("a change: got %v, want ErrClosed", err)
	}
	wantJSON(t, room, `{}`)
}

func TestMutateStorageLarge(t *testing.T) {
	room := newFakeRoom(t, nil)
	text := strings.Repeat("x", 300<<10)
	err := newMutator(t, room).MutateStorage(t.Context(), "room", func(root *live.Object) error {
		for i := range 5 {
			if err := root.Set(fmt.Sprint(i), text); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || room.messages != 2 {
		t.Errorf("%d batches were sent, want 2; error %v", room.messages, err)
	}
	if n := room.load().Root().Len(); n != 5 {
		t.Errorf("%d fields arrived, want 5", n)
	}
}

func TestMutateStorageUnanswered(t *testing.T) {
	room := newFakeRoom(t, nil)
	silent := storageFault{"silent", func(f *faulty, req *http.Request) (*http.Response, error) {
		return answer(http.StatusOK, `{"messages":[]}`)(req)
	}}
	err := newMutator(t, &faulty{room: room, route: "/send-message", schedule: []storageFault{silent}}).
		MutateStorage(t.Context(), "room", func(root *live.Object) error { return root.Set("x", 1) })
	var e *liveblocks.MutationError
	if !errors.As(err, &e) || len(e.MaybeApplied) != 1 || !strings.Contains(err.Error(), `1 may have been applied: set "x"`) {
		t.Errorf("got %v", err)
	}
}
