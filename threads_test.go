package liveblocks_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/liveblocks-go/liveblocks"
)

// TestIterators ranges over three pages, twice, and checks which were asked for.
func TestIterators(t *testing.T) {
	for name, test := range map[string]struct {
		list  func(context.Context, *liveblocks.Client) iter.Seq2[string, error]
		item  string // %d is the item's number
		query string // of the first request
	}{
		"IterThreads": {
			func(ctx context.Context, c *liveblocks.Client) iter.Seq2[string, error] {
				seq := c.IterThreads(ctx, "room", liveblocks.GetThreadsParams{Query: "resolved:true"})
				return each(seq, func(th liveblocks.Thread) string { return th.ID })
			},
			`{"id":"%d"}`, "query=resolved%3Atrue",
		},
		"IterThreadSubscriptions": {
			func(ctx context.Context, c *liveblocks.Client) iter.Seq2[string, error] {
				seq := c.IterThreadSubscriptions(ctx, "room", "th", liveblocks.GetThreadSubscriptionsParams{})
				return each(seq, func(s liveblocks.UserSubscription) string { return s.UserID })
			},
			`{"userId":"%d"}`, "",
		},
		"IterInboxNotifications": {
			func(ctx context.Context, c *liveblocks.Client) iter.Seq2[string, error] {
				seq := c.IterInboxNotifications(ctx, "ada", liveblocks.GetInboxNotificationsParams{OrganizationID: "acme"})
				return each(seq, func(n liveblocks.InboxNotification) string { return n.ID })
			},
			`{"id":"%d"}`, "limit=50&organizationId=acme",
		},
		"IterUserRoomSubscriptionSettings": {
			func(ctx context.Context, c *liveblocks.Client) iter.Seq2[string, error] {
				seq := c.IterUserRoomSubscriptionSettings(ctx, "ada", liveblocks.GetUserRoomSubscriptionSettingsParams{Limit: 2})
				return each(seq, func(s liveblocks.UserRoomSubscriptionSettings) string { return s.RoomID })
			},
			`{"roomId":"%d"}`, "limit=2",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, c := newCanned(t, func(r *http.Request) (*http.Response, error) {
				item := func(n int) string { return fmt.Sprintf(test.item, n) }
				switch r.URL.Query().Get("startingAfter") {
				case "":
					return answer(200, `{"data":[`+item(1)+`,`+item(2)+`],"nextCursor":"b"}`)(r)
				case "b":
					return answer(200, `{"data":[],"nextCursor":"c"}`)(r)
				}
				return answer(200, `{"data":[`+item(3)+`],"nextCursor":null}`)(r)
			})
			seq := test.list(t.Context(), c)
			for range 2 {
				var got []string
				for item, err := range seq {
					if err != nil {
						t.Fatal(err)
					}
					got = append(got, item)
				}
				if diff := cmp.Diff([]string{"1", "2", "3"}, got); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			}
			var queries []string
			for _, r := range s.requests {
				queries = append(queries, r.URL.RawQuery)
			}
			second := strings.TrimPrefix(test.query+"&startingAfter=b", "&")
			third := strings.TrimPrefix(test.query+"&startingAfter=c", "&")
			want := []string{test.query, second, third, test.query, second, third}
			if diff := cmp.Diff(want, queries); diff != "" {
				t.Errorf("queries (-want +got)\n%s", diff)
			}
		})
	}
}

func each[T any](seq iter.Seq2[T, error], name func(T) string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for item, err := range seq {
			if !yield(name(item), err) {
				return
			}
		}
	}
}

func TestThreadsRefused(t *testing.T) {
	s, c := newCanned(t, answer(200, "{}"))
	ctx := t.Context()
	long := strings.Repeat("u", 129)
	errs := map[string]error{}
	_, errs["resolve without user"] = c.MarkThreadAsResolved(ctx, "room", "th", "")
	_, errs["unresolve without user"] = c.MarkThreadAsUnresolved(ctx, "room", "th", long)
	_, errs["subscribe without user"] = c.SubscribeToThread(ctx, "room", "th", "")
	errs["unsubscribe without user"] = c.UnsubscribeFromThread(ctx, "room", "th", long)
	_, errs["edit without user"] = c.EditThreadMetadata(ctx, "room", "th", liveblocks.EditThreadMetadataParams{})
	_, errs["filter by room"] = c.GetThreads(ctx, "room", liveblocks.GetThreadsParams{
		Filter: liveblocks.Filter{liveblocks.WhereRoomIDStartsWith("a")},
	})
	_, errs["query and filter"] = c.GetThreads(ctx, "room", liveblocks.GetThreadsParams{
		Query: "resolved:true", Filter: liveblocks.Filter{liveblocks.WhereResolved(true)},
	})
	for name, err := range errs {
		if !errors.Is(err, liveblocks.ErrInvalidArgument) {
			t.Errorf("%s: got error %v, want ErrInvalidArgument", name, err)
		}
	}
	wantRequests(t, s, 0)
}

func TestThreadFilter(t *testing.T) {
	query, err := liveblocks.Filter{
		liveblocks.WhereResolved(false),
		liveblocks.WhereVisibility(liveblocks.ThreadVisibilityPrivate),
		liveblocks.WhereMetadata("page").AtLeast(3),
	}.Query()
	const want = "resolved:false visibility:'private' metadata['page']>=3"
	if err != nil || query != want {
		t.Errorf("got %q, %v, want %q", query, err, want)
	}
}

func TestThreadInboxNotifications(t *testing.T) {
	s, c := newCanned(t, answer(200, `{"data":[{"id":"in_1","kind":"thread","threadId":"th","roomId":"room",`+
		`"userId":"ada","notifiedAt":"2024-08-04T21:07:09.380Z","readAt":null,"organizationId":"acme","later":1}]}`))
	page, err := c.GetThreadInboxNotifications(t.Context(), "room", "th")
	if err != nil {
		t.Fatal(err)
	}
	n := page.Data[0]
	if n.UserID != "ada" || !n.ReadAt.IsZero() || n.OrganizationID != "acme" || n.Detail != (liveblocks.ThreadNotification{ThreadID: "th"}) {
		t.Errorf("got %+v", n)
	}
	if got := s.requests[0].URL.Path; got != "/v2/rooms/room/threads/th/inbox-notifications" {
		t.Errorf("path %s", got)
	}
}

func TestUnknownVisibilityIsKept(t *testing.T) {
	_, c := newCanned(t, answer(200, `{"id":"th","visibility":"team"}`))
	thread, err := c.GetThread(t.Context(), "room", "th")
	if err != nil || thread.Visibility != "team" {
		t.Errorf("got %+v, %v", thread, err)
	}
}
