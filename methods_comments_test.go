package liveblocks_test

import (
	"context"
	"net/http"

	"github.com/liveblocks-go/liveblocks"
)

const commentRoute = threadRoute + "/comments/{commentId}"

var commentsMethods = []method{
	{
		name: "GetComment", jsName: "getComment",
		httpMethod: http.MethodGet, route: commentRoute,
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetComment(ctx, ids[0], ids[1], ids[2])
			return err
		},
		repeatable: true,
	},
	{
		name: "CreateComment", jsName: "createComment",
		httpMethod: http.MethodPost, route: threadRoute + "/comments",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.CreateComment(ctx, ids[0], ids[1], helloComment)
			return err
		},
	},
	{
		name: "EditComment", jsName: "editComment",
		httpMethod: http.MethodPost, route: commentRoute,
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.EditComment(ctx, ids[0], ids[1], ids[2], liveblocks.EditCommentParams{Body: helloBody})
			return err
		},
		repeatable: true,
	},
	{
		name: "DeleteComment", jsName: "deleteComment",
		httpMethod: http.MethodDelete, route: commentRoute,
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.DeleteComment(ctx, ids[0], ids[1], ids[2])
		},
		repeatable: true,
		noAnswer:   true,
	},
	{
		name: "EditCommentMetadata", jsName: "editCommentMetadata",
		httpMethod: http.MethodPost, route: commentRoute + "/metadata",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.EditCommentMetadata(ctx, ids[0], ids[1], ids[2], liveblocks.EditCommentMetadataParams{UserID: "ada"})
			return err
		},
		repeatable: true,
	},
	{
		name: "AddCommentReaction", jsName: "addCommentReaction",
		httpMethod: http.MethodPost, route: commentRoute + "/add-reaction",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.AddCommentReaction(ctx, ids[0], ids[1], ids[2], liveblocks.AddCommentReactionParams{Emoji: "👍", UserID: "ada"})
			return err
		},
		repeatable: true,
	},
	{
		name: "RemoveCommentReaction", jsName: "removeCommentReaction",
		httpMethod: http.MethodPost, route: commentRoute + "/remove-reaction",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.RemoveCommentReaction(ctx, ids[0], ids[1], ids[2], liveblocks.RemoveCommentReactionParams{Emoji: "👍", UserID: "ada"})
		},
		repeatable: true,
		noAnswer:   true,
	},
}
