package liveblocks_test

import (
	"context"
	"net/http"

	"github.com/liveblocks-go/liveblocks"
)

var feedsMethods = []method{
	{
		name: "GetFeeds", jsName: "getFeeds",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}/feeds",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetFeeds(ctx, ids[0], liveblocks.GetFeedsParams{})
			return err
		},
		repeatable: true,
	},
	{
		name:       "IterFeeds",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}/feeds",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return drain(c.IterFeeds(ctx, ids[0], liveblocks.GetFeedsParams{}))
		},
		repeatable: true,
	},
	{
		name: "CreateFeed", jsName: "createFeed",
		httpMethod: http.MethodPost, route: "/v2/rooms/{roomId}/feeds",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.CreateFeed(ctx, ids[0], "a-feed", liveblocks.CreateFeedParams{})
			return err
		},
		repeatable: true,
	},
	{
		name: "GetFeed", jsName: "getFeed",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}/feeds/{feedId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetFeed(ctx, ids[0], ids[1])
			return err
		},
		repeatable: true,
	},
	{
		name: "UpdateFeed", jsName: "updateFeed",
		httpMethod: http.MethodPatch, route: "/v2/rooms/{roomId}/feeds/{feedId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.UpdateFeed(ctx, ids[0], ids[1], liveblocks.UpdateFeedParams{})
			return err
		},
		repeatable: true,
	},
	{
		name: "DeleteFeed", jsName: "deleteFeed",
		httpMethod: http.MethodDelete, route: "/v2/rooms/{roomId}/feeds/{feedId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.DeleteFeed(ctx, ids[0], ids[1])
		},
		repeatable: true,
		noAnswer:   true,
	},
	{
		name: "GetFeedMessages", jsName: "getFeedMessages",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}/feeds/{feedId}/messages",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetFeedMessages(ctx, ids[0], ids[1], liveblocks.GetFeedMessagesParams{})
			return err
		},
		repeatable: true,
	},
	{
		name:       "IterFeedMessages",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}/feeds/{feedId}/messages",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return drain(c.IterFeedMessages(ctx, ids[0], ids[1], liveblocks.GetFeedMessagesParams{}))
		},
		repeatable: true,
	},
	{
		name: "CreateFeedMessage", jsName: "createFeedMessage",
		httpMethod: http.MethodPost, route: "/v2/rooms/{roomId}/feeds/{feedId}/messages",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.CreateFeedMessage(ctx, ids[0], ids[1], liveblocks.CreateFeedMessageParams{Data: "Hi"})
			return err
		},
	},
	{
		name: "UpdateFeedMessage", jsName: "updateFeedMessage",
		httpMethod: http.MethodPatch, route: "/v2/rooms/{roomId}/feeds/{feedId}/messages/{messageId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.UpdateFeedMessage(ctx, ids[0], ids[1], ids[2], liveblocks.UpdateFeedMessageParams{Data: "Hi"})
			return err
		},
		repeatable: true,
	},
	{
		name: "DeleteFeedMessage", jsName: "deleteFeedMessage",
		httpMethod: http.MethodDelete, route: "/v2/rooms/{roomId}/feeds/{feedId}/messages/{messageId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.DeleteFeedMessage(ctx, ids[0], ids[1], ids[2])
		},
		repeatable: true,
		noAnswer:   true,
	},
}
