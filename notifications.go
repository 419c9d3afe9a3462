package liveblocks

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
)

const (
	inboxNotificationsRoute = "/v2/users/{userId}/inbox-notifications"
	inboxNotificationRoute  = inboxNotificationsRoute + "/{inboxNotificationId}"
)

// GetInboxNotification returns an inbox notification of a user. If there is no
// such notification, the error matches [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-users-userId-inboxNotifications-inboxNotificationId.
func (c *Client) GetInboxNotification(ctx context.Context, userID, inboxNotificationID string) (*InboxNotification, error) {
	return call[InboxNotification](ctx, c, request{
		method: http.MethodGet,
		route:  inboxNotificationRoute,
		ids:    []string{userID, inboxNotificationID},
	})
}

// GetInboxNotificationsParams are the parameters of
// [Client.GetInboxNotifications] and [Client.IterInboxNotifications]. All
// fields are optional.
type GetInboxNotificationsParams struct {
	// Limit is the size of a page: 1 to 50. The default is 50.
	Limit int
	// StartingAfter is the NextCursor of the page before.
	StartingAfter string
	// OrganizationID selects the notifications of an organization.
	OrganizationID string
	// Query selects notifications in the query language, as in unread:true.
	Query string
	// Filter is an alternative to Query. Its condition is made by [WhereUnread].
	Filter Filter
}

// GetInboxNotifications returns a page of the inbox notifications of a user.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-users-userId-inboxNotifications.
func (c *Client) GetInboxNotifications(ctx context.Context, userID string, params GetInboxNotificationsParams) (*Page[InboxNotification], error) {
	if err := checkLimit(params.Limit, maxInboxPage); err != nil {
		return nil, err
	}
	query, err := queryOf(params.Query, params.Filter, "unread")
	if err != nil {
		return nil, err
	}
	values := url.Values{}
	setParam(values, "query", query)
	setParam(values, "limit", params.Limit)
	setParam(values, "startingAfter", params.StartingAfter)
	setParam(values, "organizationId", params.OrganizationID)
	return call[Page[InboxNotification]](ctx, c, request{
		method: http.MethodGet,
		route:  inboxNotificationsRoute,
		ids:    []string{userID},
		query:  values,
	})
}

const maxInboxPage = 50

// IterInboxNotifications ranges over the inbox notifications of a user. It gets
// them a page at a time, as [Client.GetInboxNotifications] does, beginning after
// params.StartingAfter.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#iter-users-userId-inboxNotifications.
func (c *Client) IterInboxNotifications(ctx context.Context, userID string, params GetInboxNotificationsParams) iter.Seq2[InboxNotification, error] {
	if params.Limit == 0 {
		params.Limit = maxInboxPage
	}
	return iterate(ctx, params.StartingAfter, func(ctx context.Context, cursor string) (*Page[InboxNotification], error) {
		params := params
		params.StartingAfter = cursor
		return c.GetInboxNotifications(ctx, userID, params)
	})
}

// GetThreadInboxNotifications returns the inbox notifications that users have
// about a thread, each with its UserID. If there is no such thread, the error
// matches [ErrNotFound].
//
// @liveblocks/node has no such method.
//
// See https://liveblocks.io/docs/api-reference/rest-api-endpoints#get-thread-inbox-notifications.
func (c *Client) GetThreadInboxNotifications(ctx context.Context, roomID, threadID string) (*Page[InboxNotification], error) {
	return call[Page[InboxNotification]](ctx, c, request{
		method: http.MethodGet,
		route:  threadRoute + "/inbox-notifications",
		ids:    []string{roomID, threadID},
	})
}

// TriggerInboxNotificationParams are the parameters of
// [Client.TriggerInboxNotification].
type TriggerInboxNotificationParams struct {
	// UserID is the user who is told. It is required.
	UserID string
	// Kind is one of the app's own, and starts with "$". It is required.
	Kind NotificationKind
	// SubjectID is the app's ID of what the notification is about. It is
	// required. If batching is enabled for the kind in the project's dashboard,
	// a further notification about the same subject becomes an activity of the
	// first, up to 50 of them.
	SubjectID string
	// ActivityData is what the notification says: anything that marshals to a
	// JSON object of strings, bools and numbers, or nil for nothing.
	ActivityData any
	// RoomID is the room that the notification belongs to, if any.
	RoomID string
	// OrganizationID is the organization that it belongs to, if any.
	OrganizationID string
}

