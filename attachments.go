package liveblocks

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// CommentAttachment is a file that was uploaded to be added to a comment.
type CommentAttachment struct {
	Type     string `json:"type"` // "attachment"
	ID       string `json:"id"`   // starts with "at_"
	Name     string `json:"name"`
	Size     int64  `json:"size"` // in bytes
	MIMEType string `json:"mimeType"`
}

// AttachmentWithURL is an attachment together with a URL to download it from.
type AttachmentWithURL struct {
	CommentAttachment
	// URL needs no credentials and works until ExpiresAt.
	URL       string    `json:"url"`
	ExpiresAt time.Time `json:"expiresAt"`
}

// GetAttachment returns an attachment of a room and a URL to download it from.
// If there is no such attachment, the error matches [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-attachment.
func (c *Client) GetAttachment(ctx context.Context, roomID, attachmentID string) (*AttachmentWithURL, error) {
	return call[AttachmentWithURL](ctx, c, request{
		method: http.MethodGet,
		route:  attachmentRoute,
		ids:    []string{roomID, attachmentID},
	})
}

const attachmentRoute = "/v2/rooms/{roomId}/attachments/{attachmentId}"

// UploadAttachmentParams are the parameters of [Client.UploadAttachment].
type UploadAttachmentParams struct {
	// UserID is the user who uploads the file. It is required.
	UserID string
	File   FileUpload
}

// UploadAttachment uploads a file that can then be added to a comment of the
// room: its ID goes into the AttachmentIDs of the comment.
//
// A file of more than 5 MiB is sent in parts of that size, five at a time. Each
// request, and so each part, is retried by itself. If the upload fails or ctx
// ends, what was sent is discarded on the server before UploadAttachment
// returns, for which it takes a few seconds at most. An upload whose last answer
// was lost is looked up before it is called a failure.
//
// If the answer that opens an upload in parts is lost, the upload is opened
// anew, and the first one stays open on the server, empty: nobody knows its ID.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#upload-attachment.
func (c *Client) UploadAttachment(ctx context.Context, roomID string, params UploadAttachmentParams) (*CommentAttachment, error) {
	if err := checkIDText("user ID", params.UserID); err != nil {
		return nil, err
	}
	return c.upload(ctx, params.File, uploadTarget{
		route: attachmentRoute,
		ids:   []string{roomID, newID("at")},
		query: url.Values{"userId": {params.UserID}},
	})
}
