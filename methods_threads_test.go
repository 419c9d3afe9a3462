package liveblocks_test

import (
	"context"
	"net/http"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/comment"
)

var helloBody = comment.Body{Content: []comment.Block{
	comment.Paragraph{Children: []comment.Inline{comment.Text{Text: "Hello"}}},
}}

var helloComment = liveblocks.CreateCommentParams{UserID: "ada", Body: helloBody}

const threadRoute = "/v2/rooms/{roomId}/threads/{threadId}"

var threadsMethods = []method{
	{
		name: "GetThreads", jsName: "getThreads",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}/threads",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetThreads(ctx, ids[0], liveblocks.GetThreadsParams{})
			return err
		},
		repeatable: true,
	},
	{
		name:       "IterThreads",
		httpMethod: http.MethodGet, route: "/v2/rooms/{roomId}/threads",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return drain(c.IterThreads(ctx, ids[0], liveblocks.GetThreadsParams{}))
		},
		repeatable: true,
	},
	{
		name: "GetThread", jsName: "getThread",
		httpMethod: http.MethodGet, route: threadRoute,
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetThread(ctx, ids[0], ids[1])
			return err
		},
		repeatable: true,
	},
	{
		name: "CreateThread", jsName: "createThread",
		httpMethod: http.MethodPost, route: "/v2/rooms/{roomId}/threads",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.CreateThread(ctx, ids[0], liveblocks.CreateThreadParams{Comment: helloComment})
			return err
		},
	},
	{
		name: "DeleteThread", jsName: "deleteThread",
		httpMethod: http.MethodDelete, route: threadRoute,
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.DeleteThread(ctx, ids[0], ids[1])
		},
		repeatable: true,
		noAnswer:   true,
	},
	{
		name: "GetThreadParticipants", jsName: "getThreadParticipants",
		httpMethod: http.MethodGet, route: threadRoute + "/participants",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetThreadParticipants(ctx, ids[0], ids[1])
			return err
		},
		repeatable: true,
	},
	{
		name: "GetThreadSubscriptions", jsName: "getThreadSubscriptions",
		httpMethod: http.MethodGet, route: threadRoute + "/subscriptions",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetThreadSubscriptions(ctx, ids[0], ids[1], liveblocks.GetThreadSubscriptionsParams{})
			return err
		},
		repeatable: true,
	},
	{
		name:       "IterThreadSubscriptions",
		httpMethod: http.MethodGet, route: threadRoute + "/subscriptions",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return drain(c.IterThreadSubscriptions(ctx, ids[0], ids[1], liveblocks.GetThreadSubscriptionsParams{}))
		},
		repeatable: true,
	},
	{
		name:       "GetThreadInboxNotifications",
		httpMethod: http.MethodGet, route: threadRoute + "/inbox-notifications",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetThreadInboxNotifications(ctx, ids[0], ids[1])
			return err
		},
		repeatable: true,
	},
	{
		name: "MarkThreadAsResolved", jsName: "markThreadAsResolved",
		httpMethod: http.MethodPost, route: threadRoute + "/mark-as-resolved",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.MarkThreadAsResolved(ctx, ids[0], ids[1], "ada")
			return err
		},
		repeatable: true,
	},
	{
		name: "MarkThreadAsUnresolved", jsName: "markThreadAsUnresolved",
		httpMethod: http.MethodPost, route: threadRoute + "/mark-as-unresolved",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.MarkThreadAsUnresolved(ctx, ids[0], ids[1], "ada")
			return err
		},
		repeatable: true,
	},
	{
		name: "SubscribeToThread", jsName: "subscribeToThread",
		httpMethod: http.MethodPost, route: threadRoute + "/subscribe",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.SubscribeToThread(ctx, ids[0], ids[1], "ada")
			return err
		},
		repeatable: true,
	},
	{
		name: "UnsubscribeFromThread", jsName: "unsubscribeFromThread",
		httpMethod: http.MethodPost, route: threadRoute + "/unsubscribe",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.UnsubscribeFromThread(ctx, ids[0], ids[1], "ada")
		},
		repeatable: true,
		noAnswer:   true,
	},
	{
		name: "EditThreadMetadata", jsName: "editThreadMetadata",
		httpMethod: http.MethodPost, route: threadRoute + "/metadata",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.EditThreadMetadata(ctx, ids[0], ids[1], liveblocks.EditThreadMetadataParams{UserID: "ada"})
			return err
		},
		repeatable: true,
	},
}
