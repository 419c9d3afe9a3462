package liveblocks_test

import (
	"context"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/comment"
	"github.com/liveblocks-go/liveblocks/internal/parity"
)

var threadsTwins = twins{
	"getThreads": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		var params liveblocks.GetThreadsParams
		params.Query, params.Filter = filterArg(args, "0.query")
		return c.GetThreads(ctx, args.String("0.roomId"), params)
	},
	"getThread": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetThread(ctx, args.String("0.roomId"), args.String("0.threadId"))
	},
	"createThread": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.CreateThread(ctx, args.String("0.roomId"), liveblocks.CreateThreadParams{
			Comment:    createCommentArgs(args, "0.data.comment"),
			Metadata:   parity.Get[map[string]any](args, "0.data.metadata"),
			Visibility: parity.Get[liveblocks.ThreadVisibility](args, "0.data.visibility"),
		})
	},
	"deleteThread": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.DeleteThread(ctx, args.String("0.roomId"), args.String("0.threadId"))
	},
	"getThreadParticipants": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetThreadParticipants(ctx, args.String("0.roomId"), args.String("0.threadId"))
	},
	"getThreadSubscriptions": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetThreadSubscriptions(ctx, args.String("0.roomId"), args.String("0.threadId"), liveblocks.GetThreadSubscriptionsParams{})
	},
	"markThreadAsResolved": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.MarkThreadAsResolved(ctx, args.String("0.roomId"), args.String("0.threadId"), args.String("0.data.userId"))
	},
	"markThreadAsUnresolved": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.MarkThreadAsUnresolved(ctx, args.String("0.roomId"), args.String("0.threadId"), args.String("0.data.userId"))
	},
	"subscribeToThread": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.SubscribeToThread(ctx, args.String("0.roomId"), args.String("0.threadId"), args.String("0.data.userId"))
	},
	"unsubscribeFromThread": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.UnsubscribeFromThread(ctx, args.String("0.roomId"), args.String("0.threadId"), args.String("0.data.userId"))
	},
	"editThreadMetadata": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.EditThreadMetadata(ctx, args.String("0.roomId"), args.String("0.threadId"), editMetadataArgs(args))
	},
}

func editMetadataArgs(args parity.Args) liveblocks.EditThreadMetadataParams {
	return liveblocks.EditThreadMetadataParams{
		UserID:    args.String("0.data.userId"),
		Metadata:  metadataChangesArg(args, "0.data.metadata"),
		UpdatedAt: args.Time("0.data.updatedAt"),
	}
}

// metadataChangesArg is changesArg for values that may be no JSON, such as NaN.
func metadataChangesArg(args parity.Args, path string) map[string]liveblocks.Change[any] {
	values := parity.Get[map[string]any](args, path)
	if values == nil {
		return nil
	}
	changes := make(map[string]liveblocks.Change[any], len(values))
	for key, value := range values {
		if value == nil {
			changes[key] = liveblocks.Clear[any]()
		} else {
			changes[key] = liveblocks.Set(value)
		}
	}
	return changes
}

func createCommentArgs(args parity.Args, path string) liveblocks.CreateCommentParams {
	return liveblocks.CreateCommentParams{
		UserID:        args.String(path + ".userId"),
		Body:          parity.Get[comment.Body](args, path+".body"),
		CreatedAt:     args.Time(path + ".createdAt"),
		AttachmentIDs: parity.Get[[]string](args, path+".attachmentIds"),
		Metadata:      parity.Get[map[string]any](args, path+".metadata"),
	}
}
