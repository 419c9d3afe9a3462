package webhook

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// ParseEvent decodes the body of a delivery. It verifies nothing: the body must
// have been verified before, for example with [Verifier.VerifySignature] when it
// was put into the queue that it now comes from.
//
// The only error is [ErrInvalidEvent]. An unknown type is none; see [UnknownEvent].
func ParseEvent(body []byte) (Event, error) {
	if eventType, data, ok := cutEnvelope(body); ok {
		if event, err := parseData(eventType, bytes.Clone(data)); err == nil {
			return event, nil
		}
		// It may be laid out in another way after all.
	}
	var envelope struct {
		Type EventType       `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(body, &envelope); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalidEvent, err)
	}
	if envelope.Type == "" {
		return nil, fmt.Errorf("%w: it has no type", ErrInvalidEvent)
	}
	if !isKnown(envelope.Type) {
		return &UnknownEvent{Delivery: Delivery{RawData: envelope.Data}, Type: envelope.Type}, nil
	}
	return parseData(envelope.Type, envelope.Data)
}

// cutEnvelope takes the type and the data out of a body that has nothing else and
// no white space around them. Decoding the envelope would double the time that
// ParseEvent takes, since encoding/json reads through the data twice for it.
//
// The body has that layout indeed if the data, which are not looked at here, turn
// out to be a single JSON value.
func cutEnvelope(body []byte) (eventType EventType, data []byte, ok bool) {
	var name []byte
	if rest, typeFirst := bytes.CutPrefix(body, []byte(`{"type":"`)); typeFirst {
		name, data, ok = bytes.Cut(rest, []byte(`","data":`))
		data = bytes.TrimSuffix(data, []byte(`}`))
	} else if rest, dataFirst := bytes.CutPrefix(body, []byte(`{"data":`)); dataFirst {
		const beforeType = `,"type":"`
		if i := bytes.LastIndex(rest, []byte(beforeType)); i >= 0 {
			data = rest[:i]
			name, ok = bytes.CutSuffix(rest[i+len(beforeType):], []byte(`"}`))
		}
	}
	eventType = EventType(name)
	return eventType, data, ok && isKnown(eventType) && bytes.HasSuffix(data, []byte(`}`))
}

// parseData decodes the data of a known type and keeps them.
func parseData(eventType EventType, data json.RawMessage) (Event, error) {
	if !bytes.HasPrefix(data, []byte("{")) { // null would decode without an error
		return nil, fmt.Errorf("%w: the data of %q must be an object", ErrInvalidEvent, eventType)
	}
	event, err := newEvent(eventType, data)
	if err == nil {
		err = json.Unmarshal(data, event)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: data of %q: %w", ErrInvalidEvent, eventType, err)
	}
	event.DeliveryInfo().RawData = data
	return event, nil
}

// emptyEvents has a function for each known type that returns an empty event.
// Notifications are known by their kind, which newEvent looks up.
var emptyEvents = map[EventType]func() Event{
	TypeStorageUpdated:           func() Event { return new(StorageUpdatedEvent) },
	TypeYDocUpdated:              func() Event { return new(YDocUpdatedEvent) },
	TypeUserEntered:              func() Event { return new(UserEnteredEvent) },
	TypeUserLeft:                 func() Event { return new(UserLeftEvent) },
	TypeRoomCreated:              func() Event { return new(RoomCreatedEvent) },
	TypeRoomDeleted:              func() Event { return new(RoomDeletedEvent) },
	TypeThreadCreated:            func() Event { return new(ThreadCreatedEvent) },
	TypeThreadDeleted:            func() Event { return new(ThreadDeletedEvent) },
	TypeThreadMetadataUpdated:    func() Event { return new(ThreadMetadataUpdatedEvent) },
	TypeThreadMarkedAsResolved:   func() Event { return new(ThreadMarkedAsResolvedEvent) },
	TypeThreadMarkedAsUnresolved: func() Event { return new(ThreadMarkedAsUnresolvedEvent) },
	TypeCommentCreated:           func() Event { return new(CommentCreatedEvent) },
	TypeCommentEdited:            func() Event { return new(CommentEditedEvent) },
	TypeCommentDeleted:           func() Event { return new(CommentDeletedEvent) },
	TypeCommentMetadataUpdated:   func() Event { return new(CommentMetadataUpdatedEvent) },
	TypeCommentReactionAdded:     func() Event { return new(CommentReactionAddedEvent) },
	TypeCommentReactionRemoved:   func() Event { return new(CommentReactionRemovedEvent) },
}

func isKnown(eventType EventType) bool {
	return emptyEvents[eventType] != nil || eventType == TypeNotification
}

// newEvent returns an empty event of a known type for the given data.
func newEvent(eventType EventType, data json.RawMessage) (Event, error) {
	if eventType == TypeNotification {
		return newNotification(data)
	}
	return emptyEvents[eventType](), nil
}
