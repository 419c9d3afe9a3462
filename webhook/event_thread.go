package webhook

import "time"

// A ThreadCreatedEvent means that a thread was created.
//
// See https://liveblocks.io/docs/api-reference/webhook-events#ThreadCreatedEvent.
type ThreadCreatedEvent struct {
	Delivery  `json:"-"`
	ProjectID string    `json:"projectId"`
	RoomID    string    `json:"roomId"`
	ThreadID  string    `json:"threadId"`
	CreatedAt time.Time `json:"createdAt"`
	CreatedBy string    `json:"createdBy"`
}

// EventType returns [TypeThreadCreated].
func (*ThreadCreatedEvent) EventType() EventType { return TypeThreadCreated }

// A ThreadDeletedEvent means that a thread was deleted, or the last of its comments.
//
// See https://liveblocks.io/docs/api-reference/webhook-events#ThreadDeletedEvent.
type ThreadDeletedEvent struct {
	Delivery  `json:"-"`
	ProjectID string    `json:"projectId"`
	RoomID    string    `json:"roomId"`
	ThreadID  string    `json:"threadId"`
	DeletedAt time.Time `json:"deletedAt"`
}

// EventType returns [TypeThreadDeleted].
func (*ThreadDeletedEvent) EventType() EventType { return TypeThreadDeleted }

// A ThreadMetadataUpdatedEvent means that the metadata of a thread were changed.
//
// See https://liveblocks.io/docs/api-reference/webhook-events#ThreadMetadataUpdatedEvent.
type ThreadMetadataUpdatedEvent struct {
	Delivery  `json:"-"`
	ProjectID string    `json:"projectId"`
	RoomID    string    `json:"roomId"`
	ThreadID  string    `json:"threadId"`
	UpdatedAt time.Time `json:"updatedAt"`
	UpdatedBy string    `json:"updatedBy"`
}

// EventType returns [TypeThreadMetadataUpdated].
func (*ThreadMetadataUpdatedEvent) EventType() EventType { return TypeThreadMetadataUpdated }

// A ThreadMarkedAsResolvedEvent means that a thread was marked as resolved.
//
// See https://liveblocks.io/docs/api-reference/webhook-events#ThreadMarkedAsResolvedEvent.
type ThreadMarkedAsResolvedEvent struct {
	Delivery  `json:"-"`
	ProjectID string    `json:"projectId"`
	RoomID    string    `json:"roomId"`
	ThreadID  string    `json:"threadId"`
	UpdatedAt time.Time `json:"updatedAt"`
	UpdatedBy string    `json:"updatedBy"`
}

// EventType returns [TypeThreadMarkedAsResolved].
func (*ThreadMarkedAsResolvedEvent) EventType() EventType { return TypeThreadMarkedAsResolved }

// A ThreadMarkedAsUnresolvedEvent means that a thread was marked as unresolved.
//
// See https://liveblocks.io/docs/api-reference/webhook-events#ThreadMarkedAsUnresolvedEvent.
type ThreadMarkedAsUnresolvedEvent struct {
	Delivery  `json:"-"`
	ProjectID string    `json:"projectId"`
	RoomID    string    `json:"roomId"`
	ThreadID  string    `json:"threadId"`
	UpdatedAt time.Time `json:"updatedAt"`
	UpdatedBy string    `json:"updatedBy"`
}

// EventType returns [TypeThreadMarkedAsUnresolved].
func (*ThreadMarkedAsUnresolvedEvent) EventType() EventType { return TypeThreadMarkedAsUnresolved }
