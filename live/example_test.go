package live_test

import (
	"fmt"
	"log"

	"github.com/liveblocks-go/liveblocks/live"
)

// The functions in these examples are what MutateStorage of the liveblocks
// package calls with the root of a room's storage. A tree that is part of no
// room does as well, which is also how to test such a function.

func Example() {
	increment := func(root *live.Object) error {
		count, _ := live.Get[int](root, "count")
		return root.Set("count", count+1)
	}

	root := live.NewObject(map[string]any{"count": 41})
	if err := increment(root); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", root.JSON())
	// Output: {"count":42}
}

func ExampleList() {
	root := live.NewObject(map[string]any{"todos": live.NewList()})

	todos, ok := live.Get[*live.List](root, "todos")
	if !ok {
		log.Fatal("the room has no todos")
	}
	for _, text := range []string{"Buy milk", "Write code"} {
		todo := live.NewObject(map[string]any{"text": text, "done": false})
		if err := todos.Push(todo); err != nil {
			log.Fatal(err)
		}
	}

	type Todo struct {
		Text string `json:"text"`
		Done bool   `json:"done"`
	}
	for i := range todos.Len() {
		if todo, ok := live.At[Todo](todos, i); ok && todo.Text == "Buy milk" {
			item, _ := live.At[*live.Object](todos, i)
			if err := item.Set("done", true); err != nil {
				log.Fatal(err)
			}
		}
	}
	fmt.Printf("%s\n", todos.JSON())
	// Output: [{"done":true,"text":"Buy milk"},{"done":false,"text":"Write code"}]
}

// A card moves from one column of a board to another. Within one list, Move
// keeps the node. Between two, the card has to become a new node.
func ExampleList_Move() {
	root, err := live.ObjectFrom(map[string]any{
		"todo": []any{map[string]any{"title": "A"}, map[string]any{"title": "B"}},
		"done": []any{map[string]any{"title": "C"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	todo, _ := live.Get[*live.List](root, "todo")
	done, _ := live.Get[*live.List](root, "done")

	// B to the top of its column.
	if err := todo.Move(1, 0); err != nil {
		log.Fatal(err)
	}
	// B to the other column.
	card, _ := live.At[*live.Object](todo, 0)
	if err := done.Insert(0, card.Clone()); err != nil {
		log.Fatal(err)
	}
	if err := todo.Delete(0); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", root.JSON())
	// Output: {"done":[{"title":"B"},{"title":"C"}],"todo":[{"title":"A"}]}
}

func ExampleText() {
	text := live.NewText("Hello world 🌍")

	if i := text.Index("world"); i >= 0 {
		if err := text.Replace(i, live.UTF16Len("world"), "everyone", nil); err != nil {
			log.Fatal(err)
		}
	}
	if err := text.Format(0, 5, live.Attributes{"bold": true}); err != nil {
		log.Fatal(err)
	}
	if err := text.Insert(text.Len(), "!", nil); err != nil {
		log.Fatal(err)
	}
	fmt.Println(text)
	fmt.Printf("%s\n", text.JSON())
	// Output:
	// Hello everyone 🌍!
	// [["Hello",{"bold":true}],[" everyone 🌍!"]]
}

// A file is uploaded to the room first. What the upload returns goes into the
// tree.
func ExampleNewFile() {
	uploaded := live.FileData{ID: "fi_1a2b", Name: "logo.png", Size: 5120, MIMEType: "image/png"}

	root := live.NewObject(nil)
	if err := root.Set("logo", live.NewFile(uploaded)); err != nil {
		log.Fatal(err)
	}
	logo, _ := live.Get[live.FileData](root, "logo")
	fmt.Println(logo.Name, logo.Size)
	// Output: logo.png 5120
}

// A migration that MassMutateStorage runs over all rooms. It can meet a room
// twice, so it looks first whether there is something to do.
func ExampleObject_migration() {
	migrate := func(root *live.Object) error {
		if _, done := live.Get[*live.Map](root, "shapes"); done {
			return nil
		}
		old, _ := live.Get[*live.List](root, "shapes")
		shapes := live.NewMap(nil)
		if old != nil {
			for i, item := range old.All() {
				shape, ok := item.(*live.Object)
				if !ok {
					return fmt.Errorf("shape %d is a %T", i, item)
				}
				id, _ := live.Get[string](shape, "id")
				if err := shapes.Set(id, shape.Clone()); err != nil {
					return err
				}
			}
		}
		return root.Set("shapes", shapes)
	}

	room, err := live.ObjectFrom(map[string]any{"shapes": []any{map[string]any{"id": "s1", "x": 10}}})
	if err != nil {
		log.Fatal(err)
	}
	for range 2 {
		if err := migrate(room); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Printf("%s\n", room.PlainLSON())
	// Output: {"liveblocksType":"LiveObject","data":{"shapes":{"liveblocksType":"LiveMap","data":{"s1":{"liveblocksType":"LiveObject","data":{"id":"s1","x":10}}}}}}
}

func ExampleObjectFrom() {
	type Shape struct {
		X, Y int
		Fill string `json:"fill,omitempty"`
	}
	type Drawing struct {
		Title  string           `json:"title"`
		Shapes map[string]Shape `json:"shapes" live:"map"`
		Notes  string           `json:"notes" live:"text"`
		View   Shape            `json:"view" live:"atomic"`
	}
	drawing := Drawing{Title: "Plan", Shapes: map[string]Shape{"s1": {X: 1, Y: 2}}, Notes: "Draft"}

	root, err := live.ObjectFrom(drawing)
	if err != nil {
		log.Fatal(err)
	}
	shapes, _ := live.Get[*live.Map](root, "shapes")
	notes, _ := live.Get[*live.Text](root, "notes")
	fmt.Println(shapes.Len(), notes.Len())

	// Change it as a struct, and let Reconcile find what is new.
	drawing, err = live.Decode[Drawing](root)
	if err != nil {
		log.Fatal(err)
	}
	drawing.Shapes["s2"] = Shape{X: 3, Fill: "#f00"}
	drawing.Notes = "Draft 2"
	if err := root.Reconcile(drawing); err != nil {
		log.Fatal(err)
	}
	fmt.Println(shapes.Len(), notes)
	// Output:
	// 1 5
	// 2 Draft 2
}
