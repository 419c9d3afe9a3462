package liveblocks

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"
)

// Thread is a conversation: a list of comments.
type Thread struct {
	Type      string    `json:"type"` // "thread"
	ID        string    `json:"id"`   // starts with "th_"
	RoomID    string    `json:"roomId"`
	CreatedAt time.Time `json:"createdAt"`
	UpdatedAt time.Time `json:"updatedAt"`
	// Comments are the thread's comments, the first one first. Those that were
	// deleted may be among them; see [Comment].
	Comments   []Comment        `json:"comments"`
	Metadata   Metadata         `json:"metadata"`
	Resolved   bool             `json:"resolved"`
	Visibility ThreadVisibility `json:"visibility,omitempty"`
}

// ThreadVisibility says who can see a thread. Other values than the constants
// are kept.
type ThreadVisibility string

// Who can see a thread. Users' permissions name public and private comments
// apart: see [CommentsPublicRead] and [CommentsPrivateRead].
const (
	ThreadVisibilityPublic  ThreadVisibility = "public"
	ThreadVisibilityPrivate ThreadVisibility = "private"
)

// WhereVisibility selects threads with the visibility.
func WhereVisibility(visibility ThreadVisibility) Condition {
	return where("visibility", "visibility", ":", visibility)
}

const (
	threadsRoute = "/v2/rooms/{roomId}/threads"
	threadRoute  = threadsRoute + "/{threadId}"
)

// GetThreadsParams are the parameters of [Client.GetThreads] and
// [Client.IterThreads]. All fields are optional.
type GetThreadsParams struct {
	// StartingAfter is the NextCursor of the page before.
	StartingAfter string
	// Query selects threads in the query language, as in
	// metadata["color"]:"blue" AND resolved:false. See
	// https://liveblocks.io/docs/guides/how-to-filter-threads-using-query-language.
	Query string
	// Filter is an alternative to Query. Its conditions are made by
	// [WhereMetadata], [WhereResolved] and [WhereVisibility].
	Filter Filter
}

// GetThreads returns the threads of a room, with their comments. The service
// commonly returns all of them in one page. If there is no such room, the error
// matches [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms-roomId-threads.
func (c *Client) GetThreads(ctx context.Context, roomID string, params GetThreadsParams) (*Page[Thread], error) {
	query, err := queryOf(params.Query, params.Filter, "metadata", "resolved", "visibility")
	if err != nil {
		return nil, err
	}
	values := url.Values{}
	setParam(values, "query", query)
	setParam(values, "startingAfter", params.StartingAfter)
	return call[Page[Thread]](ctx, c, request{
		method: http.MethodGet,
		route:  threadsRoute,
		ids:    []string{roomID},
		query:  values,
	})
}

// IterThreads ranges over the threads of a room that params select. It gets
// them a page at a time, as [Client.GetThreads] does, beginning after
// params.StartingAfter.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms-roomId-threads.
func (c *Client) IterThreads(ctx context.Context, roomID string, params GetThreadsParams) iter.Seq2[Thread, error] {
	return iterate(ctx, params.StartingAfter, func(ctx context.Context, cursor string) (*Page[Thread], error) {
		params := params
		params.StartingAfter = cursor
		return c.GetThreads(ctx, roomID, params)
	})
}

// GetThread returns a thread with its comments. If there is no such thread, the
// error matches [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms-roomId-threads-threadId.
func (c *Client) GetThread(ctx context.Context, roomID, threadID string) (*Thread, error) {
	return call[Thread](ctx, c, request{method: http.MethodGet, route: threadRoute, ids: []string{roomID, threadID}})
}

// CreateThreadParams are the parameters of [Client.CreateThread].
type CreateThreadParams struct {
	// Comment is the first comment. It is required.
	Comment  CreateCommentParams
	Metadata Metadata
	// Visibility is public if it is empty.
	Visibility ThreadVisibility
}

