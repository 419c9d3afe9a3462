package liveblocks

import (
	"context"
	"encoding/json"
	"iter"
	"math"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"time"
)

// Feed is a list of messages in a room, which all users in the room see grow.
type Feed struct {
	FeedID string `json:"feedId"`
	// Metadata is what the app knows about the feed, a JSON object.
	// [Feed.DecodeMetadata] decodes it.
	Metadata  json.RawMessage `json:"metadata,omitempty"`
	CreatedAt time.Time       `json:"createdAt"`
	UpdatedAt time.Time       `json:"updatedAt"`
}

// DecodeMetadata decodes the metadata into the value that out points to, as
// [encoding/json.Unmarshal] does. A feed without metadata leaves it alone.
func (f *Feed) DecodeMetadata(out any) error { return decodeOwn("metadata", f.Metadata, out) }

// UnmarshalJSON reads a feed as the service sends it, with times in
// milliseconds, and as [json.Marshal] writes it.
func (f *Feed) UnmarshalJSON(data []byte) error {
	type plain Feed
	return json.Unmarshal(data, &struct {
		*plain
		CreatedAt *millisTime `json:"createdAt"`
		UpdatedAt *millisTime `json:"updatedAt"`
	}{(*plain)(f), (*millisTime)(&f.CreatedAt), (*millisTime)(&f.UpdatedAt)})
}

// GetFeedsParams are the parameters of [Client.GetFeeds] and
// [Client.IterFeeds]. All fields are optional.
type GetFeedsParams struct {
	// Limit is the size of a page. The default is 20.
	Limit int
	// Cursor is the NextCursor of the page before.
	Cursor string
	// Since, unless it is zero, leaves out feeds that have not changed since.
	Since time.Time
}

func (p GetFeedsParams) query() (url.Values, error) {
	if err := checkLimit(p.Limit, math.MaxInt32); err != nil {
		return nil, err
	}
	query := url.Values{}
	setParam(query, "limit", p.Limit)
	setParam(query, "cursor", p.Cursor)
	if !p.Since.IsZero() {
		query.Set("since", strconv.FormatInt(p.Since.UnixMilli(), 10))
	}
	return query, nil
}

// GetFeeds returns a page of the feeds of a room. If there is no such room, the
// error matches [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms-roomId-feeds.
func (c *Client) GetFeeds(ctx context.Context, roomID string, params GetFeedsParams) (*Page[Feed], error) {
	return getFeedPage[Feed](ctx, c, feedsRoute, []string{roomID}, params)
}

// IterFeeds ranges over the feeds of a room. It gets them a page at a time, as
// [Client.GetFeeds] does, beginning after params.Cursor.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms-roomId-feeds.
func (c *Client) IterFeeds(ctx context.Context, roomID string, params GetFeedsParams) iter.Seq2[Feed, error] {
	return iterate(ctx, params.Cursor, func(ctx context.Context, cursor string) (*Page[Feed], error) {
		params := params
		params.Cursor = cursor
		return c.GetFeeds(ctx, roomID, params)
	})
}

const (
	feedsRoute        = "/v2/rooms/{roomId}/feeds"
	feedRoute         = feedsRoute + "/{feedId}"
	feedMessagesRoute = feedRoute + "/messages"
	feedMessageRoute  = feedMessagesRoute + "/{messageId}"
)

func getFeedPage[T any](ctx context.Context, c *Client, route string, ids []string, params GetFeedsParams) (*Page[T], error) {
	query, err := params.query()
	if err != nil {
		return nil, err
	}
	return call[Page[T]](ctx, c, request{method: http.MethodGet, route: route, ids: ids, query: query})
}

// CreateFeedParams are the parameters of [Client.CreateFeed]. All fields are
// optional.
type CreateFeedParams struct {
	// Metadata is anything that marshals to a JSON object whose values are texts
	// or lists of texts.
	Metadata any
	// CreatedAt is when the feed was created, to the millisecond. The default is
	// now.
	CreatedAt time.Time
}

