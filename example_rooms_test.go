package liveblocks_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/liveblocks-go/liveblocks"
)

var exampleRooms = exampleAPI(map[string]string{
	"GET /v2/rooms": `{"data":[
		{"type":"room","id":"board-1","createdAt":"2026-05-02T09:00:00.000Z","metadata":{"title":"Roadmap"}},
		{"type":"room","id":"board-2","createdAt":"2026-05-01T09:00:00.000Z","metadata":{"title":"Retro"}}]}`,
	"GET /v2/rooms/board-1/active-users": `{"data":[{"type":"user","id":"ada","connectionId":1,"info":{"name":"Ada"}}]}`,
	"POST /v2/rooms": `{"type":"room","id":"board-1","createdAt":"2026-05-02T09:00:00.000Z","defaultAccesses":[],
		"usersAccesses":{"ada":["*:write"]},"metadata":{"title":"Roadmap","tags":["q3","plan"]}}`,
	"POST /v2/rooms/board-1": `{"type":"room","id":"board-1","createdAt":"2026-05-02T09:00:00.000Z",
		"usersAccesses":{"bob":["*:read"]},"metadata":{"title":"Plan","tags":["q3","plan"]}}`,
	"POST /v2/rooms/board-1/broadcast-event": ``,
})

func ExampleClient_CreateRoom() {
	client := exampleRooms // see New
	room, err := client.CreateRoom(context.Background(), "board-1", liveblocks.CreateRoomParams{
		// No DefaultAccesses: the room is private.
		UsersAccesses: map[string][]liveblocks.Permission{"ada": {liveblocks.FullAccess}},
		Metadata:      liveblocks.RoomMetadata{"title": "Roadmap", "tags": []string{"q3", "plan"}},
	})
	switch {
	case errors.Is(err, liveblocks.ErrConflict):
		fmt.Println("there is a room with this ID")
		return
	case err != nil:
		fmt.Println(err)
		return
	}
	fmt.Println(room.ID, room.Metadata.String("title"), room.Metadata.Strings("tags"))
	// Output: board-1 Roadmap [q3 plan]
}

func ExampleClient_UpdateRoom() {
	client := exampleRooms // see New
	room, err := client.UpdateRoom(context.Background(), "board-1", liveblocks.UpdateRoomParams{
		UsersAccesses: map[string]liveblocks.Change[[]liveblocks.Permission]{
			"ada": liveblocks.Clear[[]liveblocks.Permission](),
			"bob": liveblocks.Set([]liveblocks.Permission{liveblocks.ReadAccess}),
		},
		Metadata: map[string]liveblocks.Change[any]{"title": liveblocks.Set[any]("Plan")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(room.UsersAccesses, room.Metadata.String("title"))
	// Output: map[bob:[*:read]] Plan
}

func ExampleClient_IterRooms() {
	client := exampleRooms // see New
	rooms := client.IterRooms(context.Background(), liveblocks.GetRoomsParams{
		Filter: liveblocks.Filter{
			liveblocks.WhereRoomIDStartsWith("board-"),
			liveblocks.WhereMetadata("status").Is("open"),
		},
	})
	for room, err := range rooms {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(room.ID, room.Metadata.String("title"))
	}
	// Output:
	// board-1 Roadmap
	// board-2 Retro
}

func ExampleClient_GetActiveUsers() {
	client := exampleRooms // see New
	users, err := client.GetActiveUsers(context.Background(), "board-1")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, user := range users.Data {
		var info struct{ Name string }
		if err := user.DecodeInfo(&info); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(user.ID, info.Name)
	}
	// Output: ada Ada
}

func ExampleClient_BroadcastEvent() {
	client := exampleRooms // see New
	err := client.BroadcastEvent(context.Background(), "board-1", map[string]string{"type": "DEPLOYED", "version": "1.2"})
	fmt.Println(err)
	// Output: <nil>
}

func ExampleFilter() {
	query, err := liveblocks.Filter{
		liveblocks.WhereResolved(false),
		liveblocks.WhereMetadata("priority").AtLeast(3),
		liveblocks.WhereMetadata("team").Is("Ada's"),
	}.Query()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(query)
	// Output: resolved:false metadata['priority']>=3 metadata['team']:"Ada's"
}
