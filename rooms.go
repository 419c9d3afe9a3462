package liveblocks

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Room is a room: a place that users enter to work together.
type Room struct {
	Type string `json:"type"` // "room"
	ID   string `json:"id"`
	// OrganizationID is the organization that the room belongs to.
	OrganizationID string    `json:"organizationId"`
	CreatedAt      time.Time `json:"createdAt"`
	// LastConnectionAt is zero if nobody has entered the room yet.
	LastConnectionAt time.Time `json:"lastConnectionAt,omitzero"`

	// DefaultAccesses is what every user may do, if nothing else is said for
	// the user or one of their groups.
	DefaultAccesses []Permission            `json:"defaultAccesses"`
	UsersAccesses   map[string][]Permission `json:"usersAccesses"`  // by user ID
	GroupsAccesses  map[string][]Permission `json:"groupsAccesses"` // by group ID
	Metadata        RoomMetadata            `json:"metadata"`
}

// GetRoomsParams are the parameters of [Client.GetRooms] and
// [Client.IterRooms]. All fields are optional.
type GetRoomsParams struct {
	// Limit is the size of a page: 1 to 100. The default is 20, and for
	// [Client.IterRooms] 40.
	Limit int
	// StartingAfter is the NextCursor of the page before.
	StartingAfter string
	// OrganizationID selects the rooms of an organization.
	OrganizationID string
	// UserID selects the rooms that name the user in their UsersAccesses, and
	// GroupIDs those that name one of the groups in their GroupsAccesses. With
	// both, rooms of either kind are selected.
	UserID   string
	GroupIDs []string
	// Query selects rooms in the query language, as in
	// metadata["color"]:"blue" AND roomId^"team:". See
	// https://liveblocks.io/docs/guides/how-to-filter-rooms-using-query-language.
	Query string
	// Filter is an alternative to Query. Its conditions are made by
	// [WhereMetadata] and [WhereRoomIDStartsWith].
	Filter Filter
}

func (p GetRoomsParams) values() (url.Values, error) {
	if err := checkLimit(p.Limit, 100); err != nil {
		return nil, err
	}
	for _, id := range p.GroupIDs {
		if id == "" || strings.Contains(id, ",") {
			return nil, invalid("the group ID %s can't be in a list of group IDs: want one that is not empty and has no comma", quote(id))
		}
	}
	query, err := queryOf(p.Query, p.Filter, "metadata", "roomId")
	if err != nil {
		return nil, err
	}
	values := url.Values{}
	setParam(values, "limit", p.Limit)
	setParam(values, "startingAfter", p.StartingAfter)
	setParam(values, "userId", p.UserID)
	setParam(values, "groupIds", strings.Join(p.GroupIDs, ","))
	setParam(values, "query", query)
	setParam(values, "organizationId", p.OrganizationID)
	return values, nil
}

// GetRooms returns a page of the project's rooms, the newest first.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms.
func (c *Client) GetRooms(ctx context.Context, params GetRoomsParams) (*Page[Room], error) {
	values, err := params.values()
	if err != nil {
		return nil, err
	}
	return call[Page[Room]](ctx, c, request{method: http.MethodGet, route: "/v2/rooms", query: values})
}

// IterRooms ranges over all rooms that params select, the newest first. It gets
// them a page at a time, as [Client.GetRooms] does, beginning after
// params.StartingAfter.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms.
func (c *Client) IterRooms(ctx context.Context, params GetRoomsParams) iter.Seq2[Room, error] {
	if params.Limit == 0 {
		params.Limit = 40
	}
	return iterate(ctx, params.StartingAfter, func(ctx context.Context, cursor string) (*Page[Room], error) {
		params := params
		params.StartingAfter = cursor
		return c.GetRooms(ctx, params)
	})
}

// GetRoom returns a room. If there is none with the ID, the error matches
// [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms-roomid.
func (c *Client) GetRoom(ctx context.Context, roomID string) (*Room, error) {
	return call[Room](ctx, c, request{method: http.MethodGet, route: "/v2/rooms/{roomId}", ids: []string{roomID}})
}

// CreateRoom creates a room. If there is one with the ID, the error matches
// [ErrConflict]; see [Client.GetOrCreateRoom] for an alternative.
//
// It is retried. If a retry finds that the room exists, and is no older than
// the call and as params ask for, it is returned.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-rooms.
func (c *Client) CreateRoom(ctx context.Context, roomID string, params CreateRoomParams) (*Room, error) {
	r, err := c.createRoom("/v2/rooms", roomID, params)
	if err != nil {
		return nil, err
	}
	return create(ctx, c, r, func(ctx context.Context) (*Room, time.Time, error) {
		room, err := c.GetRoom(ctx, roomID)
		if err != nil || !params.describe(room) {
			return nil, time.Time{}, err
		}
		return room, room.CreatedAt, nil
	})
}

