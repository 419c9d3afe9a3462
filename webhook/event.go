package webhook

import (
	"encoding/json"
	"time"
)

// An EventType is the name of an event, as the service writes it. There may be
// ones that this package does not know.
type EventType string

// The types of events.
const (
	TypeStorageUpdated           EventType = "storageUpdated"
	TypeYDocUpdated              EventType = "ydocUpdated"
	TypeUserEntered              EventType = "userEntered"
	TypeUserLeft                 EventType = "userLeft"
	TypeRoomCreated              EventType = "roomCreated"
	TypeRoomDeleted              EventType = "roomDeleted"
	TypeThreadCreated            EventType = "threadCreated"
	TypeThreadDeleted            EventType = "threadDeleted"
	TypeThreadMetadataUpdated    EventType = "threadMetadataUpdated"
	TypeThreadMarkedAsResolved   EventType = "threadMarkedAsResolved"
	TypeThreadMarkedAsUnresolved EventType = "threadMarkedAsUnresolved"
	TypeCommentCreated           EventType = "commentCreated"
	TypeCommentEdited            EventType = "commentEdited"
	TypeCommentDeleted           EventType = "commentDeleted"
	TypeCommentMetadataUpdated   EventType = "commentMetadataUpdated"
	TypeCommentReactionAdded     EventType = "commentReactionAdded"
	TypeCommentReactionRemoved   EventType = "commentReactionRemoved"
	TypeNotification             EventType = "notification"
)

// An Event is a pointer to one of the event types of this package, such as
// [*StorageUpdatedEvent]. Find out which with a type switch. An event of a type
// that the package does not know is an [*UnknownEvent].
//
// Events marshal to JSON as the data that the service sends, without the type.
type Event interface {
	// EventType returns the name of the event's type.
	EventType() EventType

	// DeliveryInfo returns what the event says about its delivery. It is never nil.
	DeliveryInfo() *Delivery

	event()
}

// Delivery is the part that all events have. It is not part of their JSON.
type Delivery struct {
	// DeliveryID is the value of the webhook-id header. It stays the same when
	// the service delivers the event again. It is empty after [ParseEvent].
	DeliveryID string

	// AttemptedAt is when the service sent this delivery, in whole seconds. It
	// is another time when the event is delivered again. It is zero after [ParseEvent].
	AttemptedAt time.Time

	// RawData is the event's data as they arrived, with the fields that this
	// package does not know. Decode it for those.
	RawData json.RawMessage
}

// DeliveryInfo implements [Event].
func (d *Delivery) DeliveryInfo() *Delivery { return d }

func (*Delivery) event() {}

// An UnknownEvent is an event of a type that this package does not know, most
// likely one that is newer than the package. All its data are in RawData.
type UnknownEvent struct {
	Delivery
	Type EventType
}

// EventType returns the name that the event came with.
func (e *UnknownEvent) EventType() EventType { return e.Type }

// MarshalJSON returns RawData.
func (e *UnknownEvent) MarshalJSON() ([]byte, error) { return e.RawData.MarshalJSON() }
