package liveblocks_test

import (
	"context"
	"fmt"

	"github.com/liveblocks-go/liveblocks"
)

var exampleYjs = exampleAPI(map[string]string{
	"GET /v2/rooms/notes/ydoc":        `{"title":"Roadmap","text":"Hello, world"}`,
	"PUT /v2/rooms/notes-copy/ydoc":   ``,
	"GET /v2/rooms/notes/ydoc-binary": "\x01\x01\xd1\xad\x00\x00",
	"GET /v2/rooms/notes/versions": `{"data":[
		{"type":"historyVersion","kind":"yjs","id":"vh_2","createdAt":"2026-05-02T09:00:00.000Z","authors":[{"id":"ada"}]},
		{"type":"historyVersion","kind":"yjs","id":"vh_1","createdAt":"2026-05-01T09:00:00.000Z","authors":[]}]}`,
})

func ExampleClient_GetYjsDocument() {
	client := exampleYjs // see New
	var document struct {
		Title string `json:"title"`
		Text  string `json:"text"`
	}
	if err := client.GetYjsDocument(context.Background(), "notes", liveblocks.GetYjsDocumentParams{}, &document); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s: %s\n", document.Title, document.Text)
	// Output: Roadmap: Hello, world
}

// A document is copied into another room.
func ExampleClient_SendYjsBinaryUpdate() {
	ctx := context.Background()
	client := exampleYjs // see New
	update, err := client.GetYjsDocumentAsBinaryUpdate(ctx, "notes", liveblocks.YjsUpdateParams{})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := client.SendYjsBinaryUpdate(ctx, "notes-copy", update, liveblocks.YjsUpdateParams{}); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("copied", len(update), "bytes")
	// Output: copied 6 bytes
}

func ExampleClient_IterVersionHistory() {
	client := exampleYjs // see New
	for version, err := range client.IterVersionHistory(context.Background(), "notes", liveblocks.GetVersionHistoryParams{}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(version.ID, version.CreatedAt.Format("2006-01-02"), len(version.Authors))
	}
	// Output:
	// vh_2 2026-05-02 1
	// vh_1 2026-05-01 0
}
