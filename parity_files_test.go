package liveblocks_test

import (
	"context"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/internal/parity"
)

// fileOf is the file given as an argument, to be read in either way.
func fileOf(args parity.Args, path string) liveblocks.FileUpload {
	file := parity.Get[parity.File](args, path)
	upload := liveblocks.FileUpload{Name: file.Name, Size: file.Size(), MIMEType: file.Type}
	if file.Size()%2 == 0 {
		upload.ReaderAt = file.Reader()
	} else {
		upload.Reader = file.Reader()
	}
	return upload
}

var attachmentsTwins = twins{
	"getAttachment": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetAttachment(ctx, args.String("0.roomId"), args.String("0.attachmentId"))
	},
	"uploadAttachment": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.UploadAttachment(ctx, args.String("0.roomId"), liveblocks.UploadAttachmentParams{
			UserID: args.String("0.userId"),
			File:   fileOf(args, "0.file"),
		})
	},
}

var filesTwins = twins{
	"uploadFile": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.UploadFile(ctx, args.String("0.roomId"), fileOf(args, "0.file"))
	},
	"getFileUrl": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		path := "0.file"
		if args.Has("0.file.id") {
			path = "0.file.id" // the package takes a file as well as its ID
		}
		return c.GetFileURL(ctx, args.String("0.roomId"), args.String(path))
	},
}
