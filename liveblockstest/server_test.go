package liveblockstest_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/liveblockstest"
)

func newServer(t *testing.T, opts ...liveblocks.Option) (*liveblockstest.Server, *liveblocks.Client) {
	t.Helper()
	server := liveblockstest.NewServer()
	t.Cleanup(server.Close)
	opts = append([]liveblocks.Option{
		liveblocks.WithBaseURL(server.URL),
		liveblocks.WithHTTPClient(&http.Client{Transport: transport(t)}),
		liveblocks.WithRetryWait(time.Millisecond, 2*time.Millisecond),
	}, opts...)
	client, err := liveblocks.New(liveblockstest.SecretKey, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return server, client
}

// transport is one of the test's own, so that no connection outlives it.
func transport(t *testing.T) *http.Transport {
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return transport
}

// do sends a request as no client would, and returns the answer.
func do(t *testing.T, method, url, secret, body string) (status int, answer string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if secret != "" {
		r.Header.Set("Authorization", "Bearer "+secret)
	}
	client := http.Client{Transport: transport(t)}
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(data)
}

func TestTokens(t *testing.T) {
	_, client := newServer(t)
	info := map[string]any{"name": "Ada <Lo&ve>"}

	resp, err := client.PrepareSession("ada", info, liveblocks.WithOrganizationID("acme")).
		Allow("team:*", liveblocks.ReadAccess).
		Allow("room", liveblocks.FullAccess, liveblocks.CommentsNone).
		Authorize(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	token, err := liveblockstest.ParseToken(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if life := token.ExpiresAt.Sub(token.IssuedAt); life != time.Hour || time.Since(token.IssuedAt) > time.Minute {
		t.Errorf("issued at %v for %v", token.IssuedAt, life)
	}
	token.IssuedAt, token.ExpiresAt = time.Time{}, time.Time{}
	want := &liveblockstest.Token{
		UserID: "ada", UserInfo: json.RawMessage(`{"name":"Ada <Lo&ve>"}`), OrganizationID: "acme",
		Permissions: map[string][]string{"team:*": {"*:read"}, "room": {"*:write", "comments:none"}},
	}
	if diff := cmp.Diff(want, token); diff != "" {
		t.Errorf("token (-want +got):\n%s", diff)
	}
	for room, want := range map[string]bool{"room": true, "team:1": true, "team": false, "room2": false} {
		if token.CoversRoom(room) != want {
			t.Errorf("CoversRoom(%q) = %v", room, !want)
		}
	}

	again, err := client.IdentifyUser(t.Context(), liveblocks.Identity{UserID: "ada", GroupIDs: []string{"eng"}, OrganizationID: "acme"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token, err = liveblockstest.ParseToken(again.Body); err != nil {
		t.Fatal(err)
	}
	token.IssuedAt, token.ExpiresAt = time.Time{}, time.Time{}
	want = &liveblockstest.Token{IsID: true, UserID: "ada", GroupIDs: []string{"eng"}, OrganizationID: "acme"}
	if diff := cmp.Diff(want, token); diff != "" {
		t.Errorf("token (-want +got):\n%s", diff)
	}
	if !token.CoversRoom("any") {
		t.Error("an ID token covers no room")
	}
}

func TestRequests(t *testing.T) {
	server, client := newServer(t, liveblocks.WithAppInfo("notes", "2"))
	if _, err := client.CreateRoom(t.Context(), "a/b", liveblocks.CreateRoomParams{}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.GetRoom(t.Context(), "nope"); !errors.Is(err, liveblocks.ErrNotFound) {
		t.Fatal(err)
	}
	if _, err := client.GetRoom(t.Context(), "a/b"); err != nil {
		t.Fatal(err)
	}
	if got := len(server.Requests()); got != 3 {
		t.Errorf("%d requests are recorded, want 3", got)
	}
	gets := server.Requests("GET /v2/rooms/{roomId}")
	if len(gets) != 2 || gets[0].Status != 404 || gets[1].Status != 200 || gets[1].Path != "/v2/rooms/a%2Fb" {
		t.Errorf("GETs: %+v", gets)
	}
	created := server.Requests("POST /v2/rooms")[0]
	var body struct{ ID string }
	if err := created.Decode(&body); err != nil || body.ID != "a/b" {
		t.Errorf("decoded %+v, %v", body, err)
	}
	if !strings.Contains(created.Header.Get("User-Agent"), "notes/2") || created.Header.Get("Authorization") != "" {
		t.Errorf("header %v", created.Header)
	}
	mustPanic(t, "no route", func() { server.Requests("GET /v2/room") })
}

func mustPanic(t *testing.T, want string, f func()) {
	t.Helper()
	defer func() {
		if got, _ := recover().(string); !strings.Contains(got, want) {
			t.Errorf("panic %q, want one with %q", got, want)
		}
	}()
	f()
}

// What no valid call of the client sends is sent by hand.
func TestRefusals(t *testing.T) {
	server, client := newServer(t)
	if _, err := client.CreateRoom(t.Context(), "room", liveblocks.CreateRoomParams{}); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("x", 129)
	for _, test := range []struct {
		request, body string
		status        int
		want          string // in the answer
	}{
		{"POST /v2/authorize-user", `{`, 400, "BAD_REQUEST"},
		{"POST /v2/authorize-user", ``, 422, "Must be an object"},
		{"POST /v2/authorize-user", `[]`, 422, "Must be an object"},
		{"POST /v2/authorize-user", `{"permissions":{}}`, 422, "Missing key: 'userId'"},
		{"POST /v2/authorize-user", `{"userId":"ada"}`, 422, "Missing key: 'permissions'"},
		{"POST /v2/authorize-user", `{"userId":5,"permissions":{}}`, 422, "userId"},
		{"POST /v2/authorize-user", `{"userId":"","permissions":{}}`, 422, "userId"},
		{"POST /v2/authorize-user", `{"userId":"` + long + `","permissions":{}}`, 422, "userId"},
		{"POST /v2/authorize-user", `{"userId":"ada","permissions":[]}`, 422, "permissions"},
		{"POST /v2/authorize-user", `{"userId":"ada","permissions":{"a":"*:write"}}`, 422, "permissions.a"},
		{"POST /v2/authorize-user", `{"userId":"ada","permissions":{"a":["admin"]}}`, 422, "permissions.a.0"},
		{"POST /v2/authorize-user", `{"userId":"ada","permissions":{"a*b":[]}}`, 422, "room pattern"},
		{"POST /v2/authorize-user", `{"userId":"ada","permissions":{"1":[],"2":[],"3":[],"4":[],"5":[],"6":[],"7":[],"8":[],"9":[],"10":[],"11":[]}}`, 422, "Too many"},
		{"POST /v2/authorize-user", `{"userId":"ada","permissions":{},"userInfo":null}`, 422, "userInfo"},
		{"POST /v2/authorize-user", `{"userId":"ada","permissions":{},"userInfo":"Ada"}`, 422, "userInfo"},
		{"POST /v2/authorize-user", `{"userId":"ada","permissions":{},"userInfo":{"name":5}}`, 422, "userInfo.name"},
		{"POST /v2/authorize-user", `{"userId":"ada","permissions":{},"userInfo":{"bio":"` + strings.Repeat("x", 1020) + `"}}`, 422, "Too long"},
		{"POST /v2/identify-user", `{}`, 422, "Missing key: 'userId'"},
		{"POST /v2/identify-user", `{"userId":"ada","groupIds":"eng"}`, 422, "groupIds"},

		{"POST /v2/rooms", `{"defaultAccesses":[]}`, 422, "Missing key: 'id'"},
		{"POST /v2/rooms", `{"id":"new"}`, 422, "Missing key: 'defaultAccesses'"},
		{"POST /v2/rooms", `{"id":"n*","defaultAccesses":[]}`, 422, "asterisk"},
		{"POST /v2/rooms", `{"id":"new","defaultAccesses":["x"]}`, 422, "defaultAccesses.0"},
		{"POST /v2/rooms", `{"id":"new","defaultAccesses":[],"usersAccesses":{"ada":null}}`, 422, "usersAccesses.ada"},
		{"POST /v2/rooms", `{"id":"new","defaultAccesses":[],"metadata":{"n":5}}`, 422, "metadata.n"},
		{"POST /v2/rooms", `{"id":"new","defaultAccesses":[],"metadata":{"n":["a",5]}}`, 422, "metadata.n"},
		{"POST /v2/rooms", `{"id":"new","defaultAccesses":[],"metadata":{"n":"` + strings.Repeat("x", 257) + `"}}`, 422, "metadata.n"},
		{"POST /v2/rooms", `{"id":"new","defaultAccesses":[],"metadata":{"` + strings.Repeat("x", 41) + `":""}}`, 422, "too long"},
		{"POST /v2/rooms", `{"id":"room","defaultAccesses":[]}`, 409, "ROOM_ALREADY_EXISTS"},
		{"GET /v2/rooms?limit=0", ``, 422, "limit"},
		{"GET /v2/rooms?limit=101", ``, 422, "limit"},
		{"GET /v2/rooms?startingAfter=x", ``, 422, "startingAfter"},
		{"GET /v2/rooms?query=bogus", ``, 422, "INVALID_QUERY"},
		{"POST /v2/rooms/nope", `{}`, 404, "ROOM_NOT_FOUND"},
		{"POST /v2/rooms/room/presence", `{"userId":"ada","data":{},"ttl":1}`, 422, "ttl"},
		{"POST /v2/rooms/room/presence", `{"userId":"ada","data":5}`, 422, "data"},
		{"POST /v2/rooms/room/broadcast-event", ``, 422, "JSON"},

		{"GET /v2/rooms/room/feeds", ``, 501, "does not have GET /v2/rooms/room/feeds"},
		{"PUT /v2/rooms", `{}`, 501, "does not have PUT /v2/rooms"},
		{"GET /", ``, 501, "NOT_IMPLEMENTED"},
	} {
		method, path, _ := strings.Cut(test.request, " ")
		status, answer := do(t, method, server.URL+path, liveblockstest.SecretKey, test.body)
		if status != test.status || !strings.Contains(answer, test.want) {
			t.Errorf("%s %s\n got %d %s\nwant %d with %q", test.request, test.body, status, answer, test.status, test.want)
		}
		var body map[string]any
		if err := json.Unmarshal([]byte(answer), &body); err != nil || body["error"] == "" || body["message"] == "" {
			t.Errorf("%s: the error body is %s", test.request, answer)
		}
	}
}

func TestSecretKey(t *testing.T) {
	server, _ := newServer(t)
	for secret, want := range map[string]int{"": 401, "pk_x": 401, "sk_x": 403, "x": 403, liveblockstest.SecretKey + "x": 403} {
		status, answer := do(t, "GET", server.URL+"/v2/rooms", secret, "")
		if status != want || strings.Contains(answer, liveblockstest.SecretKey) {
			t.Errorf("secret %q: %d %s, want %d", secret, status, answer, want)
		}
	}
}

func TestFaults(t *testing.T) {
	server, client := newServer(t, liveblocks.WithMaxAttempts(3))
	ctx := t.Context()

	// A client that tries again does not notice.
	server.Inject(liveblockstest.Fault{Status: 503, Times: 2})
	if _, err := client.GetRooms(ctx, liveblocks.GetRoomsParams{}); err != nil {
		t.Errorf("after two failures: %v", err)
	}
	if n := len(server.Requests()); n != 3 {
		t.Errorf("%d requests, want 3", n)
	}

	server.Inject(liveblockstest.RateLimit(-1, time.Second))
	_, err := client.GetRooms(ctx, liveblocks.GetRoomsParams{})
	if !errors.Is(err, liveblocks.ErrRateLimited) {
		t.Errorf("got %v, want ErrRateLimited", err)
	}
	server.ClearFaults()

	// A broadcast is not repeated when its fate is unknown.
	if _, err := client.CreateRoom(ctx, "room", liveblocks.CreateRoomParams{}); err != nil {
		t.Fatal(err)
	}
	const broadcast = "POST /v2/rooms/{roomId}/broadcast-event"
	server.Inject(liveblockstest.Fault{Route: broadcast, Skip: 1, LoseAnswer: true})
	server.Inject(liveblockstest.Fault{Route: broadcast, Skip: 1, LoseRequest: true})
	for i, lost := range []bool{false, true, true, false} {
		err := client.BroadcastEvent(ctx, "room", i)
		if e := new(liveblocks.Error); lost != (errors.As(err, &e) && e.MaybeApplied) {
			t.Errorf("broadcast %d: %v", i, err)
		}
	}
	want := []json.RawMessage{json.RawMessage("0"), json.RawMessage("1"), json.RawMessage("3")}
	if diff := cmp.Diff(want, server.Broadcasts("room")); diff != "" {
		t.Errorf("broadcasts (-want +got):\n%s", diff)
	}
	if got := server.Requests(broadcast); got[1].Status != 0 || got[3].Status != 204 {
		t.Errorf("statuses %d and %d, want 0 and 204", got[1].Status, got[3].Status)
	}

	// A delay longer than the client's patience.
	server.Inject(liveblockstest.Fault{Route: "GET /v2/rooms/{roomId}", Delay: time.Hour})
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	if _, err := client.GetRoom(short, "room"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the context's error", err)
	}

	mustPanic(t, "no route", func() { server.Inject(liveblockstest.Fault{Route: "GET /v2/feeds", Status: 500}) })
	mustPanic(t, "does nothing", func() { server.Inject(liveblockstest.Fault{Times: 2}) })
	mustPanic(t, "status is 200", func() { server.Inject(liveblockstest.Fault{Status: 200}) })
}

// A test that ends while a request is delayed does not wait for it.
func TestClose(t *testing.T) {
	server, client := newServer(t, liveblocks.WithMaxAttempts(1))
	server.Inject(liveblockstest.Fault{Delay: time.Hour})
	sent, done := make(chan struct{}), make(chan struct{})
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
		WroteRequest: func(httptrace.WroteRequestInfo) { close(sent) },
	})
	go func() {
		defer close(done)
		_, _ = client.GetRooms(ctx, liveblocks.GetRoomsParams{}) // fails if Close meets it before its delay
	}()
	<-sent
	server.Close()
	<-done
	server.Close()
}
