package liveblocks_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/comment"
)

func TestInboxNotificationKinds(t *testing.T) {
	const common = `"roomId":"room","notifiedAt":"2024-08-04T21:07:09.38Z"`
	for name, test := range map[string]struct {
		text   string
		detail liveblocks.NotificationDetail
	}{
		"thread": {
			`{"id":"in","kind":"thread",` + common + `,"readAt":"2024-08-05T00:00:00Z","threadId":"th"}`,
			liveblocks.ThreadNotification{ThreadID: "th"},
		},
		"text mention": {
			`{"id":"in","kind":"textMention",` + common + `,"createdBy":"bob","mentionId":"in_m","mention":{"kind":"group","id":"team","userIds":["ada"]}}`,
			liveblocks.TextMentionNotification{
				CreatedBy: "bob", MentionID: "in_m",
				Mention: liveblocks.NotificationMention{Kind: comment.GroupMention, ID: "team", UserIDs: []string{"ada"}},
			},
		},
		"custom": {
			`{"id":"in","kind":"$alert",` + common + `,"subjectId":"s","activities":[{"id":"ac","createdAt":"2024-08-04T21:07:09.38Z","data":{"n":9007199254740993}}]}`,
			liveblocks.CustomNotification{SubjectID: "s", Activities: []liveblocks.NotificationActivity{{
				ID: "ac", CreatedAt: time.Date(2024, 8, 4, 21, 7, 9, 380e6, time.UTC), Data: json.RawMessage(`{"n":9007199254740993}`),
			}}},
		},
		"unknown": {
			`{"id":"in","kind":"later",` + common + `,"more":[1,{"a":null}]}`,
			liveblocks.UnknownNotification{Raw: json.RawMessage(`{"id":"in","kind":"later",` + common + `,"more":[1,{"a":null}]}`)},
		},
		"no kind": {
			`{"id":"in",` + common + `}`,
			liveblocks.UnknownNotification{Raw: json.RawMessage(`{"id":"in",` + common + `}`)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			input := []byte(test.text)
			var got liveblocks.InboxNotification
			if err := json.Unmarshal(input, &got); err != nil {
				t.Fatal(err)
			}
			clear(input) // nothing may refer to the input, which is not ours
			if diff := cmp.Diff(test.detail, got.Detail); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if got.ID != "in" || got.RoomID != "room" || got.NotifiedAt.UnixMilli() != 1722805629380 {
				t.Errorf("got %+v", got)
			}
			written, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			if diff := diffJSON(t, test.text, string(written)); diff != "" {
				t.Errorf("written (-want +got)\n%s", diff)
			}
		})
	}
	for _, text := range []string{`[]`, `{"kind":"thread","threadId":1}`, `{"kind":"$a","activities":{}}`} {
		if err := json.Unmarshal([]byte(text), new(liveblocks.InboxNotification)); err == nil {
			t.Errorf("%s passes for a notification", text)
		}
	}
}

func TestActivityData(t *testing.T) {
	activity := liveblocks.NotificationActivity{Data: json.RawMessage(`{"file":"a.zip"}`)}
	var own struct {
		File string `json:"file"`
	}
	if err := activity.DecodeData(&own); err != nil || own.File != "a.zip" {
		t.Errorf("decoded %+v, %v", own, err)
	}
	if err := activity.DecodeData(new(int)); err == nil || !strings.Contains(err.Error(), "activity data") {
		t.Errorf("got error %v", err)
	}
}

func TestTriggerInboxNotificationRefused(t *testing.T) {
	for name, test := range map[string]struct {
		change  func(*liveblocks.TriggerInboxNotificationParams)
		message string
	}{
		"no user":       {func(p *liveblocks.TriggerInboxNotificationParams) { p.UserID = "" }, "user ID is empty"},
		"no kind":       {func(p *liveblocks.TriggerInboxNotificationParams) { p.Kind = "" }, `start with "$"`},
		"kind of ours":  {func(p *liveblocks.TriggerInboxNotificationParams) { p.Kind = liveblocks.NotificationKindThread }, `is "thread"`},
		"only a dollar": {func(p *liveblocks.TriggerInboxNotificationParams) { p.Kind = "$" }, `is "$"`},
		"no subject":    {func(p *liveblocks.TriggerInboxNotificationParams) { p.SubjectID = "" }, "SubjectID"},
		"no UTF-8":      {func(p *liveblocks.TriggerInboxNotificationParams) { p.RoomID = "\xff" }, "the room ID \"\\xff\" is not valid UTF-8"},
		"data a list":   {func(p *liveblocks.TriggerInboxNotificationParams) { p.ActivityData = []int{1} }, "not a JSON object"},
		"data a func":   {func(p *liveblocks.TriggerInboxNotificationParams) { p.ActivityData = func() {} }, "can't be encoded"},
	} {
		t.Run(name, func(t *testing.T) {
			s, c := newCanned(t, answer(200, ""))
			params := liveblocks.TriggerInboxNotificationParams{UserID: "ada", Kind: "$alert", SubjectID: "s"}
			test.change(&params)
			err := c.TriggerInboxNotification(t.Context(), params)
			if !errors.Is(err, liveblocks.ErrInvalidArgument) || !strings.Contains(err.Error(), test.message) {
				t.Errorf("got error %v, want ErrInvalidArgument with %q", err, test.message)
			}
			wantRequests(t, s, 0)
		})
	}
}

