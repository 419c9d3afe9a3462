package liveblocks_test

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/liveblocks-go/liveblocks"
)

func TestFeedTimes(t *testing.T) {
	at := time.UnixMilli(1720881170697)
	for body, want := range map[string]time.Time{
		`1720881170697`:                at,
		`1720881170697.5`:              at,
		`1.720881170697e12`:            at,
		`"2024-07-13T14:32:50.697Z"`:   at,
		`"2024-07-13T16:32:50.697+02"`: {}, // refused
		`0`:                            time.UnixMilli(0),
		`-1`:                           time.UnixMilli(-1),
		`null`:                         {},
	} {
		var feed liveblocks.Feed
		err := json.Unmarshal([]byte(`{"feedId":"f","createdAt":`+body+`}`), &feed)
		if strings.Contains(body, "+02\"") != (err != nil) || !feed.CreatedAt.Equal(want) {
			t.Errorf("%s: got %v, error %v, want %v", body, feed.CreatedAt, err, want)
		}
	}
	for _, body := range []string{`9e15`, `1e999`, `true`, `{}`, `"soon"`} {
		var message liveblocks.FeedMessage
		if err := json.Unmarshal([]byte(`{"updatedAt":`+body+`}`), &message); err == nil {
			t.Errorf("%s: got %v, want an error", body, message.UpdatedAt)
		}
	}
}

func TestFeedsRoundTrip(t *testing.T) {
	feed := liveblocks.Feed{
		FeedID: "f", Metadata: json.RawMessage(`{"a":["b"]}`),
		CreatedAt: time.UnixMilli(1720881170697).UTC(), UpdatedAt: time.UnixMilli(1).UTC(),
	}
	message := liveblocks.FeedMessage{ID: "m", Data: json.RawMessage(`{"a":1}`), CreatedAt: feed.CreatedAt, UpdatedAt: feed.UpdatedAt}
	var (
		gotFeed    liveblocks.Feed
		gotMessage liveblocks.FeedMessage
	)
	recode(t, feed, &gotFeed)
	recode(t, message, &gotMessage)
	if diff := cmp.Diff(feed, gotFeed) + cmp.Diff(message, gotMessage); diff != "" {
		t.Error(diff)
	}
}

