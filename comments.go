package liveblocks

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
	"unicode/utf8"

	"github.com/liveblocks-go/liveblocks/comment"
)

// Comment is a comment of a thread.
type Comment struct {
	Type     string `json:"type"` // "comment"
	ID       string `json:"id"`   // starts with "cm_"
	ThreadID string `json:"threadId"`
	RoomID   string `json:"roomId"`
	// UserID is the author.
	UserID    string    `json:"userId"`
	CreatedAt time.Time `json:"createdAt"`
	// EditedAt is zero if the comment was never edited.
	EditedAt time.Time `json:"editedAt,omitzero"`
	// DeletedAt is zero unless the comment is deleted. It then is still part of
	// its thread, with a nil Body.
	DeletedAt time.Time `json:"deletedAt,omitzero"`
	// Body is what the comment says. See [comment.Stringify] for how to render
	// it.
	Body        *comment.Body       `json:"body,omitempty"`
	Reactions   []CommentReaction   `json:"reactions"`
	Attachments []CommentAttachment `json:"attachments"`
	Metadata    Metadata            `json:"metadata"`
}

// UnmarshalJSON reads a comment. A body that is an object without properties is
// none.
func (c *Comment) UnmarshalJSON(data []byte) error {
	type plain Comment
	fields := struct {
		*plain
		Body json.RawMessage `json:"body"`
	}{plain: (*plain)(c)}
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	c.Body = nil
	var properties map[string]json.RawMessage
	if fields.Body == nil || json.Unmarshal(fields.Body, &properties) == nil && len(properties) == 0 {
		return nil
	}
	return json.Unmarshal(fields.Body, &c.Body)
}

const (
	commentsRoute = threadRoute + "/comments"
	commentRoute  = commentsRoute + "/{commentId}"
)

// GetComment returns a comment. If there is no such comment, the error matches
// [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms-roomId-threads-threadId-comments-commentId.
func (c *Client) GetComment(ctx context.Context, roomID, threadID, commentID string) (*Comment, error) {
	return call[Comment](ctx, c, request{
		method: http.MethodGet,
		route:  commentRoute,
		ids:    []string{roomID, threadID, commentID},
	})
}

// CreateCommentParams are the parameters of [Client.CreateComment], and the
// first comment of [CreateThreadParams].
type CreateCommentParams struct {
	// UserID is the author. It is required.
	UserID string
	// Body is what the comment says. It is required. Package
	// [github.com/liveblocks-go/liveblocks/comment] makes it from Markdown, or
	// piece by piece.
	Body comment.Body
	// CreatedAt is when the comment was written, to the millisecond; now, if it
	// is zero.
	CreatedAt time.Time
	// AttachmentIDs are attachments that were uploaded to the room with
	// [Client.UploadAttachment].
	AttachmentIDs []string
	Metadata      Metadata
}

type createCommentBody struct {
	UserID        string       `json:"userId"`
	CreatedAt     wireTime     `json:"createdAt,omitzero"`
	Body          comment.Body `json:"body"`
	AttachmentIDs []string     `json:"attachmentIds,omitzero"`
	Metadata      Metadata     `json:"metadata,omitzero"`
}

func (p CreateCommentParams) body() (createCommentBody, error) {
	err := checkIDText("user ID", p.UserID)
	if err == nil {
		err = checkCommentBody(p.Body)
	}
	if err == nil {
		err = checkAttachmentIDs(p.AttachmentIDs)
	}
	if err == nil {
		err = p.Metadata.check()
	}
	return createCommentBody{
		UserID:        p.UserID,
		CreatedAt:     wireTime(p.CreatedAt),
		Body:          p.Body,
		AttachmentIDs: p.AttachmentIDs,
		Metadata:      p.Metadata,
	}, err
}

// CreateComment adds a comment to a thread. If there is no such thread, the
// error matches [ErrNotFound].
//
// It is not retried if the comment may have been added; the error says so in
// [Error.MaybeApplied].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-rooms-roomId-threads-threadId-comments.
func (c *Client) CreateComment(ctx context.Context, roomID, threadID string, params CreateCommentParams) (*Comment, error) {
	body, err := params.body()
	if err != nil {
		return nil, err
	}
	return call[Comment](ctx, c, request{
		method: http.MethodPost,
		route:  commentsRoute,
		ids:    []string{roomID, threadID},
		body:   body,
		once:   true,
	})
}

