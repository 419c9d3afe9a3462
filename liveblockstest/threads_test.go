package liveblockstest_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/comment"
	"github.com/liveblocks-go/liveblocks/liveblockstest"
)

func newRoom(t *testing.T, client *liveblocks.Client, id, organizationID string) {
	t.Helper()
	if _, err := client.CreateRoom(t.Context(), id, liveblocks.CreateRoomParams{OrganizationID: organizationID}); err != nil {
		t.Fatal(err)
	}
}

func newThread(t *testing.T, client *liveblocks.Client, room string, metadata liveblocks.Metadata, markdown string) *liveblocks.Thread {
	t.Helper()
	thread, err := client.CreateThread(t.Context(), room, liveblocks.CreateThreadParams{
		Comment:  liveblocks.CreateCommentParams{UserID: "ada", Body: comment.FromMarkdown(markdown), Metadata: liveblocks.Metadata{"stars": 4.5}},
		Metadata: metadata,
	})
	if err != nil {
		t.Fatal(err)
	}
	return thread
}

func mention(t *testing.T, users ...string) comment.Body {
	t.Helper()
	b := new(comment.Builder).Text("See ")
	for _, user := range users {
		b.User(user)
	}
	body, err := b.Group("eng", "eve").Body()
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestThreads(t *testing.T) {
	_, client := newServer(t)
	ctx := t.Context()
	newRoom(t, client, "room", "acme")
	first := newThread(t, client, "room", liveblocks.Metadata{"color": "blue", "page": 3, "pinned": true}, "Hello **you**")
	body := comment.FromMarkdown("Hello **you**")
	want := &liveblocks.Thread{
		Type: "thread", ID: first.ID, RoomID: "room", Visibility: "public",
		Metadata: liveblocks.Metadata{"color": "blue", "page": 3.0, "pinned": true},
		Comments: []liveblocks.Comment{{
			Type: "comment", ID: first.Comments[0].ID, ThreadID: first.ID, RoomID: "room", UserID: "ada", Body: &body,
			Reactions: []liveblocks.CommentReaction{}, Attachments: []liveblocks.CommentAttachment{},
			Metadata: liveblocks.Metadata{"stars": 4.5},
		}},
	}
	if diff := cmp.Diff(want, first, ignoreTimes); diff != "" {
		t.Errorf("CreateThread (-want +got):\n%s", diff)
	}
	got, err := client.GetThread(ctx, "room", first.ID)
	if err != nil || cmp.Diff(first, got) != "" {
		t.Errorf("GetThread: %v, %v", got, err)
	}

	second := newThread(t, client, "room", liveblocks.Metadata{"page": 4}, "Second")
	if _, err := client.MarkThreadAsResolved(ctx, "room", second.ID, "bob"); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"": first.ID + " " + second.ID, "resolved:true": second.ID, "resolved:false": first.ID,
		"metadata['color']^'bl' AND metadata['pinned']:true": first.ID,
		"metadata['page']>3 metadata['page']<=4":             second.ID,
		"metadata['page']>=3 AND metadata['page']<4":         first.ID,
		"metadata['color']:null":                             second.ID,
		"visibility:'private'":                               "",
	} {
		page, err := client.GetThreads(ctx, "room", liveblocks.GetThreadsParams{Query: query})
		if err != nil {
			t.Errorf("%s: %v", query, err)
			continue
		}
		var ids []string
		for _, thread := range page.Data {
			ids = append(ids, thread.ID)
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%s: got %s, want %s", query, got, want)
		}
	}
	if _, err := client.GetThreads(ctx, "room", liveblocks.GetThreadsParams{Query: "unread:true"}); !errors.Is(err, liveblocks.ErrUnprocessable) {
		t.Errorf("query about another field: %v", err)
	}
	reopened, err := client.MarkThreadAsUnresolved(ctx, "room", second.ID, "bob")
	if err != nil || reopened.Resolved {
		t.Errorf("MarkThreadAsUnresolved: %+v, %v", reopened, err)
	}

	metadata, err := client.EditThreadMetadata(ctx, "room", first.ID, liveblocks.EditThreadMetadataParams{
		UserID:   "ada",
		Metadata: map[string]liveblocks.Change[any]{"color": liveblocks.Clear[any](), "page": liveblocks.Set[any](5)},
	})
	if diff := cmp.Diff(liveblocks.Metadata{"page": 5.0, "pinned": true}, metadata); err != nil || diff != "" {
		t.Errorf("EditThreadMetadata: %v (-want +got):\n%s", err, diff)
	}

	for range 2 {
		err = client.DeleteThread(ctx, "room", first.ID)
	}
	if !errors.Is(err, liveblocks.ErrNotFound) {
		t.Errorf("second DeleteThread: %v", err)
	}
	if _, err := client.GetThreads(ctx, "nope", liveblocks.GetThreadsParams{}); !errors.Is(err, liveblocks.ErrNotFound) {
		t.Errorf("threads of no room: %v", err)
	}
}

