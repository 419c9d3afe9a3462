package liveblocks

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/liveblocks-go/liveblocks/internal/transport"
)

func TestErrorText(t *testing.T) {
	for _, test := range []struct {
		err  Error
		want string
	}{
		{
			Error{Status: 404, Code: "ROOM_NOT_FOUND", Message: "Room not found", Suggestion: "Check the room ID", Method: "GET", Route: "/v2/rooms/{roomId}", Attempts: 1},
			"liveblocks: GET /v2/rooms/{roomId}: 404 Not Found (ROOM_NOT_FOUND): Room not found (Check the room ID)",
		},
		{
			Error{Status: 503, Method: "PUT", Route: "/v2/x", Attempts: 5, MaybeApplied: true, cause: io.ErrUnexpectedEOF},
			"liveblocks: PUT /v2/x: 503 Service Unavailable: unexpected EOF [5 attempts] [may have been applied]",
		},
		{
			Error{Method: "GET", Route: "/v2/x", Attempts: 2, cause: context.DeadlineExceeded},
			"liveblocks: GET /v2/x: no answer: context deadline exceeded [2 attempts]",
		},
		{
			Error{Status: 599, Method: "GET", Route: "/v2/x", Attempts: 1},
			"liveblocks: GET /v2/x: 599 unknown status",
		},
	} {
		if diff := cmp.Diff(test.want, test.err.Error()); diff != "" {
			t.Errorf("text (-want +got):\n%s", diff)
		}
	}
}

func TestErrorIs(t *testing.T) {
	sentinels := map[string]error{
		"bad request": ErrBadRequest, "unauthorized": ErrUnauthorized, "forbidden": ErrForbidden, "not found": ErrNotFound,
		"conflict": ErrConflict, "unprocessable": ErrUnprocessable, "rate limited": ErrRateLimited,
		"not implemented": ErrNotImplemented, "unavailable": ErrUnavailable,
	}
	for status, want := range map[int]string{
		400: "bad request", 401: "unauthorized", 403: "forbidden", 404: "not found", 409: "conflict", 422: "unprocessable",
		429: "rate limited", 500: "unavailable", 501: "not implemented", 502: "unavailable", 0: "unavailable", 418: "", 302: "", 200: "",
	} {
		err := error(&Error{Status: status, cause: io.EOF})
		for name, sentinel := range sentinels {
			if got := errors.Is(err, sentinel); got != (name == want) {
				t.Errorf("status %d: Is %s is %v", status, name, got)
			}
		}
		if !errors.Is(err, io.EOF) {
			t.Errorf("status %d: the cause is lost", status)
		}
	}
}

func TestParseErrorBody(t *testing.T) {
	for _, test := range []struct {
		body string
		want errorBody
	}{
		{
			`{"error":"ROOM_NOT_FOUND","message":"m","suggestion":"s","docs":"d","more":1}`,
			errorBody{"ROOM_NOT_FOUND", "m", "s", "d"},
		},
		{`{"error":"E","doc":"d"}`, errorBody{code: "E", docs: "d"}},
		{`{"error":"Forbidden","reason":"r"}`, errorBody{code: "Forbidden", message: "r"}},
		{`{"error":"Something went wrong"}`, errorBody{message: "Something went wrong"}},
		{`{"error":{"code":1},"message":["a"],"suggestion":null}`, errorBody{}},
		{`<html>502</html>`, errorBody{}},
		{`"text"`, errorBody{}},
		{`null`, errorBody{}},
		{``, errorBody{}},
		{`{"error":"E"`, errorBody{}},
		{`{"message":"` + strings.Repeat("é", 600) + `"}`, errorBody{message: strings.Repeat("é", 500) + "…"}},
	} {
		if diff := cmp.Diff(test.want, parseErrorBody([]byte(test.body)), cmp.AllowUnexported(errorBody{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.body, diff)
		}
	}
}

// FuzzErrorBody: whatever a server answers becomes an error of bounded size
// without the secret in it.
func FuzzErrorBody(f *testing.F) {
	for _, body := range []string{`{"error":"A","message":"B"}`, `{"message":"Bearer sk_secret"}`, `{"error":"sk_secret a"}`, `[`, `{"error":"\ud800"}`} {
		f.Add(404, []byte(body))
	}
	client, err := New("sk_secret")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		e := client.newError(request{method: "GET", route: "/v2/rooms"}, transport.Result{
			Response: &transport.Response{Status: status, Header: http.Header{"Location": {string(body)}}, Body: body},
		})
		encoded, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var log strings.Builder
		slog.New(slog.NewJSONHandler(&log, nil)).Error("failed", "error", e)
		for _, text := range []string{e.Error(), string(encoded), log.String()} {
			if strings.Contains(text, "sk_secret") {
				t.Errorf("the secret is in %q", text)
			}
			if len(text) > 64<<10 {
				t.Errorf("%d bytes", len(text))
			}
		}
		if !utf8.ValidString(e.Message) {
			t.Errorf("message %q is not UTF-8", e.Message)
		}
	})
}

