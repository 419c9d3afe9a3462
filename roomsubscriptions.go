package liveblocks

import (
	"context"
	"iter"
	"net/http"
	"net/url"
)

// RoomSubscriptionSettings say which things in a room a user is told about,
// without a subscription to each of them.
type RoomSubscriptionSettings struct {
	Threads      ThreadSubscriptionLevel      `json:"threads,omitempty"`
	TextMentions TextMentionSubscriptionLevel `json:"textMentions,omitempty"`
}

// UserRoomSubscriptionSettings are a user's settings for one room.
type UserRoomSubscriptionSettings struct {
	RoomID string `json:"roomId"`
	RoomSubscriptionSettings
}

// ThreadSubscriptionLevel says which threads of a room a user is told about.
// Other values than the constants are kept.
type ThreadSubscriptionLevel string

// The levels for threads.
const (
	// ThreadSubscriptionAll is for all threads.
	ThreadSubscriptionAll ThreadSubscriptionLevel = "all"
	// ThreadSubscriptionRepliesAndMentions is for threads in which the user
	// took part or was mentioned.
	ThreadSubscriptionRepliesAndMentions ThreadSubscriptionLevel = "replies_and_mentions"
	// ThreadSubscriptionNone is for none.
	ThreadSubscriptionNone ThreadSubscriptionLevel = "none"
)

// TextMentionSubscriptionLevel says which mentions in texts of a room a user is
// told about. Other values than the constants are kept.
type TextMentionSubscriptionLevel string

// The levels for mentions in texts.
const (
	// TextMentionSubscriptionMine is for mentions of the user.
	TextMentionSubscriptionMine TextMentionSubscriptionLevel = "mine"
	// TextMentionSubscriptionNone is for none.
	TextMentionSubscriptionNone TextMentionSubscriptionLevel = "none"
)

// GetUserRoomSubscriptionSettingsParams are the parameters of
// [Client.GetUserRoomSubscriptionSettings] and
// [Client.IterUserRoomSubscriptionSettings]. All fields are optional.
type GetUserRoomSubscriptionSettingsParams struct {
	// Limit is the size of a page: 1 to 50. The default is 50.
	Limit int
	// StartingAfter is the NextCursor of the page before.
	StartingAfter string
	// OrganizationID selects the rooms of an organization.
	OrganizationID string
}

// GetUserRoomSubscriptionSettings returns a page of the settings that a user has
// for rooms.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-users-userId-room-subscription-settings.
func (c *Client) GetUserRoomSubscriptionSettings(ctx context.Context, userID string, params GetUserRoomSubscriptionSettingsParams) (*Page[UserRoomSubscriptionSettings], error) {
	if err := checkLimit(params.Limit, 50); err != nil {
		return nil, err
	}
	values := url.Values{}
	setParam(values, "limit", params.Limit)
	setParam(values, "startingAfter", params.StartingAfter)
	setParam(values, "organizationId", params.OrganizationID)
	return call[Page[UserRoomSubscriptionSettings]](ctx, c, request{
		method: http.MethodGet,
		route:  "/v2/users/{userId}/room-subscription-settings",
		ids:    []string{userID},
		query:  values,
	})
}

// IterUserRoomSubscriptionSettings ranges over the settings that a user has for
// rooms. It gets them a page at a time, as
// [Client.GetUserRoomSubscriptionSettings] does, beginning after
// params.StartingAfter.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-users-userId-room-subscription-settings.
func (c *Client) IterUserRoomSubscriptionSettings(ctx context.Context, userID string, params GetUserRoomSubscriptionSettingsParams) iter.Seq2[UserRoomSubscriptionSettings, error] {
	return iterate(ctx, params.StartingAfter, func(ctx context.Context, cursor string) (*Page[UserRoomSubscriptionSettings], error) {
		params := params
		params.StartingAfter = cursor
		return c.GetUserRoomSubscriptionSettings(ctx, userID, params)
	})
}

const roomSubscriptionSettingsRoute = "/v2/rooms/{roomId}/users/{userId}/subscription-settings"

// GetRoomSubscriptionSettings returns the settings that a user has for a room.
// If there is no such room, the error matches [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms-roomId-users-userId-subscription-settings.
func (c *Client) GetRoomSubscriptionSettings(ctx context.Context, roomID, userID string) (*RoomSubscriptionSettings, error) {
	return call[RoomSubscriptionSettings](ctx, c, request{
		method: http.MethodGet,
		route:  roomSubscriptionSettingsRoute,
		ids:    []string{roomID, userID},
	})
}

// UpdateRoomSubscriptionSettings changes the settings that a user has for a
// room, and returns them as they are then. Fields of changes that are empty are
// left alone. A change of Threads replaces the user's subscriptions to single
// threads of the room. If there is no such room, the error matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-rooms-roomId-users-userId-subscription-settings.
func (c *Client) UpdateRoomSubscriptionSettings(ctx context.Context, roomID, userID string, changes RoomSubscriptionSettings) (*RoomSubscriptionSettings, error) {
	return call[RoomSubscriptionSettings](ctx, c, request{
		method: http.MethodPost,
		route:  roomSubscriptionSettingsRoute,
		ids:    []string{roomID, userID},
		body:   changes,
	})
}

// DeleteRoomSubscriptionSettings deletes the settings that a user has for a
// room, so that the default ones apply. If there is no such room, the error
// matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#delete-rooms-roomId-users-userId-subscription-settings.
func (c *Client) DeleteRoomSubscriptionSettings(ctx context.Context, roomID, userID string) error {
	return c.exec(ctx, request{
		method: http.MethodDelete,
		route:  roomSubscriptionSettingsRoute,
		ids:    []string{roomID, userID},
	})
}
