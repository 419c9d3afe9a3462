package liveblocks_test

import (
	"context"
	"time"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/internal/parity"
)

// millisOf is the time that an argument has in milliseconds, the zero one if it
// is absent.
func millisOf(args parity.Args, path string) time.Time {
	if !args.Has(path) {
		return time.Time{}
	}
	return time.UnixMilli(parity.Get[int64](args, path))
}

var feedsTwins = twins{
	"getFeeds": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetFeeds(ctx, args.String("0.roomId"), liveblocks.GetFeedsParams{})
	},
	"createFeed": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.CreateFeed(ctx, args.String("0.roomId"), args.String("0.feedId"), liveblocks.CreateFeedParams{
			Metadata:  parity.Get[any](args, "0.metadata"),
			CreatedAt: millisOf(args, "0.createdAt"),
		})
	},
	"getFeed": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetFeed(ctx, args.String("0.roomId"), args.String("0.feedId"))
	},
	"updateFeed": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.UpdateFeed(ctx, args.String("0.roomId"), args.String("0.feedId"), liveblocks.UpdateFeedParams{
			Metadata: metadataChangesArg(args, "0.metadata"),
		})
	},
	"deleteFeed": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.DeleteFeed(ctx, args.String("0.roomId"), args.String("0.feedId"))
	},
	"getFeedMessages": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetFeedMessages(ctx, args.String("0.roomId"), args.String("0.feedId"), liveblocks.GetFeedMessagesParams{})
	},
	"createFeedMessage": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.CreateFeedMessage(ctx, args.String("0.roomId"), args.String("0.feedId"), liveblocks.CreateFeedMessageParams{
			ID:        args.String("0.id"),
			Data:      parity.Get[any](args, "0.data"),
			CreatedAt: millisOf(args, "0.createdAt"),
		})
	},
	"updateFeedMessage": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.UpdateFeedMessage(ctx, args.String("0.roomId"), args.String("0.feedId"), args.String("0.messageId"),
			liveblocks.UpdateFeedMessageParams{
				Data:      parity.Get[any](args, "0.data"),
				UpdatedAt: millisOf(args, "0.updatedAt"),
			})
	},
	"deleteFeedMessage": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.DeleteFeedMessage(ctx, args.String("0.roomId"), args.String("0.feedId"), args.String("0.messageId"))
	},
}