// GetOrCreateRoom returns a room, which it creates if there is none with the
// ID. An existing room is returned as it is, whatever params say.
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-or-create-rooms-roomId.
func (c *Client) GetOrCreateRoom(ctx context.Context, roomID string, params CreateRoomParams) (*Room, error) {
	r, err := c.createRoom("/v2/rooms?idempotent", roomID, params)
	if err != nil {
		return nil, err
	}
	return call[Room](ctx, c, r)
}

func (c *Client) createRoom(route, roomID string, params CreateRoomParams) (request, error) {
	if err := checkNewID("room ID", roomID); err != nil {
		return request{}, err
	}
	body, err := params.body(c)
	if err != nil {
		return request{}, err
	}
	body.ID = roomID
	return request{method: http.MethodPost, route: route, body: body}, nil
}

// UpdateRoom changes a room: what params do not mention stays as it is. If
// there is no such room, the error matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-rooms-roomid.
func (c *Client) UpdateRoom(ctx context.Context, roomID string, params UpdateRoomParams) (*Room, error) {
	body, err := params.body(c)
	if err != nil {
		return nil, err
	}
	return call[Room](ctx, c, request{
		method: http.MethodPost, route: "/v2/rooms/{roomId}", ids: []string{roomID}, body: body,
	})
}

// UpsertRoomParams are the parameters of [Client.UpsertRoom].
type UpsertRoomParams struct {
	// Update is what to change in the room, whether it exists or is created.
	Update UpdateRoomParams
	// Create, unless nil, is what else to give the room if it is created.
	Create *CreateRoomParams
}

// UpsertRoom changes a room, which it creates if there is none with the ID.
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#upsert-rooms-roomId.
func (c *Client) UpsertRoom(ctx context.Context, roomID string, params UpsertRoomParams) (*Room, error) {
	if err := checkIDText("room ID", roomID); err != nil {
		return nil, err
	}
	update, err := params.Update.body(c)
	if err != nil {
		return nil, err
	}
	body := struct {
		Update updateRoomBody  `json:"update"`
		Create *createRoomBody `json:"create,omitempty"`
	}{Update: update}
	if params.Create != nil {
		create, err := params.Create.body(c)
		if err != nil {
			return nil, err
		}
		body.Create = &create
	}
	return call[Room](ctx, c, request{
		method: http.MethodPost, route: "/v2/rooms/{roomId}/upsert", ids: []string{roomID}, body: body,
	})
}

// UpdateRoomID gives a room another ID. Users who are in the room are
// disconnected. If there is a room with the new ID, the error matches
// [ErrConflict]. If there is no such room, the error matches [ErrNotFound].
//
// It is not retried if the room may have got its new ID; the error says so in
// [Error.MaybeApplied].
//
// See https://liveblocks.io/docs/api-reference/rest-api-endpoints#post-rooms-update-roomId.
func (c *Client) UpdateRoomID(ctx context.Context, currentRoomID, newRoomID string) (*Room, error) {
	if err := checkNewID("new room ID", newRoomID); err != nil {
		return nil, err
	}
	return call[Room](ctx, c, request{
		method: http.MethodPost, route: "/v2/rooms/{roomId}/update-room-id", ids: []string{currentRoomID},
		body: map[string]string{"newRoomId": newRoomID},
		once: true,
	})
}

// UpdateRoomOrganizationIDParams are the parameters of
// [Client.UpdateRoomOrganizationID]. Both fields are required.
type UpdateRoomOrganizationIDParams struct {
	FromOrganizationID string `json:"fromOrganizationId"` // has to be the current one
	ToOrganizationID   string `json:"toOrganizationId"`
}

// UpdateRoomOrganizationID moves a room from one organization to another.
// @liveblocks/node has no such method. If there is no such room, the error
// matches [ErrNotFound].
//
// It is not retried if the room may have been moved; the error says so in
// [Error.MaybeApplied].
//
// See https://liveblocks.io/docs/api-reference/rest-api-endpoints#post-rooms-update-organization-id.
func (c *Client) UpdateRoomOrganizationID(ctx context.Context, roomID string, params UpdateRoomOrganizationIDParams) (*Room, error) {
	if params.FromOrganizationID == "" || params.ToOrganizationID == "" {
		return nil, invalid("an organization ID is empty: want both the current and the new one")
	}
	return call[Room](ctx, c, request{
		method: http.MethodPost, route: "/v2/rooms/{roomId}/update-organization-id", ids: []string{roomID},
		body: params,
		once: true,
	})
}

// DeleteRoom deletes a room and all that is in it. It can't be restored.
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#delete-rooms-roomid.
func (c *Client) DeleteRoom(ctx context.Context, roomID string) error {
	return c.exec(ctx, request{method: http.MethodDelete, route: "/v2/rooms/{roomId}", ids: []string{roomID}})
}
