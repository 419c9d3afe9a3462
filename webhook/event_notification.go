package webhook

import (
	"encoding/json"
	"strings"
	"time"
)

// A NotificationChannel is a way to reach a user. There may be ones that this
// package does not know.
type NotificationChannel string

// The notification channels.
const (
	ChannelEmail   NotificationChannel = "email"
	ChannelSlack   NotificationChannel = "slack"
	ChannelTeams   NotificationChannel = "teams"
	ChannelWebPush NotificationChannel = "webPush"
)

// A NotificationKind says what a notification is about: a thread, a mention in a
// text, or a custom kind of the app's.
type NotificationKind string

// The notification kinds that are not custom.
const (
	KindThread      NotificationKind = "thread"
	KindTextMention NotificationKind = "textMention"
)

// IsCustom reports whether the kind is one of the app's own: it starts with "$".
func (k NotificationKind) IsCustom() bool { return strings.HasPrefix(string(k), "$") }

// A NotificationEvent is an [Event] of type [TypeNotification], of any kind: a
// pointer to [ThreadNotificationEvent], [TextMentionNotificationEvent],
// [CustomNotificationEvent] or [UnknownNotificationEvent].
//
// It asks the app to tell a user, through one channel, about an inbox
// notification that the user has not read for a while (30 minutes, if the
// project's settings don't say otherwise).
//
// See https://liveblocks.io/docs/api-reference/webhook-events#NotificationEvent.
type NotificationEvent interface {
	Event

	// NotificationInfo returns what notifications of all kinds have. It is never nil.
	NotificationInfo() *Notification
}

// Notification is the part that the notification events of all kinds have.
type Notification struct {
	// Channel is how the user is to be told.
	Channel NotificationChannel `json:"channel"`

	// Kind says what the notification is about.
	Kind NotificationKind `json:"kind"`

	ProjectID string `json:"projectId"`

	// UserID is the user who is to be told.
	UserID string `json:"userId"`

	// InboxNotificationID is the user's inbox notification. What the
	// notification says, such as the activity data of a custom one, is read
	// from there.
	InboxNotificationID string `json:"inboxNotificationId"`

	// CreatedAt is when the event was created.
	CreatedAt time.Time `json:"createdAt"`

	// TriggeredAt is when the notification was created.
	TriggeredAt time.Time `json:"triggeredAt"`
}

// EventType returns [TypeNotification].
func (*Notification) EventType() EventType { return TypeNotification }

// NotificationInfo implements [NotificationEvent].
func (n *Notification) NotificationInfo() *Notification { return n }

// A ThreadNotificationEvent is about a thread with comments that the user has
// not seen.
type ThreadNotificationEvent struct {
	Delivery `json:"-"`
	Notification
	RoomID   string `json:"roomId"`
	ThreadID string `json:"threadId"`
}

// A TextMentionNotificationEvent is about a mention of the user in a text editor.
type TextMentionNotificationEvent struct {
	Delivery `json:"-"`
	Notification
	RoomID    string `json:"roomId"`
	MentionID string `json:"mentionId"`
}

// A CustomNotificationEvent is about something that the app itself triggered a
// notification for. Its kind starts with "$".
type CustomNotificationEvent struct {
	Delivery `json:"-"`
	Notification

	// RoomID is nil if the notification was triggered without a room.
	RoomID *string `json:"roomId"`

	// SubjectID is the app's own ID of what the notification is about.
	SubjectID string `json:"subjectId"`
}

// An UnknownNotificationEvent is a notification of a kind that this package does
// not know and that is not custom either. The rest of its data is in RawData.
type UnknownNotificationEvent struct {
	Delivery `json:"-"`
	Notification
}

// newNotification returns an empty notification event for the kind in the data.
func newNotification(data json.RawMessage) (Event, error) {
	var kind struct {
		Kind NotificationKind `json:"kind"`
	}
	if err := json.Unmarshal(data, &kind); err != nil {
		return nil, err
	}
	switch {
	case kind.Kind == KindThread:
		return new(ThreadNotificationEvent), nil
	case kind.Kind == KindTextMention:
		return new(TextMentionNotificationEvent), nil
	case kind.Kind.IsCustom():
		return new(CustomNotificationEvent), nil
	default:
		return new(UnknownNotificationEvent), nil
	}
}