// EditCommentParams are the parameters of [Client.EditComment].
type EditCommentParams struct {
	// Body replaces the comment's body. It is required.
	Body comment.Body
	// AttachmentIDs, unless it is left alone, are all attachments that the
	// comment has from now on. Clearing it removes them all.
	AttachmentIDs Change[[]string]
	// Metadata has the keys to change. Values are strings, bools and numbers,
	// as those of [Metadata].
	Metadata map[string]Change[any]
	// EditedAt is when the comment was edited, to the millisecond; now, if it is
	// zero.
	EditedAt time.Time
}

// EditComment changes a comment. If there is no such comment, the error matches
// [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-rooms-roomId-threads-threadId-comments-commentId.
func (c *Client) EditComment(ctx context.Context, roomID, threadID, commentID string, params EditCommentParams) (*Comment, error) {
	body := struct {
		Body          comment.Body           `json:"body"`
		EditedAt      wireTime               `json:"editedAt,omitzero"`
		AttachmentIDs []string               `json:"attachmentIds,omitzero"`
		Metadata      map[string]Change[any] `json:"metadata,omitzero"`
	}{Body: params.Body, EditedAt: wireTime(params.EditedAt)}
	if err := checkCommentBody(params.Body); err != nil {
		return nil, err
	}
	if !params.AttachmentIDs.IsZero() {
		ids, _ := params.AttachmentIDs.Get()
		if err := checkAttachmentIDs(ids); err != nil {
			return nil, err
		}
		body.AttachmentIDs = append([]string{}, ids...)
	}
	if params.Metadata != nil {
		var err error
		if body.Metadata, err = metadataChanges(params.Metadata); err != nil {
			return nil, err
		}
	}
	return call[Comment](ctx, c, request{
		method: http.MethodPost,
		route:  commentRoute,
		ids:    []string{roomID, threadID, commentID},
		body:   body,
	})
}

// DeleteComment deletes a comment. If it was the last one of its thread, the
// thread is deleted, too. If there is no such comment, the error matches
// [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#delete-rooms-roomId-threads-threadId-comments-commentId.
func (c *Client) DeleteComment(ctx context.Context, roomID, threadID, commentID string) error {
	return c.exec(ctx, request{
		method: http.MethodDelete,
		route:  commentRoute,
		ids:    []string{roomID, threadID, commentID},
	})
}

// EditCommentMetadataParams are the parameters of [Client.EditCommentMetadata].
type EditCommentMetadataParams struct {
	// UserID is the user who makes the change. It is required.
	UserID string
	// Metadata has the keys to change; others are left alone. Values are
	// strings, bools and numbers, as those of [Metadata].
	Metadata map[string]Change[any]
	// UpdatedAt is when the change was made, to the millisecond; now, if it is
	// zero.
	UpdatedAt time.Time
}

// EditCommentMetadata changes metadata of a comment, and returns all that it has
// now. If there is no such comment, the error matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-rooms-roomId-threads-threadId-comments-commentId-metadata.
func (c *Client) EditCommentMetadata(ctx context.Context, roomID, threadID, commentID string, params EditCommentMetadataParams) (Metadata, error) {
	return c.editMetadata(ctx, commentRoute+"/metadata", []string{roomID, threadID, commentID}, EditThreadMetadataParams(params))
}

// checkCommentBody refuses a body that was forgotten, or is not complete. It
// lets pass whatever else a body may have: what was read has to be writable.
func checkCommentBody(body comment.Body) error {
	if body.Content == nil {
		return invalid("the comment has no Body: make one with package comment, for example with comment.FromMarkdown")
	}
	for i, block := range body.Content {
		switch block := block.(type) {
		case comment.Paragraph:
			for j, inline := range block.Children {
				switch inline := inline.(type) {
				case comment.Text:
					if !utf8.ValidString(inline.Text) {
						return invalid("the text of the comment's Body.Content[%d].Children[%d] is not valid UTF-8", i, j)
					}
				case comment.Link, comment.Mention, comment.Unknown:
				default:
					return invalid("the comment's Body.Content[%d].Children[%d] is a %T: want a comment.Text, Link or Mention", i, j, inline)
				}
			}
		case comment.Unknown:
		default:
			return invalid("the comment's Body.Content[%d] is a %T: want a comment.Paragraph", i, block)
		}
	}
	return nil
}

func checkAttachmentIDs(ids []string) error {
	for i, id := range ids {
		if id == "" {
			return invalid("attachment ID %d of the comment is empty: want that of an uploaded attachment", i+1)
		}
		if err := checkUTF8("the attachment ID", id); err != nil {
			return err
		}
	}
	return nil
}
