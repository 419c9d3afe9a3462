package liveblockstest

import (
	"encoding/json"
	"slices"
)

type thread struct {
	Type       string           `json:"type"`
	ID         string           `json:"id"`
	RoomID     string           `json:"roomId"`
	CreatedAt  string           `json:"createdAt"`
	UpdatedAt  string           `json:"updatedAt"`
	Comments   []*threadComment `json:"comments"`
	Metadata   map[string]any   `json:"metadata"`
	Resolved   bool             `json:"resolved"`
	Visibility string           `json:"visibility"`

	subscriptions []subscription
}

type subscription struct {
	Kind      string `json:"kind"`
	SubjectID string `json:"subjectId"`
	CreatedAt string `json:"createdAt"`
	UserID    string `json:"userId"`
}

// thread returns the thread of a call's path.
func (c *call) thread() *thread {
	threads := c.room().threads
	i := slices.IndexFunc(threads, func(t *thread) bool { return t.ID == c.http.PathValue("threadId") })
	if i < 0 {
		notFound("Thread")
	}
	return threads[i]
}

func (c *call) getThreads() any {
	filter := parseQuery(c.query.Get("query"), "metadata", "resolved", "visibility")
	found := []*thread{}
	for _, t := range c.room().threads {
		if filter.matches(map[string]any{"resolved": t.Resolved, "visibility": t.Visibility}, t.Metadata) {
			found = append(found, t)
		}
	}
	return map[string]any{"data": found}
}

func (c *call) createThread() any {
	r := c.room()
	var body struct {
		Comment    json.RawMessage `json:"comment"`
		Metadata   json.RawMessage `json:"metadata"`
		Visibility string          `json:"visibility"`
	}
	c.decode(&body, "comment")
	if body.Visibility == "" {
		body.Visibility = "public"
	}
	if body.Visibility != "public" && body.Visibility != "private" {
		unprocessable("Value at key 'visibility': Must be 'public' or 'private'")
	}
	metadata := changeMetadata(nil, body.Metadata, false)
	first := parseComment("comment.", body.Comment)
	t := &thread{
		Type: "thread", ID: c.newID("th"), RoomID: r.ID, CreatedAt: first.CreatedAt,
		Metadata: metadata, Visibility: body.Visibility,
	}
	r.threads = append(r.threads, t)
	c.addComment(r, t, first)
	return t
}

func (c *call) getThread() any { return c.thread() }

func (c *call) deleteThread() any {
	t := c.thread()
	c.removeThread(c.room(), t)
	return nil
}

func (s *state) removeThread(r *room, t *thread) {
	r.threads = slices.DeleteFunc(r.threads, func(other *thread) bool { return other == t })
	s.notifications = slices.DeleteFunc(s.notifications, func(n *notification) bool { return n.ThreadID == t.ID })
}

func (c *call) editThreadMetadata() any {
	t := c.thread()
	t.Metadata, t.UpdatedAt = c.editMetadata(t.Metadata)
	return t.Metadata
}

func (c *call) markThreadAsResolved() any   { return c.resolve(true) }
func (c *call) markThreadAsUnresolved() any { return c.resolve(false) }

func (c *call) resolve(resolved bool) any {
	t := c.thread()
	c.asUser()
	t.Resolved, t.UpdatedAt = resolved, now()
	return t
}

// asUser returns the user in whose name the call is made.
func (c *call) asUser() string {
	var body struct {
		UserID string `json:"userId"`
	}
	c.decode(&body, "userId")
	checkID("userId", body.UserID)
	return body.UserID
}

func (c *call) subscribeToThread() any { return c.thread().subscribe(c.asUser()) }

func (t *thread) subscribe(userID string) subscription {
	i := slices.IndexFunc(t.subscriptions, func(s subscription) bool { return s.UserID == userID })
	if i < 0 {
		i = len(t.subscriptions)
		t.subscriptions = append(t.subscriptions, subscription{Kind: kindThread, SubjectID: t.ID, CreatedAt: now(), UserID: userID})
	}
	return t.subscriptions[i]
}

func (c *call) unsubscribeFromThread() any {
	t, userID := c.thread(), c.asUser()
	t.subscriptions = slices.DeleteFunc(t.subscriptions, func(s subscription) bool { return s.UserID == userID })
	return nil
}

func (c *call) getThreadSubscriptions() any {
	return map[string]any{"data": append([]subscription{}, c.thread().subscriptions...)}
}