// recode encodes from and decodes that into to.
func recode(t *testing.T, from, to any) {
	t.Helper()
	data, err := json.Marshal(from)
	if err == nil {
		err = json.Unmarshal(data, to)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestFeedDecoding(t *testing.T) {
	type note struct{ Title string }
	feed := liveblocks.Feed{Metadata: json.RawMessage(`{"title":"a"}`)}
	message := liveblocks.FeedMessage{Data: json.RawMessage(`{"title":"b"}`)}
	var a, b note
	if err := errors.Join(feed.DecodeMetadata(&a), message.DecodeData(&b)); err != nil || a.Title != "a" || b.Title != "b" {
		t.Errorf("got %v, %v, error %v", a, b, err)
	}
	var list []string
	if err := message.DecodeData(&list); err == nil || !strings.HasPrefix(err.Error(), "liveblocks: decoding the data into a *[]string") {
		t.Errorf("got error %v", err)
	}
	if err := new(liveblocks.Feed).DecodeMetadata(&a); err != nil || a.Title != "a" {
		t.Errorf("absent metadata: got %v, error %v", a, err)
	}
}

func TestFeedArgumentsAreRefused(t *testing.T) {
	ctx := t.Context()
	for name, call := range map[string]func(*liveblocks.Client) error{
		"the limit is -1": func(c *liveblocks.Client) error {
			_, err := c.GetFeeds(ctx, "room", liveblocks.GetFeedsParams{Limit: -1})
			return err
		},
		"the feed ID is empty": func(c *liveblocks.Client) error {
			_, err := c.CreateFeed(ctx, "room", "", liveblocks.CreateFeedParams{})
			return err
		},
		"the feed ID is \"..\"": func(c *liveblocks.Client) error { return c.DeleteFeed(ctx, "room", "..") },
		"not a JSON object": func(c *liveblocks.Client) error {
			_, err := c.CreateFeed(ctx, "room", "feed", liveblocks.CreateFeedParams{Metadata: []string{"a"}})
			return err
		},
		"the metadata under \"a\" is a float64": func(c *liveblocks.Client) error {
			_, err := c.UpdateFeed(ctx, "room", "feed", liveblocks.UpdateFeedParams{Metadata: map[string]liveblocks.Change[any]{"a": liveblocks.Set[any](math.NaN())}})
			return err
		},
		"the metadata under \"a\" is not valid UTF-8": func(c *liveblocks.Client) error {
			_, err := c.UpdateFeed(ctx, "room", "feed", liveblocks.UpdateFeedParams{Metadata: map[string]liveblocks.Change[any]{"a": liveblocks.Set[any]([]string{"\xff"})}})
			return err
		},
		"the message ID is \"..\"": func(c *liveblocks.Client) error {
			_, err := c.CreateFeedMessage(ctx, "room", "feed", liveblocks.CreateFeedMessageParams{ID: "..", Data: "x"})
			return err
		},
		"+Inf": func(c *liveblocks.Client) error {
			_, err := c.CreateFeedMessage(ctx, "room", "feed", liveblocks.CreateFeedMessageParams{Data: math.Inf(1)})
			return err
		},
		"data of the feed message is nil": func(c *liveblocks.Client) error {
			_, err := c.CreateFeedMessage(ctx, "room", "feed", liveblocks.CreateFeedMessageParams{})
			_, err2 := c.UpdateFeedMessage(ctx, "room", "feed", "message", liveblocks.UpdateFeedMessageParams{})
			return errors.Join(err, err2)
		},
	} {
		s, c := newCanned(t, answer(http.StatusOK, "{}"))
		if err := call(c); !errors.Is(err, liveblocks.ErrInvalidArgument) || !strings.Contains(err.Error(), name) {
			t.Errorf("want ErrInvalidArgument with %q, got %v", name, err)
		}
		wantRequests(t, s, 0)
	}
}

func TestFeedQuery(t *testing.T) {
	s, c := newCanned(t, answer(http.StatusOK, `{"data":[]}`))
	params := liveblocks.GetFeedsParams{Limit: 5, Cursor: "a&b", Since: time.UnixMilli(1720881170697)}
	if _, err := c.GetFeeds(t.Context(), "room", params); err != nil {
		t.Fatal(err)
	}
	if _, err := c.GetFeedMessages(t.Context(), "room", "feed", liveblocks.GetFeedMessagesParams(params)); err != nil {
		t.Fatal(err)
	}
	for _, req := range s.requests {
		if got := req.URL.RawQuery; got != "cursor=a%26b&limit=5&since=1720881170697" {
			t.Errorf("query %s", got)
		}
	}
}

func TestFeedMetadataChanges(t *testing.T) {
	for want, metadata := range map[string]map[string]liveblocks.Change[any]{
		`{"metadata":{"a":"x","b":null,"c":["y"]}}`: {
			"a": liveblocks.Set[any]("x"), "b": liveblocks.Clear[any](), "c": liveblocks.Set[any]([]string{"y"}), "d": {},
		},
		`{"metadata":{}}`: nil,
	} {
		got := sentBody(t, "{}", func(c *liveblocks.Client) error {
			_, err := c.UpdateFeed(t.Context(), "room", "feed", liveblocks.UpdateFeedParams{Metadata: metadata})
			return err
		})
		if got != want {
			t.Errorf("sent %s, want %s", got, want)
		}
	}
}

func TestCreateFeedMeetsItsOwnFirstTry(t *testing.T) {
	const now = "Sat, 13 Jul 2024 14:32:50 GMT" // 1720881170 s
	conflict := answer(http.StatusConflict, `{"error":"RESOURCE_ALREADY_EXISTS"}`, "Date", now)
	params := liveblocks.CreateFeedParams{Metadata: map[string]any{"a": "x", "tags": []string{"b"}}}
	long := params
	long.CreatedAt = time.UnixMilli(1000)
	tests := map[string]struct {
		params liveblocks.CreateFeedParams
		found  string
		want   bool
	}{
		"its own":         {params, `{"feedId":"feed","metadata":{"tags":["b"],"a":"x"},"createdAt":1720881170000}`, true},
		"older":           {params, `{"feedId":"feed","metadata":{"tags":["b"],"a":"x"},"createdAt":1720881100000}`, false},
		"other metadata":  {params, `{"feedId":"feed","metadata":{"tags":["b"],"a":"y"},"createdAt":1720881170000}`, false},
		"a time of ours":  {long, `{"feedId":"feed","metadata":{"tags":["b"],"a":"x"},"createdAt":1000}`, true},
		"another time":    {long, `{"feedId":"feed","metadata":{"tags":["b"],"a":"x"},"createdAt":1001}`, false},
		"bare":            {liveblocks.CreateFeedParams{}, `{"feedId":"feed","metadata":{},"createdAt":1720881170000}`, true},
		"metadata absent": {liveblocks.CreateFeedParams{}, `{"feedId":"feed","createdAt":1720881170000}`, true},
		"odd metadata":    {params, `{"feedId":"feed","metadata":[],"createdAt":1720881170000}`, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, c := newCanned(t, connectionLost, conflict, answer(http.StatusOK, test.found))
				feed, err := c.CreateFeed(t.Context(), "room", "feed", test.params)
				if test.want && (err != nil || feed.FeedID != "feed") || !test.want && !errors.Is(err, liveblocks.ErrConflict) {
					t.Errorf("got %v, error %v", feed, err)
				}
			})
		})
	}
	_, c := newCanned(t, conflict)
	if _, err := c.CreateFeed(t.Context(), "room", "feed", params); !errors.Is(err, liveblocks.ErrConflict) {
		t.Errorf("at the first try: got error %v, want ErrConflict", err)
	}
}

func TestIterFeedMessages(t *testing.T) {
	_, c := newCanned(t,
		answer(http.StatusOK, `{"data":[{"id":"a"},{"id":"b"}],"nextCursor":"2"}`),
		answer(http.StatusOK, `{"data":[{"id":"c"}],"nextCursor":null}`))
	var ids []string
	for message, err := range c.IterFeedMessages(t.Context(), "room", "feed", liveblocks.GetFeedMessagesParams{}) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, message.ID)
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, ids); diff != "" {
		t.Error(diff)
	}
}
