package webhook

import (
	"encoding/json"
	"time"
)

// A UserEnteredEvent means that a user connected to a room.
//
// See https://liveblocks.io/docs/api-reference/webhook-events#UserEnteredEvent.
type UserEnteredEvent struct {
	Delivery     `json:"-"`
	ProjectID    string `json:"projectId"`
	RoomID       string `json:"roomId"`
	ConnectionID int    `json:"connectionId"`

	// UserID is nil if the user has no ID.
	UserID *string `json:"userId"`

	// UserInfo is what the app's auth endpoint said about the user: a JSON
	// object, or null if it said nothing.
	UserInfo json.RawMessage `json:"userInfo"`

	EnteredAt time.Time `json:"enteredAt"`

	// NumActiveUsers is the number of users in the room, this one included.
	NumActiveUsers int `json:"numActiveUsers"`
}

// EventType returns [TypeUserEntered].
func (*UserEnteredEvent) EventType() EventType { return TypeUserEntered }

// A UserLeftEvent means that a user disconnected from a room.
//
// See https://liveblocks.io/docs/api-reference/webhook-events#UserLeftEvent.
type UserLeftEvent struct {
	Delivery     `json:"-"`
	ProjectID    string `json:"projectId"`
	RoomID       string `json:"roomId"`
	ConnectionID int    `json:"connectionId"`

	// UserID is nil if the user has no ID.
	UserID *string `json:"userId"`

	// UserInfo is what the app's auth endpoint said about the user: a JSON
	// object, or null if it said nothing.
	UserInfo json.RawMessage `json:"userInfo"`

	LeftAt time.Time `json:"leftAt"`

	// NumActiveUsers is the number of users who are still in the room.
	NumActiveUsers int `json:"numActiveUsers"`
}

// EventType returns [TypeUserLeft].
func (*UserLeftEvent) EventType() EventType { return TypeUserLeft }
