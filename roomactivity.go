package liveblocks

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// PrewarmRoom prepares a room, so that users who enter it within the next 10
// seconds are connected sooner. If there is no such room, the error matches
// [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/rest-api-endpoints#get-rooms-roomId-prewarm.
func (c *Client) PrewarmRoom(ctx context.Context, roomID string) error {
	return c.exec(ctx, request{method: http.MethodGet, route: "/v2/rooms/{roomId}/prewarm", ids: []string{roomID}})
}

// ActiveUser is a user who is in a room, once for each connection.
type ActiveUser struct {
	Type         string `json:"type"` // "user"
	ID           string `json:"id"`   // empty if the user is anonymous
	ConnectionID int    `json:"connectionId"`
	// Info is what the app said about the user when it authorized them. It is
	// nil if the app said nothing.
	Info json.RawMessage `json:"info,omitempty"`
}

// DecodeInfo decodes what the app said about the user when it authorized them
// into the value that out points to, as [encoding/json.Unmarshal] does. If the
// app said nothing, it leaves it alone.
func (u *ActiveUser) DecodeInfo(out any) error { return decodeOwn("user's info", u.Info, out) }

// GetActiveUsers returns the users who are in a room now, all of them in one
// page. A user who has entered it twice, with two tabs of a browser for
// example, is listed twice. Liveblocks recommends to call it at most every 10
// seconds. If there is no such room, the error matches [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms-roomid-active-users.
func (c *Client) GetActiveUsers(ctx context.Context, roomID string) (*Page[ActiveUser], error) {
	return call[Page[ActiveUser]](ctx, c, request{
		method: http.MethodGet, route: "/v2/rooms/{roomId}/active-users", ids: []string{roomID},
	})
}

// BroadcastEvent sends an event to everybody who is in a room. The event is
// anything that can be encoded as JSON, nil included; in the browser it comes
// with the connection ID -1. If there is no such room, the error matches
// [ErrNotFound].
//
// It is not retried if the event may have been sent, for it would arrive twice;
// the error says so in [Error.MaybeApplied].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-broadcast-event.
func (c *Client) BroadcastEvent(ctx context.Context, roomID string, event any) error {
	body, err := marshalJSON(event)
	if err != nil {
		return invalid("the event, a %T, can't be encoded as JSON: %v", event, err)
	}
	return c.exec(ctx, request{
		method: http.MethodPost, route: "/v2/rooms/{roomId}/broadcast-event", ids: []string{roomID},
		raw: body, contentType: contentTypeJSON,
		once: true,
	})
}

// SetPresenceParams are the parameters of [Client.SetPresence].
type SetPresenceParams struct {
	// UserID is who is present. It is required, and need not be one of your
	// users: it may be that of an AI agent.
	UserID string
	// Data is the presence, a struct or a map, for example. It is required.
	Data any
	// UserInfo is what the others see of the user, in the form of the userInfo
	// of [Client.PrepareSession]. It may be nil.
	UserInfo any
	// TTL is how long the presence lasts: whole seconds, from 2 s to 3599 s.
	// The default is 60 s.
	TTL time.Duration
}

const (
	minPresenceTTL = 2 * time.Second
	maxPresenceTTL = 3599 * time.Second
)

// SetPresence shows a user in a room without a connection, for a limited time.
// If there is no such room, the error matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/rest-api-endpoints#post-rooms-roomId-presence.
func (c *Client) SetPresence(ctx context.Context, roomID string, params SetPresenceParams) error {
	body := struct {
		UserID   string          `json:"userId"`
		Data     json.RawMessage `json:"data"`
		UserInfo json.RawMessage `json:"userInfo,omitempty"`
		TTL      int             `json:"ttl,omitempty"`
	}{UserID: params.UserID, TTL: int(params.TTL / time.Second)}
	if err := checkIDText("user ID", params.UserID); err != nil {
		return err
	}
	if ttl := params.TTL; ttl != 0 && (ttl < minPresenceTTL || ttl > maxPresenceTTL || ttl%time.Second != 0) {
		return invalid("the TTL is %v: want whole seconds from %v to %v, or 0 for the default", ttl, minPresenceTTL, maxPresenceTTL)
	}
	var err error
	if body.Data, err = marshalObject("the presence data", params.Data); err != nil {
		return err
	}
	if body.Data == nil {
		return invalid("the presence data is nil: want a JSON object, such as an empty map")
	}
	if body.UserInfo, err = marshalObject("userInfo", params.UserInfo); err != nil {
		return err
	}
	return c.exec(ctx, request{
		method: http.MethodPost, route: "/v2/rooms/{roomId}/presence", ids: []string{roomID}, body: body,
	})
}
