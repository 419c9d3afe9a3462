package main

import (
	"context"
	"errors"
	"strconv"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/live"
)

// todo is an item of a room's list, as the page knows it.
type todo struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	Done bool   `json:"done"`
	By   string `json:"by"`
}

// createRooms creates the rooms with something in them, so that even those who
// may only read find something. Rooms that exist are left as they are.
func createRooms(ctx context.Context, client *liveblocks.Client) error {
	for _, room := range rooms {
		_, err := client.CreateRoom(ctx, room.ID, liveblocks.CreateRoomParams{})
		if errors.Is(err, liveblocks.ErrConflict) {
			continue
		}
		if err != nil {
			return err
		}
		todos := make([]todo, len(room.Todos))
		for i, text := range room.Todos {
			todos[i] = todo{ID: strconv.Itoa(i), Text: text, Done: i == 0, By: users[0].Name}
		}
		storage, err := live.ObjectFrom(struct {
			Todos []todo `json:"todos"`
		}{todos})
		if err != nil {
			return err
		}
		if _, err := client.InitializeStorageDocument(ctx, room.ID, storage); err != nil {
			return err
		}
	}
	return nil
}
