package liveblocks

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"time"
)

// FeedMessage is a message of a [Feed].
type FeedMessage struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"createdAt"`
	UpdatedAt time.Time `json:"updatedAt"`
	// Data is the app's own. [FeedMessage.DecodeData] decodes it.
	Data json.RawMessage `json:"data"`
}

// DecodeData decodes the data into the value that out points to, as
// [encoding/json.Unmarshal] does.
func (m *FeedMessage) DecodeData(out any) error { return decodeOwn("data", m.Data, out) }

// UnmarshalJSON reads a message as the service sends it, with times in
// milliseconds, and as [json.Marshal] writes it.
func (m *FeedMessage) UnmarshalJSON(data []byte) error {
	type plain FeedMessage
	return json.Unmarshal(data, &struct {
		*plain
		CreatedAt *millisTime `json:"createdAt"`
		UpdatedAt *millisTime `json:"updatedAt"`
	}{(*plain)(m), (*millisTime)(&m.CreatedAt), (*millisTime)(&m.UpdatedAt)})
}

// GetFeedMessagesParams are the parameters of [Client.GetFeedMessages] and
// [Client.IterFeedMessages]. All fields are optional.
type GetFeedMessagesParams struct {
	// Limit is the size of a page. The default is 20.
	Limit int
	// Cursor is the NextCursor of the page before.
	Cursor string
	// Since, unless it is zero, leaves out messages that have not changed since.
	Since time.Time
}

// GetFeedMessages returns a page of the messages of a feed. If there is no such
// feed, the error matches [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms-roomId-feeds-feedId-messages.
func (c *Client) GetFeedMessages(ctx context.Context, roomID, feedID string, params GetFeedMessagesParams) (*Page[FeedMessage], error) {
	return getFeedPage[FeedMessage](ctx, c, feedMessagesRoute, []string{roomID, feedID}, GetFeedsParams(params))
}

// IterFeedMessages ranges over the messages of a feed. It gets them a page at a
// time, as [Client.GetFeedMessages] does, beginning after params.Cursor.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms-roomId-feeds-feedId-messages.
func (c *Client) IterFeedMessages(ctx context.Context, roomID, feedID string, params GetFeedMessagesParams) iter.Seq2[FeedMessage, error] {
	return iterate(ctx, params.Cursor, func(ctx context.Context, cursor string) (*Page[FeedMessage], error) {
		params := params
		params.Cursor = cursor
		return c.GetFeedMessages(ctx, roomID, feedID, params)
	})
}

// CreateFeedMessageParams are the parameters of [Client.CreateFeedMessage].
type CreateFeedMessageParams struct {
	// ID is the ID of the new message, unique in the feed. If it is empty, the
	// service makes one up.
	ID string
	// Data is the message: anything that marshals to JSON, commonly an object.
	// It is required.
	Data any
	// CreatedAt is when the message was created, to the millisecond; now, if it
	// is zero.
	CreatedAt time.Time
}

// CreateFeedMessage adds a message to a feed. If there is no such feed, the
// error matches [ErrNotFound]; if it has a message with that ID, [ErrConflict].
//
// It is not retried if the message may have been added; the error says so in
// [Error.MaybeApplied].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-rooms-roomId-feeds-feedId-messages.
func (c *Client) CreateFeedMessage(ctx context.Context, roomID, feedID string, params CreateFeedMessageParams) (*FeedMessage, error) {
	if params.Data == nil {
		return nil, errNoFeedMessageData
	}
	if params.ID != "" {
		if err := checkID("message ID", params.ID); err != nil {
			return nil, err
		}
	}
	return call[FeedMessage](ctx, c, request{
		method: http.MethodPost,
		route:  feedMessagesRoute,
		ids:    []string{roomID, feedID},
		body: struct {
			Data      any        `json:"data"`
			ID        string     `json:"id,omitempty"`
			Timestamp millisTime `json:"timestamp,omitzero"`
		}{params.Data, params.ID, millisTime(params.CreatedAt)},
		once: true,
	})
}

var errNoFeedMessageData = invalid("the data of the feed message is nil: want anything that marshals to JSON, commonly an object")

// UpdateFeedMessageParams are the parameters of [Client.UpdateFeedMessage].
type UpdateFeedMessageParams struct {
	// Data replaces the message's data: anything that marshals to JSON, commonly
	// an object. It is required.
	Data any
	// UpdatedAt is when the message was changed, to the millisecond; now, if it
	// is zero.
	UpdatedAt time.Time
}

// UpdateFeedMessage replaces the data of a message. If there is no such message,
// the error matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#patch-rooms-roomId-feeds-feedId-messages-messageId.
func (c *Client) UpdateFeedMessage(ctx context.Context, roomID, feedID, messageID string, params UpdateFeedMessageParams) (*FeedMessage, error) {
	if params.Data == nil {
		return nil, errNoFeedMessageData
	}
	return call[FeedMessage](ctx, c, request{
		method: http.MethodPatch,
		route:  feedMessageRoute,
		ids:    []string{roomID, feedID, messageID},
		body: struct {
			Data      any        `json:"data"`
			Timestamp millisTime `json:"timestamp,omitzero"`
		}{params.Data, millisTime(params.UpdatedAt)},
	})
}

// DeleteFeedMessage deletes a message. If there is no such message, the error
// matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#delete-rooms-roomId-feeds-feedId-messages-messageId.
func (c *Client) DeleteFeedMessage(ctx context.Context, roomID, feedID, messageID string) error {
	return c.exec(ctx, request{
		method: http.MethodDelete,
		route:  feedMessageRoute,
		ids:    []string{roomID, feedID, messageID},
	})
}
