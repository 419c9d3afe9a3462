package liveblocks_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"strings"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/live"
)

// exampleRoom returns a client of a room with this storage.
func exampleRoom(fields map[string]any) (*liveblocks.Client, *fakeRoom) {
	room, err := fillFakeRoom(fields)
	if err != nil {
		log.Fatal(err)
	}
	client, err := liveblocks.New("sk_example", liveblocks.WithHTTPClient(&http.Client{Transport: room}))
	if err != nil {
		log.Fatal(err)
	}
	return client, room
}

func ExampleClient_MutateStorage() {
	client, room := exampleRoom(map[string]any{"count": 41})

	err := client.MutateStorage(context.Background(), "my-room", func(root *live.Object) error {
		count, _ := live.Get[int](root, "count")
		return root.Set("count", count+1)
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(room)
	// Output: {"count":42}
}

func ExampleClient_MutateStorage_todoList() {
	client, room := exampleRoom(map[string]any{"todos": live.NewList()})

	err := client.MutateStorage(context.Background(), "my-room", func(root *live.Object) error {
		todos, ok := live.Get[*live.List](root, "todos")
		if !ok {
			return errors.New("the room has no todos") // nothing is sent
		}
		for _, text := range []string{"Buy milk", "Write code"} {
			if err := todos.Push(live.NewObject(map[string]any{"text": text, "done": false})); err != nil {
				return err
			}
		}
		first, _ := live.At[*live.Object](todos, 0)
		return first.Set("done", true)
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(room)
	// Output: {"todos":[{"done":true,"text":"Buy milk"},{"done":false,"text":"Write code"}]}
}

// A card moves to another column. A node has one place, so the card becomes a
// new node there; within a column, use Move.
func ExampleClient_MutateStorage_moveCard() {
	client, room := exampleRoom(map[string]any{
		"todo": live.NewList(live.NewObject(map[string]any{"title": "A"}), live.NewObject(map[string]any{"title": "B"})),
		"done": live.NewList(),
	})

	err := client.MutateStorage(context.Background(), "my-room", func(root *live.Object) error {
		todo, _ := live.Get[*live.List](root, "todo")
		done, _ := live.Get[*live.List](root, "done")
		card, ok := live.At[*live.Object](todo, 1)
		if !ok {
			return nil // somebody has moved it already
		}
		return errors.Join(done.Push(card.Clone()), todo.Delete(1))
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(room)
	// Output: {"done":[{"title":"B"}],"todo":[{"title":"A"}]}
}

func ExampleClient_MutateStorage_text() {
	client, room := exampleRoom(map[string]any{"notes": live.NewText("Hello world")})

	err := client.MutateStorage(context.Background(), "my-room", func(root *live.Object) error {
		notes, _ := live.Get[*live.Text](root, "notes")
		i := notes.Index("world")
		if i < 0 {
			return nil
		}
		return errors.Join(
			notes.Replace(i, live.UTF16Len("world"), "everyone", nil),
			notes.Insert(notes.Len(), "!", nil),
		)
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(room)
	// Output: {"notes":[["Hello everyone!"]]}
}

// A file is uploaded to the room first, and then put into the tree.
func ExampleClient_MutateStorage_file() {
	client, room := exampleRoom(nil)
	ctx := context.Background()

	content := strings.NewReader("%PDF-1.7 ...")
	file, err := client.UploadFile(ctx, "my-room", liveblocks.FileUpload{
		Name: "plan.pdf", ReaderAt: content, Size: content.Size(),
	})
	if err != nil {
		log.Fatal(err)
	}
	err = client.MutateStorage(ctx, "my-room", func(root *live.Object) error { return root.Set("plan", file) })
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(room)
	// Output: {"plan":{"id":"fl_1","mimeType":"application/pdf","name":"plan.pdf","size":12}}
}

// What became of changes that did not all succeed.
func ExampleMutationError() {
	client, _ := exampleRoom(map[string]any{"todos": live.NewList("Buy milk")})
	ctx := context.Background()

	err := client.MutateStorage(ctx, "my-room", func(root *live.Object) error {
		// Meanwhile, somebody removes the list.
		if err := client.MutateStorage(ctx, "my-room", func(root *live.Object) error { return root.Delete("todos") }); err != nil {
			return err
		}
		todos, _ := live.Get[*live.List](root, "todos")
		return errors.Join(todos.Push("Write code"), root.Set("title", "Plan"))
	})
	var e *liveblocks.MutationError
	if errors.As(err, &e) {
		fmt.Println("applied:", e.Applied)
		fmt.Println("not applied:", e.NotApplied)
		fmt.Println("unknown:", e.MaybeApplied)
	}
	// Output:
	// applied: [set "title" of the root (node root)]
	// not applied: [create todos[1] (node 2:0)]
	// unknown: []
}

// A migration of all rooms. It can meet a room twice, so it looks first whether
// there is something to do.
func ExampleClient_MassMutateStorage() {
	client, err := liveblocks.New("sk_example", liveblocks.WithHTTPClient(&http.Client{Transport: &manyRooms{n: 1000}}))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()

	var last liveblocks.MassProgress
	err = client.MassMutateStorage(ctx, liveblocks.MassMutateStorageParams{
		Rooms:           liveblocks.GetRoomsParams{Query: `roomId^"room-"`},
		ContinueOnError: true,
		Progress:        func(p liveblocks.MassProgress) { last = p }, // save p.Cursor to resume from it
	}, func(_ *liveblocks.Room, root *live.Object) error {
		if version, _ := live.Get[int](root, "version"); version >= 2 {
			return nil
		}
		return root.Set("version", 2)
	})
	var e *liveblocks.MassMutationError
	switch {
	case errors.As(err, &e):
		for _, failure := range e.Failures {
			fmt.Println(failure.RoomID, failure.Err)
		}
	case err != nil:
		log.Fatal(err)
	}
	fmt.Println(last.Succeeded, "rooms")
	// Output: 1000 rooms
}
