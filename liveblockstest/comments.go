package liveblockstest

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/liveblocks-go/liveblocks/comment"
)

type threadComment struct {
	Type      string        `json:"type"`
	ID        string        `json:"id"`
	ThreadID  string        `json:"threadId"`
	RoomID    string        `json:"roomId"`
	UserID    string        `json:"userId"`
	CreatedAt string        `json:"createdAt"`
	EditedAt  string        `json:"editedAt,omitempty"`
	DeletedAt string        `json:"deletedAt,omitempty"`
	Body      *comment.Body `json:"body,omitempty"`
	Reactions []*reaction   `json:"reactions"`
	// Attachments is always empty: the fake server has none.
	Attachments []struct{}     `json:"attachments"`
	Metadata    map[string]any `json:"metadata"`
}

// reaction is one emoji and all who reacted with it.
type reaction struct {
	Emoji     string         `json:"emoji"`
	CreatedAt string         `json:"createdAt"`
	Users     []reactionUser `json:"users"`
}

type reactionUser struct {
	ID string `json:"id"`
}

// comment returns the comment of a call's path.
func (c *call) comment() *threadComment {
	comments := c.thread().Comments
	i := slices.IndexFunc(comments, func(found *threadComment) bool { return found.ID == c.http.PathValue("commentId") })
	if i < 0 {
		notFound("Comment")
	}
	return comments[i]
}

// editable is comment for what can't be done with a deleted one.
func (c *call) editable() *threadComment {
	found := c.comment()
	if found.DeletedAt != "" {
		notFound("Comment")
	}
	return found
}

// parseComment reads a new comment at a path of the body.
func parseComment(path string, raw json.RawMessage) *threadComment {
	var body struct {
		UserID    string          `json:"userId"`
		CreatedAt string          `json:"createdAt"`
		Metadata  json.RawMessage `json:"metadata"`
	}
	decode(path, raw, &body, "userId")
	checkID(path+"userId", body.UserID)
	return &threadComment{
		Type: "comment", UserID: body.UserID, CreatedAt: timeOr(body.CreatedAt, path+"createdAt"), Body: parseBody(path, raw),
		Reactions: []*reaction{}, Attachments: []struct{}{}, Metadata: changeMetadata(nil, body.Metadata, false),
	}
}

// parseBody reads the body of a new or an edited comment.
func parseBody(path string, raw json.RawMessage) *comment.Body {
	var given struct {
		Body struct {
			Version int               `json:"version"`
			Content []json.RawMessage `json:"content"`
		} `json:"body"`
		AttachmentIDs []string `json:"attachmentIds"`
	}
	decode(path, raw, &given, "body")
	if given.Body.Version != 1 || given.Body.Content == nil {
		unprocessable("Value at key '%sbody': Must have 'version': 1 and an array 'content'", path)
	}
	if len(given.AttachmentIDs) > 0 {
		panic(&apiError{
			Status: http.StatusNotImplemented, Code: "NOT_IMPLEMENTED",
			Message: "The fake server of package liveblockstest does not have attachments.",
		})
	}
	var parsed struct{ Body comment.Body }
	err := json.Unmarshal(raw, &parsed)
	if err == nil {
		err = parsed.Body.Validate()
	}
	if err != nil {
		unprocessable("Value at key '%sbody': %v", path, err)
	}
	return &parsed.Body
}

// mentioned are the users whom the comment mentions, alone or in a group whose
// members it names.
func (t *threadComment) mentioned() (ids []string) {
	if t.Body == nil {
		return nil
	}
	for _, m := range t.Body.Mentions() {
		if m.Kind == comment.UserMention {
			ids = append(ids, m.ID)
		}
		ids = append(ids, m.UserIDs...)
	}
	return ids
}

// addComment adds a comment to a thread, to which it subscribes those who write
// there and those who are mentioned, and notifies the subscribers.
func (s *state) addComment(r *room, t *thread, added *threadComment) {
	added.ID, added.ThreadID, added.RoomID = s.newID("cm"), t.ID, r.ID
	t.Comments = append(t.Comments, added)
	t.UpdatedAt = added.CreatedAt
	for _, id := range append(added.mentioned(), added.UserID) {
		t.subscribe(id)
	}
	for _, subscription := range t.subscriptions {
		if subscription.UserID != added.UserID {
			s.notifyOfThread(subscription.UserID, r, t)
		}
	}
}

func (c *call) createComment() any {
	t := c.thread()
	c.decode(&struct{}{})
	added := parseComment("", c.body)
	c.addComment(c.room(), t, added)
	return added
}

func (c *call) getComment() any { return c.comment() }

func (c *call) editComment() any {
	t, edited := c.thread(), c.editable()
	var body struct {
		EditedAt string          `json:"editedAt"`
		Metadata json.RawMessage `json:"metadata"`
	}
	c.decode(&body, "body")
	content, at := parseBody("", c.body), timeOr(body.EditedAt, "editedAt")
	edited.Metadata = changeMetadata(edited.Metadata, body.Metadata, true)
	edited.Body, edited.EditedAt, t.UpdatedAt = content, at, at
	for _, id := range edited.mentioned() {
		t.subscribe(id)
	}
	return edited
}

// deleteComment leaves the shell of a comment, and deletes the thread with the
// last one.
func (c *call) deleteComment() any {
	t, deleted := c.thread(), c.editable()
	deleted.DeletedAt, t.UpdatedAt = now(), now()
	deleted.Body, deleted.Reactions, deleted.Metadata = nil, []*reaction{}, map[string]any{}
	if !slices.ContainsFunc(t.Comments, func(other *threadComment) bool { return other.DeletedAt == "" }) {
		c.removeThread(c.room(), t)
	}
	return nil
}

func (c *call) editCommentMetadata() any {
	edited := c.editable()
	edited.Metadata, _ = c.editMetadata(edited.Metadata)
	return edited.Metadata
}

func (c *call) addCommentReaction() any {
	found := c.editable()
	userID, emoji, at := c.reaction("createdAt")
	i := slices.IndexFunc(found.Reactions, func(r *reaction) bool { return r.Emoji == emoji })
	if i < 0 {
		i = len(found.Reactions)
		found.Reactions = append(found.Reactions, &reaction{Emoji: emoji, CreatedAt: at})
	}
	r := found.Reactions[i]
	if slices.Contains(r.Users, reactionUser{userID}) {
		panic(&apiError{Status: http.StatusConflict, Code: "RESOURCE_ALREADY_EXISTS", Message: "Reaction already exists"})
	}
	r.Users = append(r.Users, reactionUser{userID})
	return map[string]string{"emoji": emoji, "createdAt": at, "userId": userID}
}

func (c *call) removeCommentReaction() any {
	found := c.editable()
	userID, emoji, _ := c.reaction("removedAt")
	for i, r := range found.Reactions {
		if j := slices.Index(r.Users, reactionUser{userID}); r.Emoji == emoji && j >= 0 {
			if r.Users = slices.Delete(r.Users, j, j+1); len(r.Users) == 0 {
				found.Reactions = slices.Delete(found.Reactions, i, i+1)
			}
			return nil
		}
	}
	notFound("Comment reaction")
	return nil
}

// reaction reads what the two calls about reactions are given.
func (c *call) reaction(timeKey string) (userID, emoji, at string) {
	var body map[string]any
	c.decode(&body, "userId", "emoji")
	userID, _ = body["userId"].(string)
	emoji, _ = body["emoji"].(string)
	at, _ = body[timeKey].(string)
	checkID("userId", userID)
	checkID("emoji", emoji)
	return userID, emoji, timeOr(at, timeKey)
}