func TestInboxRefused(t *testing.T) {
	s, c := newCanned(t, answer(200, "{}"))
	ctx := t.Context()
	for _, params := range []liveblocks.GetInboxNotificationsParams{
		{Limit: 51},
		{Limit: -1},
		{Filter: liveblocks.Filter{liveblocks.WhereMetadata("a").Is("b")}},
	} {
		if _, err := c.GetInboxNotifications(ctx, "ada", params); !errors.Is(err, liveblocks.ErrInvalidArgument) {
			t.Errorf("%+v: got error %v, want ErrInvalidArgument", params, err)
		}
	}
	if _, err := c.GetUserRoomSubscriptionSettings(ctx, "ada", liveblocks.GetUserRoomSubscriptionSettingsParams{Limit: 51}); !errors.Is(err, liveblocks.ErrInvalidArgument) {
		t.Errorf("got error %v, want ErrInvalidArgument", err)
	}
	for _, changes := range []liveblocks.NotificationSettings{
		{"": {liveblocks.NotificationKindThread: true}},
		{liveblocks.NotificationChannelEmail: {"": true}},
	} {
		if _, err := c.UpdateNotificationSettings(ctx, "ada", changes); !errors.Is(err, liveblocks.ErrInvalidArgument) {
			t.Errorf("%v: got error %v, want ErrInvalidArgument", changes, err)
		}
	}
	wantRequests(t, s, 0)
}

func TestNotificationSettings(t *testing.T) {
	const text = `{"email":{"thread":true,"$a":true},"slack":{"thread":true,"$a":false},"teams":{},"webPush":null,` +
		`"pigeon":{"thread":true,"later":{"a":1}},"unknownField":[1],"muted":true}`
	_, c := newCanned(t, answer(200, text))
	got, err := c.GetNotificationSettings(t.Context(), "ada")
	if err != nil {
		t.Fatal(err)
	}
	want := liveblocks.NotificationSettings{
		"email":  {"thread": true, "$a": true},
		"slack":  {"thread": true, "$a": false},
		"teams":  {},
		"pigeon": {"thread": true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	// As isNotificationChannelEnabled of @liveblocks/node has it.
	for channel, want := range map[liveblocks.NotificationChannel]bool{
		liveblocks.NotificationChannelEmail: true, liveblocks.NotificationChannelSlack: false,
		liveblocks.NotificationChannelTeams: true, liveblocks.NotificationChannelWebPush: false,
	} {
		if got[channel].Enabled() != want {
			t.Errorf("%s is enabled: %t, want %t", channel, !want, want)
		}
	}
}

func TestNotificationKind(t *testing.T) {
	for kind, want := range map[liveblocks.NotificationKind]bool{"$alert": true, "thread": false, "later": false, "": false} {
		if kind.IsCustom() != want {
			t.Errorf("%q is custom: %t, want %t", kind, !want, want)
		}
	}
}

// FuzzInboxNotification checks that what can be read is written as it was.
func FuzzInboxNotification(f *testing.F) {
	for _, seed := range []string{
		`{"id":"in","kind":"thread","threadId":"th","readAt":null}`,
		`{"id":"in","kind":"textMention","mention":{"kind":"user","id":"ada"}}`,
		`{"kind":"$a","activities":[{"data":{"n":1e400}}]}`,
		`{"kind":"later","more":[1]}`,
		`{"KIND":"$","activities":null}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var first, second liveblocks.InboxNotification
		if json.Unmarshal([]byte(text), &first) != nil {
			t.Skip("not a notification")
		}
		written, err := json.Marshal(first)
		if err != nil {
			t.Skip("a year that can't be written:", err)
		}
		if err := json.Unmarshal(written, &second); err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		rewritten, err := json.Marshal(second)
		if err != nil || string(written) != string(rewritten) {
			t.Errorf("%s becomes %s, %v", written, rewritten, err)
		}
	})
}