// CreateThread creates a thread with its first comment. If there is no such
// room, the error matches [ErrNotFound].
//
// It is not retried if the thread may have been created; the error says so in
// [Error.MaybeApplied].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-rooms-roomId-threads.
func (c *Client) CreateThread(ctx context.Context, roomID string, params CreateThreadParams) (*Thread, error) {
	comment, err := params.Comment.body()
	if err != nil {
		return nil, err
	}
	if err := params.Metadata.check(); err != nil {
		return nil, err
	}
	return call[Thread](ctx, c, request{
		method: http.MethodPost,
		route:  threadsRoute,
		ids:    []string{roomID},
		body: struct {
			Comment    createCommentBody `json:"comment"`
			Metadata   Metadata          `json:"metadata,omitzero"`
			Visibility ThreadVisibility  `json:"visibility,omitempty"`
		}{comment, params.Metadata, params.Visibility},
		once: true,
	})
}

// DeleteThread deletes a thread and all of its comments. If there is no such
// thread, the error matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#delete-rooms-roomId-threads-threadId.
func (c *Client) DeleteThread(ctx context.Context, roomID, threadID string) error {
	return c.exec(ctx, request{method: http.MethodDelete, route: threadRoute, ids: []string{roomID, threadID}})
}

// MarkThreadAsResolved marks a thread as resolved, in the name of a user, and
// returns the thread. If there is no such thread, the error matches
// [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-rooms-roomId-threads-threadId-mark-as-resolved.
func (c *Client) MarkThreadAsResolved(ctx context.Context, roomID, threadID, userID string) (*Thread, error) {
	return callAsUser[Thread](ctx, c, threadRoute+"/mark-as-resolved", []string{roomID, threadID}, userID)
}

// MarkThreadAsUnresolved marks a thread as not resolved, in the name of a user,
// and returns the thread. If there is no such thread, the error matches
// [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-rooms-roomId-threads-threadId-mark-as-unresolved.
func (c *Client) MarkThreadAsUnresolved(ctx context.Context, roomID, threadID, userID string) (*Thread, error) {
	return callAsUser[Thread](ctx, c, threadRoute+"/mark-as-unresolved", []string{roomID, threadID}, userID)
}

// callAsUser posts no more than the ID of a user, which can be repeated.
func callAsUser[T any](ctx context.Context, c *Client, route string, ids []string, userID string) (*T, error) {
	r, err := asUser(route, ids, userID)
	if err != nil {
		return nil, err
	}
	return call[T](ctx, c, r)
}

func asUser(route string, ids []string, userID string) (request, error) {
	return request{
		method: http.MethodPost,
		route:  route,
		ids:    ids,
		body: struct {
			UserID string `json:"userId"`
		}{userID},
	}, checkIDText("user ID", userID)
}

// EditThreadMetadataParams are the parameters of [Client.EditThreadMetadata].
type EditThreadMetadataParams struct {
	// UserID is the user who makes the change. It is required.
	UserID string
	// Metadata has the keys to change; others are left alone. Values are
	// strings, bools and numbers, as those of [Metadata].
	Metadata map[string]Change[any]
	// UpdatedAt is when the change was made, to the millisecond; now, if it is
	// zero.
	UpdatedAt time.Time
}

// EditThreadMetadata changes metadata of a thread, and returns all that it has
// now. If there is no such thread, the error matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-rooms-roomId-threads-threadId-metadata.
func (c *Client) EditThreadMetadata(ctx context.Context, roomID, threadID string, params EditThreadMetadataParams) (Metadata, error) {
	return c.editMetadata(ctx, threadRoute+"/metadata", []string{roomID, threadID}, params)
}

// ThreadParticipants are the users who take part in a thread.
type ThreadParticipants struct {
	// ParticipantIDs are the users who commented, and those who were mentioned.
	ParticipantIDs []string `json:"participantIds"`
}

// GetThreadParticipants returns the users who take part in a thread. If there is
// no such thread, the error matches [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms-roomId-threads-threadId-participants.
//
// Deprecated: The service discourages it. Use [Client.GetThreadSubscriptions]
// for the users who follow the thread, and [comment.Body.Mentions] for those who
// are mentioned.
func (c *Client) GetThreadParticipants(ctx context.Context, roomID, threadID string) (*ThreadParticipants, error) {
	return call[ThreadParticipants](ctx, c, request{
		method: http.MethodGet,
		route:  threadRoute + "/participants",
		ids:    []string{roomID, threadID},
	})
}
