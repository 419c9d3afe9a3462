package liveblocks

import (
	"context"
	"net/http"
	"slices"
	"time"
	"unicode/utf8"
)

// CommentReaction is an emoji with which one or more users reacted to a comment.
type CommentReaction struct {
	Emoji string `json:"emoji"`
	// CreatedAt is when the first of the users reacted.
	CreatedAt time.Time      `json:"createdAt"`
	Users     []ReactionUser `json:"users"`
}

// ReactionUser is a user who reacted to a comment.
type ReactionUser struct {
	ID string `json:"id"`
}

// CommentUserReaction is the reaction of one user to a comment.
type CommentUserReaction struct {
	Emoji     string    `json:"emoji"`
	CreatedAt time.Time `json:"createdAt"`
	UserID    string    `json:"userId"`
}

// AddCommentReactionParams are the parameters of [Client.AddCommentReaction].
type AddCommentReactionParams struct {
	// Emoji and UserID are required.
	Emoji  string
	UserID string
	// CreatedAt is when the user reacted, to the millisecond; now, if it is
	// zero.
	CreatedAt time.Time
}

// AddCommentReaction adds the reaction of a user to a comment. If the user has
// reacted with the same emoji before, the error matches [ErrConflict]; if there
// is no such comment, [ErrNotFound].
//
// It is retried. If a retry meets a reaction that an earlier attempt, whose
// answer was lost, may have added, that reaction is returned; its CreatedAt
// then is that of the first user who reacted with the emoji.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-rooms-roomId-threads-threadId-comments-commentId-add-reaction.
func (c *Client) AddCommentReaction(ctx context.Context, roomID, threadID, commentID string, params AddCommentReactionParams) (*CommentUserReaction, error) {
	if err := checkReaction(params.Emoji, params.UserID); err != nil {
		return nil, err
	}
	reaction, err := call[CommentUserReaction](ctx, c, request{
		method: http.MethodPost,
		route:  commentRoute + "/add-reaction",
		ids:    []string{roomID, threadID, commentID},
		body: struct {
			Emoji     string   `json:"emoji"`
			UserID    string   `json:"userId"`
			CreatedAt wireTime `json:"createdAt,omitzero"`
		}{params.Emoji, params.UserID, wireTime(params.CreatedAt)},
	})
	if mayBeOwnConflict(err) {
		if found := c.findReaction(ctx, roomID, threadID, commentID, params); found != nil {
			return found, nil
		}
	}
	return reaction, err
}

// findReaction returns the reaction of a user, or nil if it can't be found.
func (c *Client) findReaction(ctx context.Context, roomID, threadID, commentID string, params AddCommentReactionParams) *CommentUserReaction {
	comment, err := c.GetComment(ctx, roomID, threadID, commentID)
	if err != nil {
		return nil
	}
	for _, r := range comment.Reactions {
		if r.Emoji == params.Emoji && slices.Contains(r.Users, ReactionUser{params.UserID}) {
			return &CommentUserReaction{Emoji: r.Emoji, CreatedAt: r.CreatedAt, UserID: params.UserID}
		}
	}
	return nil
}

// RemoveCommentReactionParams are the parameters of
// [Client.RemoveCommentReaction].
type RemoveCommentReactionParams struct {
	// Emoji and UserID are required.
	Emoji  string
	UserID string
	// RemovedAt is when the user removed it, to the millisecond; now, if it is
	// zero.
	RemovedAt time.Time
}

// RemoveCommentReaction removes the reaction of a user from a comment. If there
// is no such comment or reaction, the error matches [ErrNotFound].
//
// It is retried. If a retry finds that an earlier attempt, whose answer was
// lost, has removed the reaction, that is no error.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-rooms-roomId-threads-threadId-comments-commentId-remove-reaction.
func (c *Client) RemoveCommentReaction(ctx context.Context, roomID, threadID, commentID string, params RemoveCommentReactionParams) error {
	if err := checkReaction(params.Emoji, params.UserID); err != nil {
		return err
	}
	return c.exec(ctx, request{
		method: http.MethodPost,
		route:  commentRoute + "/remove-reaction",
		ids:    []string{roomID, threadID, commentID},
		body: struct {
			Emoji     string   `json:"emoji"`
			UserID    string   `json:"userId"`
			RemovedAt wireTime `json:"removedAt,omitzero"`
		}{params.Emoji, params.UserID, wireTime(params.RemovedAt)},
		removes: true,
	})
}

func checkReaction(emoji, userID string) error {
	if emoji == "" {
		return invalid("the Emoji of the reaction is empty")
	}
	if !utf8.ValidString(emoji) {
		return invalid("the Emoji %s of the reaction is not valid UTF-8", quote(emoji))
	}
	return checkIDText("user ID", userID)
}
