package liveblocks_test

import (
	"context"
	"fmt"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/live"
)

var exampleStorage = exampleAPI(map[string]string{
	"GET /v2/rooms/board-1/storage": `{"title":"Roadmap","shapes":[{"kind":"circle","x":10},{"kind":"square","x":20}]}`,
	"POST /v2/rooms/board-1/storage": `{"liveblocksType":"LiveObject","data":{"title":"Untitled",
		"shapes":{"liveblocksType":"LiveList","data":[]}}}`,
	"PATCH /v2/rooms/board-1/storage/json-patch": ``,
})

func ExampleClient_GetStorageDocumentJSON() {
	client := exampleStorage // see New
	var board struct {
		Title  string `json:"title"`
		Shapes []struct {
			Kind string  `json:"kind"`
			X    float64 `json:"x"`
		} `json:"shapes"`
	}
	if err := client.GetStorageDocumentJSON(context.Background(), "board-1", &board); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(board.Title, board.Shapes)
	// Output: Roadmap [{circle 10} {square 20}]
}

func ExampleClient_InitializeStorageDocument() {
	client := exampleStorage // see New
	document, err := client.InitializeStorageDocument(context.Background(), "board-1", live.NewObject(map[string]any{
		"title":  "Untitled",
		"shapes": live.NewList(),
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	root, err := document.Object()
	if err != nil {
		fmt.Println(err)
		return
	}
	title, _ := live.Get[string](root, "title")
	fmt.Println(title)
	// Output: Untitled
}

func ExampleClient_PatchStorageDocument() {
	client := exampleStorage // see New
	err := client.PatchStorageDocument(context.Background(), "board-1", []liveblocks.JSONPatchOperation{
		liveblocks.PatchTest("/title", "Untitled"), // else leave everything as it is
		liveblocks.PatchReplace("/title", "Roadmap"),
		liveblocks.PatchAdd("/shapes/-", map[string]any{"kind": "circle", "x": 10}),
	})
	fmt.Println(err)
	// Output: <nil>
}
