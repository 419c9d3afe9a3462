package liveblocks_test

import (
	"context"
	"net/http"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/live"
)

// mutationMethods are tested here for their first request. How they send
// changes is tested with a room that keeps them.
var mutationMethods = []method{
	{
		name: "MutateStorage", jsName: "mutateStorage",
		httpMethod: http.MethodPost, route: "/v2/rooms/{roomId}/request-storage-mutation",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.MutateStorage(ctx, ids[0], func(*live.Object) error { return nil })
		},
		repeatable: true, reads: true, answer: emptyStorage,
	},
	{
		name:       "BeginStorageMutation",
		httpMethod: http.MethodPost, route: "/v2/rooms/{roomId}/request-storage-mutation",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.BeginStorageMutation(ctx, ids[0])
			return err
		},
		repeatable: true, reads: true, answer: emptyStorage,
	},
	{
		name: "MassMutateStorage", jsName: "massMutateStorage",
		httpMethod: http.MethodGet, route: "/v2/rooms",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.MassMutateStorage(ctx, liveblocks.MassMutateStorageParams{}, func(*liveblocks.Room, *live.Object) error { return nil })
		},
		repeatable: true,
	},
}

const emptyStorage = `{"actor":1}
["root",{"type":0,"data":{}}]
`
