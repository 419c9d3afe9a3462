package liveblockstest

import (
	"encoding/json"
	"slices"
	"strings"
)

// notification is one in the inbox of a user. What its kind does not have is
// left empty.
type notification struct {
	ID             string                 `json:"id"`
	Kind           string                 `json:"kind"`
	RoomID         string                 `json:"roomId,omitempty"`
	OrganizationID string                 `json:"organizationId"`
	NotifiedAt     string                 `json:"notifiedAt"`
	ReadAt         *string                `json:"readAt"`
	ThreadID       string                 `json:"threadId,omitempty"`
	SubjectID      string                 `json:"subjectId,omitempty"`
	Activities     []notificationActivity `json:"activities,omitempty"`

	userID string
	number int // counted up whenever the user is notified
}

type notificationActivity struct {
	ID        string          `json:"id"`
	CreatedAt string          `json:"createdAt"`
	Data      json.RawMessage `json:"data"`
}

const kindThread = "thread"

// notifyOfThread tells a user of a new comment. There is one notification for
// each user and thread, which becomes unread again.
func (s *state) notifyOfThread(userID string, r *room, t *thread) {
	n := &notification{ID: s.newID("in"), Kind: kindThread, RoomID: r.ID, OrganizationID: r.OrganizationID, ThreadID: t.ID}
	for i, other := range s.notifications {
		if other.userID == userID && other.ThreadID == t.ID {
			n.ID = other.ID
			s.notifications = slices.Delete(s.notifications, i, i+1)
			break
		}
	}
	s.notify(userID, n)
}

func (s *state) notify(userID string, n *notification) {
	s.counter++
	n.userID, n.number, n.NotifiedAt = userID, s.counter, now()
	s.notifications = append(s.notifications, n)
}

// notification returns the one of a call's path.
func (c *call) notification() *notification {
	userID := c.http.PathValue("userId")
	for _, n := range c.notifications {
		if n.ID == c.http.PathValue("inboxNotificationId") && (userID == "" || userID == n.userID) {
			return n
		}
	}
	notFound("Inbox notification")
	return nil
}

// isAbout tells whether a notification is of the user and the organization that
// a call is about.
func (c *call) isAbout(n *notification) bool {
	organizationID := c.query.Get("organizationId")
	return n.userID == c.http.PathValue("userId") && (organizationID == "" || organizationID == n.OrganizationID)
}

func (c *call) getInboxNotification() any { return c.notification() }

func (c *call) getInboxNotifications() any {
	filter := parseQuery(c.query.Get("query"), "unread")
	var found []*notification
	for _, n := range c.notifications {
		if c.isAbout(n) && filter.matches(map[string]any{"unread": n.ReadAt == nil}, nil) {
			found = append(found, n)
		}
	}
	return paginate(c, found, func(n *notification) int { return n.number }, 50, 50)
}

func (c *call) triggerInboxNotification() any {
	var body struct {
		UserID         string          `json:"userId"`
		Kind           string          `json:"kind"`
		SubjectID      string          `json:"subjectId"`
		ActivityData   json.RawMessage `json:"activityData"`
		RoomID         string          `json:"roomId"`
		OrganizationID string          `json:"organizationId"`
	}
	c.decode(&body, "userId", "kind", "subjectId", "activityData")
	checkID("userId", body.UserID)
	checkID("subjectId", body.SubjectID)
	if !strings.HasPrefix(body.Kind, "$") || body.Kind == "$" {
		unprocessable("Value at key 'kind': Must start with '$'")
	}
	patch(nil, body.ActivityData, "activityData", false, parseMetadata)
	if body.OrganizationID == "" {
		body.OrganizationID = defaultOrganization
	}
	if body.RoomID != "" {
		body.OrganizationID = c.roomByID(body.RoomID).OrganizationID
	}
	c.notify(body.UserID, &notification{
		ID: c.newID("in"), Kind: body.Kind, RoomID: body.RoomID, OrganizationID: body.OrganizationID, SubjectID: body.SubjectID,
		Activities: []notificationActivity{{ID: c.newID("ac"), CreatedAt: now(), Data: body.ActivityData}},
	})
	return nil
}

func (c *call) markInboxNotificationAsRead() any {
	at := now()
	c.notification().ReadAt = &at
	return nil
}

func (c *call) deleteInboxNotification() any {
	deleted := c.notification()
	c.notifications = slices.DeleteFunc(c.notifications, func(n *notification) bool { return n == deleted })
	return nil
}

func (c *call) deleteAllInboxNotifications() any {
	c.notifications = slices.DeleteFunc(c.notifications, c.isAbout)
	return nil
}