// TriggerInboxNotification puts a notification of a custom kind into the inbox
// of a user.
//
// It is not retried if the notification may have been triggered; the error says
// so in [Error.MaybeApplied].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-inbox-notifications-trigger.
func (c *Client) TriggerInboxNotification(ctx context.Context, params TriggerInboxNotificationParams) error {
	if err := checkIDText("user ID", params.UserID); err != nil {
		return err
	}
	if !params.Kind.IsCustom() || params.Kind == "$" {
		return invalid("the notification kind is %s: want one of the app's own, which start with \"$\", as in \"$fileUploaded\"", quote(string(params.Kind)))
	}
	if params.SubjectID == "" {
		return invalid("the SubjectID of the notification is empty: want the ID of what it is about")
	}
	for _, id := range []struct{ what, text string }{
		{"subject ID", params.SubjectID}, {"room ID", params.RoomID}, {"organization ID", params.OrganizationID},
	} {
		if err := checkUTF8("the "+id.what, id.text); err != nil {
			return err
		}
	}
	data, err := marshalObject("the activity data", params.ActivityData)
	if err != nil {
		return err
	}
	if data == nil {
		data = json.RawMessage("{}")
	}
	return c.exec(ctx, request{
		method: http.MethodPost,
		route:  "/v2/inbox-notifications/trigger",
		body: struct {
			UserID         string           `json:"userId"`
			Kind           NotificationKind `json:"kind"`
			SubjectID      string           `json:"subjectId"`
			ActivityData   json.RawMessage  `json:"activityData"`
			RoomID         string           `json:"roomId,omitempty"`
			OrganizationID string           `json:"organizationId,omitempty"`
		}{params.UserID, params.Kind, params.SubjectID, data, params.RoomID, params.OrganizationID},
		once: true,
	})
}

// MarkInboxNotificationAsRead marks an inbox notification as read by the user
// whose it is. If there is no such notification, the error matches
// [ErrNotFound].
//
// It is retried. @liveblocks/node has no such method.
//
// See https://liveblocks.io/docs/api-reference/rest-api-endpoints#mark-inbox-notification-as-read.
func (c *Client) MarkInboxNotificationAsRead(ctx context.Context, inboxNotificationID string) error {
	return c.exec(ctx, request{
		method: http.MethodPost,
		route:  "/v2/inbox-notifications/{inboxNotificationId}/read",
		ids:    []string{inboxNotificationID},
	})
}

// DeleteInboxNotification deletes an inbox notification of a user. If there is
// no such notification, the error matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#delete-users-userId-inboxNotifications-inboxNotificationId.
func (c *Client) DeleteInboxNotification(ctx context.Context, userID, inboxNotificationID string) error {
	return c.exec(ctx, request{
		method: http.MethodDelete,
		route:  inboxNotificationRoute,
		ids:    []string{userID, inboxNotificationID},
	})
}

// DeleteAllInboxNotificationsParams are the parameters of
// [Client.DeleteAllInboxNotifications]. All fields are optional.
type DeleteAllInboxNotificationsParams struct {
	// OrganizationID, if it is not empty, limits the deletion to the
	// notifications of an organization.
	OrganizationID string
}

// DeleteAllInboxNotifications deletes all inbox notifications of a user.
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#delete-users-userId-inboxNotifications.
func (c *Client) DeleteAllInboxNotifications(ctx context.Context, userID string, params DeleteAllInboxNotificationsParams) error {
	values := url.Values{}
	setParam(values, "organizationId", params.OrganizationID)
	return c.exec(ctx, request{
		method: http.MethodDelete,
		route:  inboxNotificationsRoute,
		ids:    []string{userID},
		query:  values,
	})
}
