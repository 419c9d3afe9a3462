package liveblocks

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/liveblocks-go/liveblocks/comment"
)

// NotificationKind says what a notification is about. Other values than the
// constants are kept.
type NotificationKind string

// The notification kinds that are not custom.
const (
	// NotificationKindThread is about a thread, or several comments in it.
	NotificationKindThread NotificationKind = "thread"
	// NotificationKindTextMention is about a mention in a text editor.
	NotificationKindTextMention NotificationKind = "textMention"
)

// IsCustom tells whether the kind is one of the app's own. It then starts with
// "$".
func (k NotificationKind) IsCustom() bool { return strings.HasPrefix(string(k), "$") }

// InboxNotification is a notification in the inbox of a user.
type InboxNotification struct {
	ID   string           `json:"id"` // starts with "in_"
	Kind NotificationKind `json:"kind"`
	// RoomID is empty if the notification belongs to no room.
	RoomID         string    `json:"roomId,omitempty"`
	OrganizationID string    `json:"organizationId,omitempty"`
	NotifiedAt     time.Time `json:"notifiedAt"`
	// ReadAt is zero if the user has not read the notification.
	ReadAt time.Time `json:"readAt,omitzero"`
	// UserID is the user whose notification it is. Only
	// [Client.GetThreadInboxNotifications] sets it.
	UserID string `json:"userId,omitempty"`

	// Detail is what only notifications of the kind have: a
	// [ThreadNotification], a [TextMentionNotification], a [CustomNotification],
	// or an [UnknownNotification] for all other kinds. A type switch tells which.
	Detail NotificationDetail `json:"-"`
}

// NotificationDetail is what an [InboxNotification] has because of its kind.
type NotificationDetail interface{ isNotificationDetail() }

// ThreadNotification is the detail of [NotificationKindThread].
type ThreadNotification struct {
	ThreadID string `json:"threadId"`
}

// TextMentionNotification is the detail of [NotificationKindTextMention].
type TextMentionNotification struct {
	// CreatedBy is the user who wrote the mention.
	CreatedBy string              `json:"createdBy"`
	MentionID string              `json:"mentionId"`
	Mention   NotificationMention `json:"mention"`
}

// NotificationMention says who was mentioned.
type NotificationMention struct {
	Kind comment.MentionKind `json:"kind"`
	// ID is the ID of the user or of the group.
	ID string `json:"id"`
	// UserIDs are the members of a group that is not managed by Liveblocks.
	UserIDs []string `json:"userIds,omitempty"`
}

// CustomNotification is the detail of the app's own kinds.
type CustomNotification struct {
	// SubjectID is what the notification is about.
	SubjectID string `json:"subjectId"`
	// Activities are what was told about the subject: more than one if batching
	// is enabled for the kind.
	Activities []NotificationActivity `json:"activities"`
}

// NotificationActivity is one of the things that a [CustomNotification] tells.
type NotificationActivity struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"createdAt"`
	// Data is the ActivityData with which the notification was triggered.
	// [NotificationActivity.DecodeData] decodes it.
	Data json.RawMessage `json:"data,omitempty"`
}

// DecodeData decodes the data into the value that out points to, as
// [encoding/json.Unmarshal] does. An activity without data leaves it alone.
func (a *NotificationActivity) DecodeData(out any) error {
	return decodeOwn("activity data", a.Data, out)
}

// UnknownNotification is the detail of kinds that are newer than this package.
type UnknownNotification struct {
	// Raw is the whole notification.
	Raw json.RawMessage
}

func (ThreadNotification) isNotificationDetail()      {}
func (TextMentionNotification) isNotificationDetail() {}
func (CustomNotification) isNotificationDetail()      {}
func (UnknownNotification) isNotificationDetail()     {}

// UnmarshalJSON reads a notification, with the detail of its kind.
func (n *InboxNotification) UnmarshalJSON(data []byte) (err error) {
	type plain InboxNotification
	var p plain
	if err := json.Unmarshal(data, &p); err != nil {
		return err
	}
	switch {
	case p.Kind == NotificationKindThread:
		p.Detail, err = decodeDetail[ThreadNotification](data)
	case p.Kind == NotificationKindTextMention:
		p.Detail, err = decodeDetail[TextMentionNotification](data)
	case p.Kind.IsCustom():
		p.Detail, err = decodeDetail[CustomNotification](data)
	default:
		p.Detail = UnknownNotification{Raw: slices.Clone(data)}
	}
	*n = InboxNotification(p)
	return err
}

func decodeDetail[T NotificationDetail](data []byte) (NotificationDetail, error) {
	var detail T
	err := json.Unmarshal(data, &detail)
	return detail, err
}

// MarshalJSON writes a notification as the service does. The form of an unknown
// kind is that in which it came.
func (n InboxNotification) MarshalJSON() ([]byte, error) {
	type plain InboxNotification
	if unknown, ok := n.Detail.(UnknownNotification); ok {
		return unknown.Raw, nil
	}
	data, err := marshalJSON(plain(n))
	if err != nil || n.Detail == nil {
		return data, err
	}
	detail, err := marshalJSON(n.Detail)
	if err != nil {
		return nil, err
	}
	return slices.Concat(data[:len(data)-1], []byte{','}, detail[1:]), nil
}
