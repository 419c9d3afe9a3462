package webhook

import "context"

// Callbacks are the functions that a [Handler] calls, one for each type of event
// and kind of notification. All are optional. They are called concurrently.
//
// An error makes the service deliver the event again later. A function returns
// nil for an event that it can't handle now and won't be able to later.
//
// The context is that of the request: it ends when the service gives up waiting.
type Callbacks struct {
	StorageUpdated func(context.Context, *StorageUpdatedEvent) error
	YDocUpdated    func(context.Context, *YDocUpdatedEvent) error

	UserEntered func(context.Context, *UserEnteredEvent) error
	UserLeft    func(context.Context, *UserLeftEvent) error

	RoomCreated func(context.Context, *RoomCreatedEvent) error
	RoomDeleted func(context.Context, *RoomDeletedEvent) error

	ThreadCreated            func(context.Context, *ThreadCreatedEvent) error
	ThreadDeleted            func(context.Context, *ThreadDeletedEvent) error
	ThreadMetadataUpdated    func(context.Context, *ThreadMetadataUpdatedEvent) error
	ThreadMarkedAsResolved   func(context.Context, *ThreadMarkedAsResolvedEvent) error
	ThreadMarkedAsUnresolved func(context.Context, *ThreadMarkedAsUnresolvedEvent) error

	CommentCreated         func(context.Context, *CommentCreatedEvent) error
	CommentEdited          func(context.Context, *CommentEditedEvent) error
	CommentDeleted         func(context.Context, *CommentDeletedEvent) error
	CommentMetadataUpdated func(context.Context, *CommentMetadataUpdatedEvent) error
	CommentReactionAdded   func(context.Context, *CommentReactionAddedEvent) error
	CommentReactionRemoved func(context.Context, *CommentReactionRemovedEvent) error

	ThreadNotification      func(context.Context, *ThreadNotificationEvent) error
	TextMentionNotification func(context.Context, *TextMentionNotificationEvent) error
	CustomNotification      func(context.Context, *CustomNotificationEvent) error

	// Notification is called for the notifications that have no callback of
	// their own above, unknown kinds among them.
	Notification func(context.Context, NotificationEvent) error

	// Default is called for the events that have no callback of their own above,
	// unknown ones among them. Without it, they are acknowledged and dropped.
	Default func(context.Context, Event) error
}

// bound is a callback with the event that it is to be called for.
type bound func(context.Context) error

// bind returns nil for a nil callback.
func bind[E Event](callback func(context.Context, E) error, event E) bound {
	if callback == nil {
		return nil
	}
	return func(ctx context.Context) error { return callback(ctx, event) }
}

// find returns the most specific callback for the event, or nil if there is none.
func (c *Callbacks) find(event Event) bound {
	if callback := c.findExact(event); callback != nil {
		return callback
	}
	if notification, ok := event.(NotificationEvent); ok && c.Notification != nil {
		return bind(c.Notification, notification)
	}
	return bind(c.Default, event)
}

func (c *Callbacks) findExact(event Event) bound {
	switch e := event.(type) {
	case *StorageUpdatedEvent:
		return bind(c.StorageUpdated, e)
	case *YDocUpdatedEvent:
		return bind(c.YDocUpdated, e)
	case *UserEnteredEvent:
		return bind(c.UserEntered, e)
	case *UserLeftEvent:
		return bind(c.UserLeft, e)
	case *RoomCreatedEvent:
		return bind(c.RoomCreated, e)
	case *RoomDeletedEvent:
		return bind(c.RoomDeleted, e)
	case *ThreadCreatedEvent:
		return bind(c.ThreadCreated, e)
	case *ThreadDeletedEvent:
		return bind(c.ThreadDeleted, e)
	case *ThreadMetadataUpdatedEvent:
		return bind(c.ThreadMetadataUpdated, e)
	case *ThreadMarkedAsResolvedEvent:
		return bind(c.ThreadMarkedAsResolved, e)
	case *ThreadMarkedAsUnresolvedEvent:
		return bind(c.ThreadMarkedAsUnresolved, e)
	case *CommentCreatedEvent:
		return bind(c.CommentCreated, e)
	case *CommentEditedEvent:
		return bind(c.CommentEdited, e)
	case *CommentDeletedEvent:
		return bind(c.CommentDeleted, e)
	case *CommentMetadataUpdatedEvent:
		return bind(c.CommentMetadataUpdated, e)
	case *CommentReactionAddedEvent:
		return bind(c.CommentReactionAdded, e)
	case *CommentReactionRemovedEvent:
		return bind(c.CommentReactionRemoved, e)
	case *ThreadNotificationEvent:
		return bind(c.ThreadNotification, e)
	case *TextMentionNotificationEvent:
		return bind(c.TextMentionNotification, e)
	case *CustomNotificationEvent:
		return bind(c.CustomNotification, e)
	default:
		return nil
	}
}