func TestComments(t *testing.T) {
	_, client := newServer(t)
	ctx := t.Context()
	newRoom(t, client, "room", "")
	thread := newThread(t, client, "room", nil, "First")
	at := time.Date(2026, 1, 2, 3, 4, 5, 6_000_000, time.UTC)
	added, err := client.CreateComment(ctx, "room", thread.ID, liveblocks.CreateCommentParams{
		UserID: "bob", Body: mention(t, "cid"), CreatedAt: at,
	})
	if err != nil || !added.CreatedAt.Equal(at) || added.UserID != "bob" {
		t.Fatalf("CreateComment: %+v, %v", added, err)
	}
	edited, err := client.EditComment(ctx, "room", thread.ID, added.ID, liveblocks.EditCommentParams{Body: comment.FromMarkdown("Edited")})
	if err != nil || edited.EditedAt.IsZero() || len(edited.Body.Mentions()) != 0 {
		t.Errorf("EditComment: %+v, %v", edited, err)
	}
	metadata, err := client.EditCommentMetadata(ctx, "room", thread.ID, added.ID, liveblocks.EditCommentMetadataParams{
		UserID: "bob", Metadata: map[string]liveblocks.Change[any]{"ok": liveblocks.Set[any](true)},
	})
	if err != nil || metadata["ok"] != true {
		t.Errorf("EditCommentMetadata: %v, %v", metadata, err)
	}

	for _, user := range []string{"ada", "bob"} {
		if _, err := client.AddCommentReaction(ctx, "room", thread.ID, added.ID, liveblocks.AddCommentReactionParams{Emoji: "👍", UserID: user}); err != nil {
			t.Error(err)
		}
	}
	if _, err := client.AddCommentReaction(ctx, "room", thread.ID, added.ID, liveblocks.AddCommentReactionParams{Emoji: "👍", UserID: "bob"}); !errors.Is(err, liveblocks.ErrConflict) {
		t.Errorf("a second reaction: %v", err)
	}
	remove := liveblocks.RemoveCommentReactionParams{Emoji: "👍", UserID: "ada"}
	if err := client.RemoveCommentReaction(ctx, "room", thread.ID, added.ID, remove); err != nil {
		t.Error(err)
	}
	if err := client.RemoveCommentReaction(ctx, "room", thread.ID, added.ID, remove); !errors.Is(err, liveblocks.ErrNotFound) {
		t.Errorf("removed twice: %v", err)
	}
	got, err := client.GetComment(ctx, "room", thread.ID, added.ID)
	if err != nil || len(got.Reactions) != 1 || len(got.Reactions[0].Users) != 1 || got.Reactions[0].Users[0].ID != "bob" {
		t.Errorf("GetComment: %+v, %v", got, err)
	}

	if err := client.DeleteComment(ctx, "room", thread.ID, added.ID); err != nil {
		t.Fatal(err)
	}
	got, err = client.GetComment(ctx, "room", thread.ID, added.ID)
	if err != nil || got.DeletedAt.IsZero() || got.Body != nil {
		t.Errorf("the deleted comment: %+v, %v", got, err)
	}
	if _, err := client.EditComment(ctx, "room", thread.ID, added.ID, liveblocks.EditCommentParams{Body: comment.FromMarkdown("x")}); !errors.Is(err, liveblocks.ErrNotFound) {
		t.Errorf("editing the deleted comment: %v", err)
	}
	if err := client.DeleteComment(ctx, "room", thread.ID, thread.Comments[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := client.GetThread(ctx, "room", thread.ID); !errors.Is(err, liveblocks.ErrNotFound) {
		t.Errorf("the thread without a comment: %v", err)
	}
}

func TestCommentRefusals(t *testing.T) {
	server, client := newServer(t)
	newRoom(t, client, "room", "")
	thread := newThread(t, client, "room", nil, "First")
	const valid = `"body":{"version":1,"content":[]}`
	for _, test := range []struct {
		path, body string
		status     int
		want       string
	}{
		{"/threads", `{}`, 422, "Missing key: 'comment'"},
		{"/threads", `{"comment":5}`, 422, "comment"},
		{"/threads", `{"comment":{` + valid + `}}`, 422, "Missing key: 'comment.userId'"},
		{"/threads", `{"comment":{"userId":"","body":{}}}`, 422, "comment.userId"},
		{"/threads", `{"comment":{"userId":"ada"}}`, 422, "Missing key: 'comment.body'"},
		{"/threads", `{"comment":{"userId":"ada","body":"Hello"}}`, 422, "body"},
		{"/threads", `{"comment":{"userId":"ada","body":{"version":2,"content":[]}}}`, 422, "version"},
		{"/threads", `{"comment":{"userId":"ada","createdAt":"yesterday",` + valid + `}}`, 422, "comment.createdAt"},
		{"/threads", `{"comment":{"userId":"ada","attachmentIds":["at_1"],` + valid + `}}`, 501, "attachments"},
		{"/threads", `{"visibility":"secret","comment":{"userId":"ada",` + valid + `}}`, 422, "visibility"},
		{"/threads", `{"metadata":{"a":[]},"comment":{"userId":"ada",` + valid + `}}`, 422, "metadata.a"},
		{"/threads", `{"metadata":{"a":null},"comment":{"userId":"ada",` + valid + `}}`, 422, "metadata.a"},
		{"/threads", `{"metadata":{"a":"` + strings.Repeat("x", 4001) + `"},"comment":{"userId":"ada",` + valid + `}}`, 422, "metadata.a"},
		{"/threads/th_0/comments", `{"userId":"ada",` + valid + `}`, 404, "Thread not found"},
		{"/threads/ID/comments", `{` + valid + `}`, 422, "Missing key: 'userId'"},
		{"/threads/ID/comments/cm_0", `{` + valid + `}`, 404, "Comment not found"},
		{"/threads/ID/metadata", `{"metadata":{}}`, 422, "Missing key: 'userId'"},
		{"/threads/ID/mark-as-resolved", `{}`, 422, "Missing key: 'userId'"},
	} {
		path := strings.Replace(test.path, "ID", thread.ID, 1)
		status, answer := do(t, "POST", server.URL+"/v2/rooms/room"+path, liveblockstest.SecretKey, test.body)
		if status != test.status || !strings.Contains(answer, test.want) {
			t.Errorf("POST %s %s: %d %s, want %d with %q", test.path, test.body, status, answer, test.status, test.want)
		}
	}
	page, err := client.GetThreads(t.Context(), "room", liveblocks.GetThreadsParams{})
	if err != nil || len(page.Data) != 1 || len(page.Data[0].Comments) != 1 {
		t.Errorf("what was refused was done: %+v, %v", page, err)
	}
}

func TestSubscriptions(t *testing.T) {
	_, client := newServer(t)
	ctx := t.Context()
	newRoom(t, client, "room", "")
	thread := newThread(t, client, "room", nil, "First")
	for range 2 {
		subscription, err := client.SubscribeToThread(ctx, "room", thread.ID, "bob")
		if err != nil || subscription.SubjectID != thread.ID {
			t.Fatalf("SubscribeToThread: %+v, %v", subscription, err)
		}
	}
	check := func(want ...string) {
		t.Helper()
		page, err := client.GetThreadSubscriptions(ctx, "room", thread.ID, liveblocks.GetThreadSubscriptionsParams{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, subscription := range page.Data {
			got = append(got, subscription.UserID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("subscribers (-want +got):\n%s", diff)
		}
	}
	check("ada", "bob")
	if err := client.UnsubscribeFromThread(ctx, "room", thread.ID, "ada"); err != nil {
		t.Fatal(err)
	}
	check("bob")
}

func TestInboxNotifications(t *testing.T) {
	_, client := newServer(t)
	ctx := t.Context()
	newRoom(t, client, "room", "acme")
	thread := newThread(t, client, "room", nil, "First")
	inbox := func(user string, params liveblocks.GetInboxNotificationsParams) (kinds string) {
		t.Helper()
		var found []string
		for n, err := range client.IterInboxNotifications(ctx, user, params) {
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, string(n.Kind))
		}
		return strings.Join(found, " ")
	}
	if _, err := client.CreateComment(ctx, "room", thread.ID, liveblocks.CreateCommentParams{UserID: "bob", Body: mention(t, "cid")}); err != nil {
		t.Fatal(err)
	}
	for user, want := range map[string]string{"ada": "thread", "bob": "", "cid": "thread", "eve": "thread"} {
		if got := inbox(user, liveblocks.GetInboxNotificationsParams{}); got != want {
			t.Errorf("%s was notified of %q, want %q", user, got, want)
		}
	}

	trigger := liveblocks.TriggerInboxNotificationParams{
		UserID: "ada", Kind: "$fileUploaded", SubjectID: "file-1", ActivityData: map[string]any{"size": 3, "ok": true},
	}
	if err := client.TriggerInboxNotification(ctx, trigger); err != nil {
		t.Fatal(err)
	}
	if got := inbox("ada", liveblocks.GetInboxNotificationsParams{Limit: 1}); got != "$fileUploaded thread" {
		t.Errorf("ada's inbox has %q", got)
	}
	if got := inbox("ada", liveblocks.GetInboxNotificationsParams{OrganizationID: "acme"}); got != "thread" {
		t.Errorf("ada's inbox in the organization has %q", got)
	}

	page, err := client.GetInboxNotifications(ctx, "ada", liveblocks.GetInboxNotificationsParams{})
	if err != nil {
		t.Fatal(err)
	}
	custom, ok := page.Data[0].Detail.(liveblocks.CustomNotification)
	var data struct{ Size int }
	if !ok || custom.SubjectID != "file-1" || custom.Activities[0].DecodeData(&data) != nil || data.Size != 3 {
		t.Errorf("the custom notification is %+v", page.Data[0])
	}
	about := page.Data[1]
	if detail, ok := about.Detail.(liveblocks.ThreadNotification); !ok || detail.ThreadID != thread.ID || about.RoomID != "room" || !about.ReadAt.IsZero() {
		t.Errorf("the thread's notification is %+v", about)
	}

	if err := client.MarkInboxNotificationAsRead(ctx, about.ID); err != nil {
		t.Fatal(err)
	}
	if got := inbox("ada", liveblocks.GetInboxNotificationsParams{Filter: liveblocks.Filter{liveblocks.WhereUnread(false)}}); got != "thread" {
		t.Errorf("ada has read %q", got)
	}
	// Another comment makes it unread, and the newest.
	if _, err := client.CreateComment(ctx, "room", thread.ID, liveblocks.CreateCommentParams{UserID: "bob", Body: mention(t)}); err != nil {
		t.Fatal(err)
	}
	if got := inbox("ada", liveblocks.GetInboxNotificationsParams{Filter: liveblocks.Filter{liveblocks.WhereUnread(true)}}); got != "thread $fileUploaded" {
		t.Errorf("ada has not read %q", got)
	}
	if n, err := client.GetInboxNotification(ctx, "ada", about.ID); err != nil || n.ID != about.ID {
		t.Errorf("GetInboxNotification: %+v, %v", n, err)
	}
	if _, err := client.GetInboxNotification(ctx, "bob", about.ID); !errors.Is(err, liveblocks.ErrNotFound) {
		t.Errorf("ada's notification for bob: %v", err)
	}
	if err := client.DeleteInboxNotification(ctx, "ada", about.ID); err != nil {
		t.Error(err)
	}
	if err := client.DeleteAllInboxNotifications(ctx, "ada", liveblocks.DeleteAllInboxNotificationsParams{OrganizationID: "other"}); err != nil {
		t.Error(err)
	}
	if got := inbox("ada", liveblocks.GetInboxNotificationsParams{}); got != "$fileUploaded" {
		t.Errorf("ada's inbox has %q", got)
	}
	if err := client.DeleteAllInboxNotifications(ctx, "ada", liveblocks.DeleteAllInboxNotificationsParams{}); err != nil {
		t.Error(err)
	}
	if err := client.DeleteThread(ctx, "room", thread.ID); err != nil {
		t.Error(err)
	}
	if got := inbox("ada", liveblocks.GetInboxNotificationsParams{}) + inbox("cid", liveblocks.GetInboxNotificationsParams{}); got != "" {
		t.Errorf("left in the inboxes: %q", got)
	}

	trigger.RoomID = "nope"
	if err := client.TriggerInboxNotification(ctx, trigger); !errors.Is(err, liveblocks.ErrNotFound) {
		t.Errorf("a notification of no room: %v", err)
	}
}

func TestRenamedRoom(t *testing.T) {
	_, client := newServer(t)
	ctx := t.Context()
	newRoom(t, client, "room", "")
	newRoom(t, client, "taken", "")
	thread := newThread(t, client, "room", nil, "First")
	if _, err := client.CreateComment(ctx, "room", thread.ID, liveblocks.CreateCommentParams{UserID: "bob", Body: mention(t)}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.UpdateRoomID(ctx, "room", "taken"); !errors.Is(err, liveblocks.ErrConflict) {
		t.Errorf("UpdateRoomID to an ID that is taken: %v", err)
	}
	if _, err := client.UpdateRoomID(ctx, "room", "renamed"); err != nil {
		t.Fatal(err)
	}
	got, err := client.GetThread(ctx, "renamed", thread.ID)
	if err != nil || got.RoomID != "renamed" || got.Comments[0].RoomID != "renamed" {
		t.Errorf("the thread is %+v, %v", got, err)
	}
	page, err := client.GetInboxNotifications(ctx, "ada", liveblocks.GetInboxNotificationsParams{})
	if err != nil || len(page.Data) != 1 || page.Data[0].RoomID != "renamed" {
		t.Errorf("the notifications are %+v, %v", page, err)
	}
}