// CreateFeed creates a feed in a room. If the room has a feed with the ID, the
// error matches [ErrConflict]. If there is no such room, the error matches
// [ErrNotFound].
//
// It is retried. If a retry finds that the feed exists, and is no older than
// the call and as params ask for, it is returned.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-rooms-roomId-feed.
func (c *Client) CreateFeed(ctx context.Context, roomID, feedID string, params CreateFeedParams) (*Feed, error) {
	if err := checkNewID("feed ID", feedID); err != nil {
		return nil, err
	}
	metadata, err := marshalObject("the metadata", params.Metadata)
	if err != nil {
		return nil, err
	}
	r := request{
		method: http.MethodPost,
		route:  feedsRoute,
		ids:    []string{roomID},
		body: struct {
			FeedID    string          `json:"feedId"`
			Metadata  json.RawMessage `json:"metadata,omitempty"`
			Timestamp millisTime      `json:"timestamp,omitzero"`
		}{feedID, metadata, millisTime(params.CreatedAt)},
	}
	return create(ctx, c, r, func(ctx context.Context) (*Feed, time.Time, error) {
		feed, err := c.GetFeed(ctx, roomID, feedID)
		switch {
		case err != nil || !feed.hasMetadata(metadata):
			return nil, time.Time{}, err
		case params.CreatedAt.IsZero():
			return feed, feed.CreatedAt, nil
		case params.CreatedAt.UnixMilli() == feed.CreatedAt.UnixMilli():
			// When it was really created is not known. That the time is the one
			// that was asked for, to the millisecond, has to do.
			return feed, endOfTime, nil
		}
		return nil, time.Time{}, nil
	})
}

// endOfTime is later than any call.
var endOfTime = time.UnixMilli(math.MaxInt64 / 2)

// hasMetadata tells whether the feed's metadata is what it was created with.
func (f *Feed) hasMetadata(created json.RawMessage) bool {
	var want, got map[string]any
	if decodeOwn("metadata", created, &want) != nil || f.DecodeMetadata(&got) != nil {
		return false
	}
	return len(want) == 0 && len(got) == 0 || reflect.DeepEqual(want, got)
}

// GetFeed returns a feed of a room. If there is no such feed, the error matches
// [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms-roomId-feeds-feedId.
func (c *Client) GetFeed(ctx context.Context, roomID, feedID string) (*Feed, error) {
	return call[Feed](ctx, c, request{method: http.MethodGet, route: feedRoute, ids: []string{roomID, feedID}})
}

// UpdateFeedParams are the parameters of [Client.UpdateFeed].
type UpdateFeedParams struct {
	// Metadata has the keys to change; others are left alone. Values are strings
	// and lists of strings.
	Metadata map[string]Change[any]
}

// UpdateFeed changes the metadata of a feed. If there is no such feed, the error
// matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#patch-rooms-roomId-feeds-feedId.
func (c *Client) UpdateFeed(ctx context.Context, roomID, feedID string, params UpdateFeedParams) (*Feed, error) {
	metadata, err := feedMetadataChanges(params.Metadata)
	if err != nil {
		return nil, err
	}
	return call[Feed](ctx, c, request{
		method: http.MethodPatch,
		route:  feedRoute,
		ids:    []string{roomID, feedID},
		body:   map[string]any{"metadata": metadata},
	})
}

func feedMetadataChanges(changes map[string]Change[any]) (map[string]Change[any], error) {
	kept := changesNotNull(changes)
	for key, change := range kept {
		if err := checkUTF8("the metadata key", key); err != nil {
			return nil, err
		}
		if value, ok := change.Get(); ok {
			if err := checkMetadataTexts(key, value, math.MaxInt); err != nil {
				return nil, err
			}
		}
	}
	return kept, nil
}

// DeleteFeed deletes a feed and its messages. If there is no such feed, the
// error matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#delete-rooms-roomId-feeds-feedId.
func (c *Client) DeleteFeed(ctx context.Context, roomID, feedID string) error {
	return c.exec(ctx, request{method: http.MethodDelete, route: feedRoute, ids: []string{roomID, feedID}})
}
