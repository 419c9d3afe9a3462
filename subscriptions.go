package liveblocks

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"
)

// Subscription says that a user is told about what happens in a thread, or in
// something else.
type Subscription struct {
	// Kind is what SubjectID is the ID of, such as [NotificationKindThread].
	Kind      NotificationKind `json:"kind"`
	SubjectID string           `json:"subjectId"`
	CreatedAt time.Time        `json:"createdAt"`
}

// UserSubscription is a subscription and the user whose it is.
type UserSubscription struct {
	Subscription
	UserID string `json:"userId"`
}

// GetThreadSubscriptionsParams are the parameters of
// [Client.GetThreadSubscriptions] and [Client.IterThreadSubscriptions]. All
// fields are optional.
type GetThreadSubscriptionsParams struct {
	// StartingAfter is the NextCursor of the page before.
	StartingAfter string
}

// GetThreadSubscriptions returns the subscriptions to a thread. The service
// commonly returns all of them in one page. If there is no such thread, the
// error matches [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms-roomId-threads-threadId-subscriptions.
func (c *Client) GetThreadSubscriptions(ctx context.Context, roomID, threadID string, params GetThreadSubscriptionsParams) (*Page[UserSubscription], error) {
	values := url.Values{}
	setParam(values, "startingAfter", params.StartingAfter)
	return call[Page[UserSubscription]](ctx, c, request{
		method: http.MethodGet,
		route:  threadRoute + "/subscriptions",
		ids:    []string{roomID, threadID},
		query:  values,
	})
}

// IterThreadSubscriptions ranges over the subscriptions to a thread. It gets
// them a page at a time, as [Client.GetThreadSubscriptions] does, beginning
// after params.StartingAfter.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms-roomId-threads-threadId-subscriptions.
func (c *Client) IterThreadSubscriptions(ctx context.Context, roomID, threadID string, params GetThreadSubscriptionsParams) iter.Seq2[UserSubscription, error] {
	return iterate(ctx, params.StartingAfter, func(ctx context.Context, cursor string) (*Page[UserSubscription], error) {
		return c.GetThreadSubscriptions(ctx, roomID, threadID, GetThreadSubscriptionsParams{StartingAfter: cursor})
	})
}

// SubscribeToThread subscribes a user to a thread: the user gets inbox
// notifications about new comments. It has precedence over the settings that the
// user has for the room, until those are changed. If there is no such thread,
// the error matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-rooms-roomId-threads-threadId-subscribe.
func (c *Client) SubscribeToThread(ctx context.Context, roomID, threadID, userID string) (*Subscription, error) {
	return callAsUser[Subscription](ctx, c, threadRoute+"/subscribe", []string{roomID, threadID}, userID)
}

// UnsubscribeFromThread ends the subscription of a user to a thread. It has
// precedence over the settings that the user has for the room, until those are
// changed. If there is no such thread, the error matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-rooms-roomId-threads-threadId-unsubscribe.
func (c *Client) UnsubscribeFromThread(ctx context.Context, roomID, threadID, userID string) error {
	r, err := asUser(threadRoute+"/unsubscribe", []string{roomID, threadID}, userID)
	if err != nil {
		return err
	}
	return c.exec(ctx, r)
}
