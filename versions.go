package liveblocks

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"time"
)

const (
	versionsRoute = "/v2/rooms/{roomId}/versions"
	versionRoute  = versionsRoute + "/{versionId}"
)

// HistoryVersion is a version of a room's document that can be gone back to.
type HistoryVersion struct {
	Type      string          `json:"type"` // "historyVersion"
	ID        string          `json:"id"`
	CreatedAt time.Time       `json:"createdAt"`
	Authors   []VersionAuthor `json:"authors"`
	// Kind is the kind of document, such as "yjs".
	Kind string `json:"kind,omitempty"`
}

// VersionAuthor is a user who has worked on a version.
type VersionAuthor struct {
	ID string `json:"id"`
}

// GetVersionHistoryParams are the parameters of [Client.GetVersionHistory] and
// [Client.IterVersionHistory]. All fields are optional.
type GetVersionHistoryParams struct {
	// Limit is the size of a page: 1 to 100. The default is 20.
	Limit int
	// Cursor is the NextCursor of the page before.
	Cursor string
}

// GetVersionHistory returns a page of the versions of a room's document, the
// newest first. If there is no such room, the error matches [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/rest-api-endpoints#get-rooms-roomId-versions.
func (c *Client) GetVersionHistory(ctx context.Context, roomID string, params GetVersionHistoryParams) (*Page[HistoryVersion], error) {
	if err := checkLimit(params.Limit, 100); err != nil {
		return nil, err
	}
	query := url.Values{}
	setParam(query, "limit", params.Limit)
	setParam(query, "cursor", params.Cursor)
	return call[Page[HistoryVersion]](ctx, c, request{
		method: http.MethodGet, route: versionsRoute, ids: []string{roomID}, query: query,
	})
}

// IterVersionHistory ranges over the versions of a room's document, the newest
// first. It gets them a page at a time, as [Client.GetVersionHistory] does,
// beginning after params.Cursor.
//
// See https://liveblocks.io/docs/api-reference/rest-api-endpoints#get-rooms-roomId-versions.
func (c *Client) IterVersionHistory(ctx context.Context, roomID string, params GetVersionHistoryParams) iter.Seq2[HistoryVersion, error] {
	return iterate(ctx, params.Cursor, func(ctx context.Context, cursor string) (*Page[HistoryVersion], error) {
		params := params
		params.Cursor = cursor
		return c.GetVersionHistory(ctx, roomID, params)
	})
}

// VersionHistorySnapshot is a version that was made on demand.
type VersionHistorySnapshot struct {
	ID string `json:"id"`
}

// CreateVersionHistorySnapshot makes a version of what a room's document is
// now. If there is no such room, the error matches [ErrNotFound].
//
// It is not retried if the version may have been made, for there would be two;
// the error says so in [Error.MaybeApplied].
//
// See https://liveblocks.io/docs/api-reference/rest-api-endpoints#post-rooms-roomId-version.
func (c *Client) CreateVersionHistorySnapshot(ctx context.Context, roomID string) (*VersionHistorySnapshot, error) {
	r := request{
		method: http.MethodPost, route: versionsRoute, ids: []string{roomID}, body: struct{}{},
		once: true,
	}
	resp, result, err := c.doCounting(ctx, r)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Data VersionHistorySnapshot `json:"data"`
	}
	if resp.Status != http.StatusNoContent {
		err = decodeAnswer(resp.Body, &answer)
	}
	if err == nil && answer.Data.ID == "" {
		err = errNoVersion
	}
	if err != nil {
		return nil, c.answerError(r, result, err)
	}
	return &answer.Data, nil
}

// errNoVersion is a success that is none: the service has been seen to answer
// 204 while the last changes of the document were not stored yet.
var errNoVersion = errors.New("it names no version, so there may be none: try again later")

// GetYjsVersion returns a version of a room's Yjs document as one update, which
// applyUpdate of Yjs turns into the document again. If there is no such
// version, the error matches [ErrNotFound].
//
// A document of up to 256 MB is read. The call lasts as long as bytes arrive.
//
// See https://liveblocks.io/docs/api-reference/rest-api-endpoints#get-rooms-roomId-version-versionId.
func (c *Client) GetYjsVersion(ctx context.Context, roomID, versionID string) ([]byte, error) {
	return c.binary(ctx, versionRoute+"/yjs", nil, roomID, versionID)
}

// DeleteVersion deletes a version of a room's document. The document itself is
// not touched. If there is no such version, the error matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node.
func (c *Client) DeleteVersion(ctx context.Context, roomID, versionID string) error {
	return c.exec(ctx, request{method: http.MethodDelete, route: versionRoute, ids: []string{roomID, versionID}})
}
