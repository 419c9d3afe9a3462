package liveblocks_test

import (
	"context"
	"iter"
	"net/http"

	"github.com/liveblocks-go/liveblocks"
)

var roomsMethods = []method{
	{
		name: "GetRooms", jsName: "getRooms",
		httpMethod: http.MethodGet, route: "/v2/rooms",
		call: func(ctx context.Context, c *liveblocks.Client, _ []string) error {
			_, err := c.GetRooms(ctx, liveblocks.GetRoomsParams{})
			return err
		},
		repeatable: true,
	},
	{
		name: "IterRooms", jsName: "iterRooms",
		httpMethod: http.MethodGet, route: "/v2/rooms",
		call: func(ctx context.Context, c *liveblocks.Client, _ []string) error {
			return drain(c.IterRooms(ctx, liveblocks.GetRoomsParams{}))
		},
		repeatable: true,
	},
	{
		name: "CreateRoom", jsName: "createRoom",
		httpMethod: http.MethodPost, route: "/v2/rooms",
		call: func(ctx context.Context, c *liveblocks.Client, _ []string) error {
			_, err := c.CreateRoom(ctx, "room", liveblocks.CreateRoomParams{})
			return err
		},
		repeatable: true,
	},
	{
		name: "GetOrCreateRoom", jsName: "getOrCreateRoom",
		httpMethod: http.MethodPost, route: "/v2/rooms?idempotent",
		call: func(ctx context.Context, c *liveblocks.Client, _ []string) error {
			_, err := c.GetOrCreateRoom(ctx, "room", liveblocks.CreateRoomParams{})
			return err
		},
		repeatable: true,
	},
	{
		name: "UpsertRoom", jsName: "upsertRoom",
		httpMethod: http.MethodPost, route: "/v2/rooms/{roomId}/upsert",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.UpsertRoom(ctx, ids[0], liveblocks.UpsertRoomParams{})
			return err
		},
		repeatable: true,
	},
	{
		name: "GetRoom", jsName: "getRoom",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetRoom(ctx, ids[0])
			return err
		},
		repeatable: true,
	},
	{
		name: "UpdateRoom", jsName: "updateRoom",
		httpMethod: http.MethodPost, route: "/v2/rooms/{roomId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.UpdateRoom(ctx, ids[0], liveblocks.UpdateRoomParams{})
			return err
		},
		repeatable: true,
	},
	{
		name: "UpdateRoomID", jsName: "updateRoomId",
		httpMethod: http.MethodPost, route: "/v2/rooms/{roomId}/update-room-id",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.UpdateRoomID(ctx, ids[0], "new")
			return err
		},
	},
	{
		name:       "UpdateRoomOrganizationID",
		httpMethod: http.MethodPost, route: "/v2/rooms/{roomId}/update-organization-id",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.UpdateRoomOrganizationID(ctx, ids[0], liveblocks.UpdateRoomOrganizationIDParams{
				FromOrganizationID: "old", ToOrganizationID: "new",
			})
			return err
		},
	},
	{
		name: "DeleteRoom", jsName: "deleteRoom",
		httpMethod: http.MethodDelete, route: "/v2/rooms/{roomId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.DeleteRoom(ctx, ids[0])
		},
		repeatable: true, noAnswer: true,
	},
	{
		name: "PrewarmRoom", jsName: "prewarmRoom",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}/prewarm",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.PrewarmRoom(ctx, ids[0])
		},
		repeatable: true, noAnswer: true,
	},
	{
		name: "GetActiveUsers", jsName: "getActiveUsers",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}/active-users",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetActiveUsers(ctx, ids[0])
			return err
		},
		repeatable: true,
	},
	{
		name: "BroadcastEvent", jsName: "broadcastEvent",
		httpMethod: http.MethodPost, route: "/v2/rooms/{roomId}/broadcast-event",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.BroadcastEvent(ctx, ids[0], map[string]string{"type": "EMOJI"})
		},
		noAnswer: true,
	},
	{
		name: "SetPresence", jsName: "setPresence",
		httpMethod: http.MethodPost, route: "/v2/rooms/{roomId}/presence",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.SetPresence(ctx, ids[0], liveblocks.SetPresenceParams{UserID: "ada", Data: map[string]any{}})
		},
		repeatable: true, noAnswer: true,
	},
}

// drain ranges over an iterator up to its end or its first error.
func drain[T any](seq iter.Seq2[T, error]) error {
	for _, err := range seq {
		if err != nil {
			return err
		}
	}
	return nil
}
