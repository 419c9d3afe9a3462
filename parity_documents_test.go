package liveblocks_test

import (
	"context"
	"encoding/json"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/internal/parity"
)

var storageTwins = twins{
	"getStorageDocument": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		if args.String("1") == "json" {
			var document json.RawMessage
			err := c.GetStorageDocumentJSON(ctx, args.String("0"), &document)
			return document, err
		}
		return c.GetStorageDocument(ctx, args.String("0"))
	},
	"initializeStorageDocument": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.InitializeStorageDocument(ctx, args.String("0"), liveblocks.PlainLSON(args.JSON("1")))
	},
	"deleteStorageDocument": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.DeleteStorageDocument(ctx, args.String("0"))
	},
}

var yjsTwins = twins{
	"getYjsDocument": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		var document json.RawMessage
		err := c.GetYjsDocument(ctx, args.String("0"), liveblocks.GetYjsDocumentParams{
			Format: parity.Get[bool](args, "1.format"),
			Key:    args.String("1.key"),
			Type:   liveblocks.YjsType(args.String("1.type")),
		}, &document)
		return document, err
	},
	"sendYjsBinaryUpdate": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.SendYjsBinaryUpdate(ctx, args.String("0"), parity.Get[[]byte](args, "1"), yjsArgs(args, "2"))
	},
	"getYjsDocumentAsBinaryUpdate": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetYjsDocumentAsBinaryUpdate(ctx, args.String("0"), yjsArgs(args, "1"))
	},
}

func yjsArgs(args parity.Args, path string) liveblocks.YjsUpdateParams {
	return liveblocks.YjsUpdateParams{GUID: args.String(path + ".guid")}
}

var versionsTwins = twins{
	"getVersionHistory": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetVersionHistory(ctx, args.String("0"), liveblocks.GetVersionHistoryParams{
			Limit:  parity.Get[int](args, "1.limit"),
			Cursor: args.String("1.cursor"),
		})
	},
	"createVersionHistorySnapshot": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		snapshot, err := c.CreateVersionHistorySnapshot(ctx, args.String("0"))
		return map[string]any{"data": snapshot}, err
	},
	"getYjsVersion": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetYjsVersion(ctx, args.String("0.roomId"), args.String("0.versionId"))
	},
	"deleteVersion": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.DeleteVersion(ctx, args.String("0.roomId"), args.String("0.versionId"))
	},
}
