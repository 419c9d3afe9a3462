package liveblocks_test

import (
	"context"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/comment"
	"github.com/liveblocks-go/liveblocks/internal/parity"
)

var commentsTwins = twins{
	"getComment": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetComment(ctx, args.String("0.roomId"), args.String("0.threadId"), args.String("0.commentId"))
	},
	"createComment": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.CreateComment(ctx, args.String("0.roomId"), args.String("0.threadId"), createCommentArgs(args, "0.data"))
	},
	"editComment": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.EditComment(ctx, args.String("0.roomId"), args.String("0.threadId"), args.String("0.commentId"), liveblocks.EditCommentParams{
			Body:          parity.Get[comment.Body](args, "0.data.body"),
			AttachmentIDs: changeArg[[]string](args, "0.data.attachmentIds"),
			Metadata:      metadataChangesArg(args, "0.data.metadata"),
			EditedAt:      args.Time("0.data.editedAt"),
		})
	},
	"deleteComment": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.DeleteComment(ctx, args.String("0.roomId"), args.String("0.threadId"), args.String("0.commentId"))
	},
	"editCommentMetadata": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.EditCommentMetadata(ctx, args.String("0.roomId"), args.String("0.threadId"), args.String("0.commentId"), liveblocks.EditCommentMetadataParams(editMetadataArgs(args)))
	},
	"addCommentReaction": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.AddCommentReaction(ctx, args.String("0.roomId"), args.String("0.threadId"), args.String("0.commentId"), liveblocks.AddCommentReactionParams{
			Emoji:     args.String("0.data.emoji"),
			UserID:    args.String("0.data.userId"),
			CreatedAt: args.Time("0.data.createdAt"),
		})
	},
	"removeCommentReaction": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.RemoveCommentReaction(ctx, args.String("0.roomId"), args.String("0.threadId"), args.String("0.commentId"), liveblocks.RemoveCommentReactionParams{
			Emoji:     args.String("0.data.emoji"),
			UserID:    args.String("0.data.userId"),
			RemovedAt: args.Time("0.data.removedAt"),
		})
	},
}
