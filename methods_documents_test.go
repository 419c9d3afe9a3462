package liveblocks_test

import (
	"context"
	"net/http"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/live"
)

var storageMethods = []method{
	{
		name: "GetStorageDocument", jsName: "getStorageDocument",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}/storage",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetStorageDocument(ctx, ids[0])
			return err
		},
		repeatable: true,
	},
	{
		name: "GetStorageDocumentJSON", jsName: "getStorageDocument",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}/storage",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			var document struct{ Title string }
			return c.GetStorageDocumentJSON(ctx, ids[0], &document)
		},
		repeatable: true,
	},
	{
		name: "InitializeStorageDocument", jsName: "initializeStorageDocument",
		httpMethod: http.MethodPost, route: "/v2/rooms/{roomId}/storage",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.InitializeStorageDocument(ctx, ids[0], live.NewObject(nil))
			return err
		},
		repeatable: true,
	},
	{
		name: "DeleteStorageDocument", jsName: "deleteStorageDocument",
		httpMethod: http.MethodDelete, route: "/v2/rooms/{roomId}/storage",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.DeleteStorageDocument(ctx, ids[0])
		},
		repeatable: true, noAnswer: true,
	},
	{
		name:       "PatchStorageDocument",
		httpMethod: http.MethodPatch, route: "/v2/rooms/{roomId}/storage/json-patch",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.PatchStorageDocument(ctx, ids[0], []liveblocks.JSONPatchOperation{liveblocks.PatchRemove("/title")})
		},
		noAnswer: true,
	},
}

var yjsMethods = []method{
	{
		name: "GetYjsDocument", jsName: "getYjsDocument",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}/ydoc",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			var document map[string]any
			return c.GetYjsDocument(ctx, ids[0], liveblocks.GetYjsDocumentParams{}, &document)
		},
		repeatable: true,
	},
	{
		name: "SendYjsBinaryUpdate", jsName: "sendYjsBinaryUpdate",
		httpMethod: http.MethodPut, route: "/v2/rooms/{roomId}/ydoc",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.SendYjsBinaryUpdate(ctx, ids[0], []byte{0, 0}, liveblocks.YjsUpdateParams{})
		},
		repeatable: true, noAnswer: true,
	},
	{
		name: "GetYjsDocumentAsBinaryUpdate", jsName: "getYjsDocumentAsBinaryUpdate",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}/ydoc-binary",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetYjsDocumentAsBinaryUpdate(ctx, ids[0], liveblocks.YjsUpdateParams{})
			return err
		},
		repeatable: true, binary: true,
	},
}

var versionsMethods = []method{
	{
		name: "GetVersionHistory", jsName: "getVersionHistory",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}/versions",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetVersionHistory(ctx, ids[0], liveblocks.GetVersionHistoryParams{})
			return err
		},
		repeatable: true,
	},
	{
		name:       "IterVersionHistory",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}/versions",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return drain(c.IterVersionHistory(ctx, ids[0], liveblocks.GetVersionHistoryParams{}))
		},
		repeatable: true,
	},
	{
		name: "CreateVersionHistorySnapshot", jsName: "createVersionHistorySnapshot",
		httpMethod: http.MethodPost, route: "/v2/rooms/{roomId}/versions",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.CreateVersionHistorySnapshot(ctx, ids[0])
			return err
		},
		answer: `{"data":{"id":"vh_1"}}`,
	},
	{
		name: "GetYjsVersion", jsName: "getYjsVersion",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}/versions/{versionId}/yjs",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetYjsVersion(ctx, ids[0], ids[1])
			return err
		},
		repeatable: true, binary: true,
	},
	{
		name: "DeleteVersion", jsName: "deleteVersion",
		httpMethod: http.MethodDelete, route: "/v2/rooms/{roomId}/versions/{versionId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.DeleteVersion(ctx, ids[0], ids[1])
		},
		repeatable: true, noAnswer: true,
	},
}