// FuzzRoomPattern compares the check with the documented rule, put in another
// way: at most 128 characters as JavaScript counts them, then at most one
// asterisk; or nothing but an asterisk.
func FuzzRoomPattern(f *testing.F) {
	for _, pattern := range []string{"", "*", "**", "a", "a*", "*a", "a*b", strings.Repeat("房", 128) + "*", strings.Repeat("😀", 65), "a\xff", "\n"} {
		f.Add(pattern)
	}
	f.Fuzz(func(t *testing.T, pattern string) {
		units := 0
		for _, r := range pattern {
			units++
			if r > 0xFFFF {
				units++
			}
		}
		last := strings.LastIndex(pattern, "*")
		asterisks := strings.Count(pattern, "*")
		want := utf8.ValidString(pattern) && units > 0 && units-asterisks <= 128 &&
			(asterisks == 0 || asterisks == 1 && last == len(pattern)-1)
		if err := checkRoomPattern(pattern); (err == nil) != want {
			t.Errorf("%q: got %v, want valid: %v", pattern, err, want)
		}
	})
}

func TestFillRoute(t *testing.T) {
	for _, test := range []struct {
		ids        []string
		want, fail string
	}{
		{ids: []string{"r", "t"}, want: "/v2/rooms/r/threads/t/x"},
		{ids: []string{"a/b?c#d e%2e", "房"}, want: "/v2/rooms/a%2Fb%3Fc%23d%20e%252e/threads/%E6%88%BF/x"},
		{ids: []string{"../up", "%2e%2e"}, want: "/v2/rooms/..%2Fup/threads/%252e%252e/x"},
		{ids: []string{"...", "a.b"}, want: "/v2/rooms/.../threads/a.b/x"},
		{ids: []string{"{threadId}", "t"}, want: "/v2/rooms/%7BthreadId%7D/threads/t/x"},
		{ids: []string{"", "t"}, fail: "the room ID is empty"},
		{ids: []string{"r", ""}, fail: "the thread ID is empty"},
		{ids: []string{"r", ".."}, fail: `the thread ID is "..", which would address another resource`},
		{ids: []string{".", "t"}, fail: `the room ID is "."`},
	} {
		got, err := fillRoute("/v2/rooms/{roomId}/threads/{threadId}/x", test.ids)
		switch {
		case test.fail == "" && (err != nil || got != test.want):
			t.Errorf("%q: got %q, %v, want %q", test.ids, got, err, test.want)
		case test.fail != "" && (!errors.Is(err, ErrInvalidArgument) || !strings.Contains(err.Error(), test.fail)):
			t.Errorf("%q: got %v, want an ErrInvalidArgument that says %q", test.ids, err, test.fail)
		}
	}
}
