package webhook

import "time"

// A StorageUpdatedEvent means that the storage of a room was written to. It is sent at most once a
// minute for each room, so one event may stand for many writes.
//
// See https://liveblocks.io/docs/api-reference/webhook-events#StorageUpdatedEvent.
type StorageUpdatedEvent struct {
	Delivery  `json:"-"`
	ProjectID string    `json:"projectId"`
	RoomID    string    `json:"roomId"`
	UpdatedAt time.Time `json:"updatedAt"`
}

// EventType returns [TypeStorageUpdated].
func (*StorageUpdatedEvent) EventType() EventType { return TypeStorageUpdated }

// A YDocUpdatedEvent means that the Yjs document of a room was changed. It is sent at most once a
// minute for each room, so one event may stand for many changes.
//
// See https://liveblocks.io/docs/api-reference/webhook-events#YDocUpdatedEvent.
type YDocUpdatedEvent struct {
	Delivery  `json:"-"`
	ProjectID string    `json:"projectId"`
	RoomID    string    `json:"roomId"`
	UpdatedAt time.Time `json:"updatedAt"`
}

// EventType returns [TypeYDocUpdated].
func (*YDocUpdatedEvent) EventType() EventType { return TypeYDocUpdated }

// A RoomCreatedEvent means that a room was created, through the API or by a user who connected to
// a room that did not exist.
//
// See https://liveblocks.io/docs/api-reference/webhook-events#RoomCreatedEvent.
type RoomCreatedEvent struct {
	Delivery  `json:"-"`
	ProjectID string    `json:"projectId"`
	RoomID    string    `json:"roomId"`
	CreatedAt time.Time `json:"createdAt"`
}

// EventType returns [TypeRoomCreated].
func (*RoomCreatedEvent) EventType() EventType { return TypeRoomCreated }

// A RoomDeletedEvent means that a room was deleted.
//
// See https://liveblocks.io/docs/api-reference/webhook-events#RoomDeletedEvent.
type RoomDeletedEvent struct {
	Delivery  `json:"-"`
	ProjectID string    `json:"projectId"`
	RoomID    string    `json:"roomId"`
	DeletedAt time.Time `json:"deletedAt"`
}

// EventType returns [TypeRoomDeleted].
func (*RoomDeletedEvent) EventType() EventType { return TypeRoomDeleted }
