package liveblocks_test

import (
	"context"
	"net/http"
	"strings"

	"github.com/liveblocks-go/liveblocks"
)

var attachmentsMethods = []method{
	{
		name: "GetAttachment", jsName: "getAttachment",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}/attachments/{attachmentId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetAttachment(ctx, ids[0], ids[1])
			return err
		},
		repeatable: true,
	},
	{
		name: "UploadAttachment", jsName: "uploadAttachment",
		httpMethod: http.MethodPut, route: "/v2/rooms/{roomId}/attachments/{attachmentId}/upload/{name}",
		ids: 1,
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.UploadAttachment(ctx, ids[0], liveblocks.UploadAttachmentParams{UserID: "ada", File: oneByte()})
			return err
		},
		repeatable: true,
	},
}

var filesMethods = []method{
	{
		name: "UploadFile", jsName: "uploadFile",
		httpMethod: http.MethodPut, route: "/v2/rooms/{roomId}/storage/files/{fileId}/upload/{name}",
		ids: 1,
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.UploadFile(ctx, ids[0], oneByte())
			return err
		},
		repeatable: true,
	},
	{
		name: "GetFileURL", jsName: "getFileUrl",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}/storage/files/{fileId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetFileURL(ctx, ids[0], ids[1])
			return err
		},
		repeatable: true,
	},
	{
		name:       "GetStorageFile",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}/storage/files/{fileId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetStorageFile(ctx, ids[0], ids[1])
			return err
		},
		repeatable: true,
	},
}

func oneByte() liveblocks.FileUpload {
	return liveblocks.FileUpload{Name: "a.txt", Size: 1, ReaderAt: strings.NewReader("a")}
}
