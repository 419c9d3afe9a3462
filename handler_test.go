package liveblocks_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jarcoal/httpmock"

	"github.com/liveblocks-go/liveblocks"
)

// ask sends a request to an authentication endpoint.
func ask(h http.Handler, method, contentType, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/api/liveblocks-auth", strings.NewReader(body))
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestAuthHandlerRequests(t *testing.T) {
	var rooms []string
	client, _ := mockAPI(t, httpmock.NewStringResponder(200, tokenBody))
	handler := client.AuthHandler(func(r *http.Request, room string) (*liveblocks.Session, error) {
		rooms = append(rooms, room)
		session := client.PrepareSession("ada", nil)
		if room != "" {
			session.Allow(room, liveblocks.FullAccess)
		}
		return session, nil
	})
	const asJSON = "application/json"
	token := "200 " + tokenBody
	forbiddenRoom := `403 {"error":"forbidden","reason":"there can't be a room with this ID"}`
	badRoom := `400 {"error":"forbidden","reason":"\"room\" must be the ID of a room, null or absent"}`
	notAnObject := `400 {"error":"forbidden","reason":"the body must be a JSON object"}`
	for _, test := range []struct {
		name, method, contentType, body string
		want                            string
		room                            string // that the function is asked for, or "-"
	}{
		{"a room", "POST", asJSON, `{"room":"r1"}`, token, "r1"},
		{"no room", "POST", asJSON, `{}`, token, ""},
		{"null for a room", "POST", asJSON, `{"room":null}`, token, ""},
		{"more fields", "POST", asJSON, `{"theme":{"dark":true},"room":"r1"}`, token, "r1"},
		{"other alphabets", "POST", asJSON, `{"room":"房间 / ?#%"}`, token, "房间 / ?#%"},
		{"charset", "POST", "application/json; charset=utf-8", `{"room":"r1"}`, token, "r1"},
		{"content type in capitals", "POST", "Application/JSON", `{"room":"r1"}`, token, "r1"},
		{"key in another case", "POST", asJSON, `{"Room":"r1"}`, token, ""},

		{"GET", "GET", "", ``, `405 {"error":"forbidden","reason":"use POST"}`, "-"},
		{"OPTIONS", "OPTIONS", "", ``, `405 {"error":"forbidden","reason":"use POST"}`, "-"},
		{"PUT", "PUT", asJSON, `{"room":"r1"}`, `405 {"error":"forbidden","reason":"use POST"}`, "-"},
		{"no content type", "POST", "", `{"room":"r1"}`, `415 {"error":"unavailable","reason":"the content type must be application/json"}`, "-"},
		{"form", "POST", "text/plain", `{"room":"r1"}`, `415 {"error":"unavailable","reason":"the content type must be application/json"}`, "-"},
		{"broken content type", "POST", "application/json; =", `{"room":"r1"}`, `415 {"error":"unavailable","reason":"the content type must be application/json"}`, "-"},
		{"empty body", "POST", asJSON, ``, notAnObject, "-"},
		{"not JSON", "POST", asJSON, `room=r1`, notAnObject, "-"},
		{"two values", "POST", asJSON, `{"room":"r1"}{}`, notAnObject, "-"},
		{"list", "POST", asJSON, `["r1"]`, notAnObject, "-"},
		{"null", "POST", asJSON, `null`, notAnObject, "-"},
		{"room is a number", "POST", asJSON, `{"room":1}`, badRoom, "-"},
		{"room is a list", "POST", asJSON, `{"room":["r1"]}`, badRoom, "-"},
		{"room is empty", "POST", asJSON, `{"room":""}`, badRoom, "-"},
		{"room is a pattern", "POST", asJSON, `{"room":"team:*"}`, forbiddenRoom, "-"},
		{"room is every room", "POST", asJSON, `{"room":"*"}`, forbiddenRoom, "-"},
		{"room is long", "POST", asJSON, `{"room":"` + strings.Repeat("x", 129) + `"}`, forbiddenRoom, "-"},
		{"body is large", "POST", asJSON, `{"room":"r1","x":"` + strings.Repeat("x", 65<<10) + `"}`, `413 {"error":"unavailable","reason":"the body is larger than 65536 bytes"}`, "-"},
		{"nested deep", "POST", asJSON, `{"room":` + strings.Repeat("[", 20000), notAnObject, "-"},
	} {
		t.Run(test.name, func(t *testing.T) {
			rooms = nil
			w := ask(handler, test.method, test.contentType, test.body)
			if got := fmt.Sprintf("%d %s", w.Code, w.Body); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			want := []string{test.room}
			if test.room == "-" {
				want = nil
			}
			if diff := cmp.Diff(want, rooms); diff != "" {
				t.Errorf("rooms (-want +got):\n%s", diff)
			}
			h := w.Header()
			if h.Get("Content-Type") != "application/json" || h.Get("Cache-Control") != "no-store" {
				t.Errorf("headers %v", h)
			}
			if w.Code == 405 && h.Get("Allow") != "POST" {
				t.Errorf("Allow is %q", h.Get("Allow"))
			}
			for name := range h {
				if strings.HasPrefix(name, "Access-Control-") {
					t.Errorf("the handler sets %s", name)
				}
			}
		})
	}
}

func TestAuthHandlerRefusals(t *testing.T) {
	const leak = "pq: password authentication failed for hunter2"
	for _, test := range []struct {
		name   string
		err    error
		want   string
		logged string
	}{
		{"forbidden", liveblocks.Forbidden(`not a member of "x"`), `403 {"error":"forbidden","reason":"not a member of \"x\""}`, ""},
		{"forbidden, wrapped", fmt.Errorf("room 5: %w", liveblocks.Forbidden("no")), `403 {"error":"forbidden","reason":"no"}`, ""},
		{"forbidden without a reason", fmt.Errorf("room 5: %w", liveblocks.ErrForbidden), `403 {"error":"forbidden","reason":"not allowed"}`, ""},
		{"not signed in", liveblocks.ErrUnauthenticated, `401 {"error":"forbidden","reason":"not signed in"}`, ""},
		{"not signed in, wrapped", fmt.Errorf("%s: %w", leak, liveblocks.ErrUnauthenticated), `401 {"error":"forbidden","reason":"not signed in"}`, ""},
		{"a failure", errors.New(leak), unavailable, leak},
		{"the API's own refusal", &liveblocks.Error{Status: 403, Message: leak}, unavailable, leak},
		{"the API's own refusal, wrapped", fmt.Errorf("room 5: %w", &liveblocks.Error{Status: 403, Message: leak}), unavailable, leak},
		{"neither session nor error", nil, unavailable, "neither a session nor an error"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var log bytes.Buffer
			client, bodies := mockAPI(t, httpmock.NewStringResponder(200, tokenBody), liveblocks.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
			handler := client.AuthHandler(func(*http.Request, string) (*liveblocks.Session, error) { return nil, test.err })
			w := ask(handler, "POST", "application/json", `{"room":"r1"}`)
			if got := fmt.Sprintf("%d %s", w.Code, w.Body); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if got := log.String(); !strings.Contains(got, test.logged) || (got == "") != (test.logged == "") {
				t.Errorf("log %q, want %q in it", got, test.logged)
			}
			if len(*bodies) > 0 {
				t.Error("a request was sent")
			}
		})
	}
}

func TestAuthHandlerPassesFailuresOn(t *testing.T) {
	var log bytes.Buffer
	client, _ := mockAPI(t, httpmock.NewStringResponder(403, `{"error":"INVALID_SECRET_KEY","message":"No such key"}`),
		liveblocks.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	handler := client.AuthHandler(func(_ *http.Request, room string) (*liveblocks.Session, error) {
		return client.PrepareSession("ada", nil).Allow(room, liveblocks.FullAccess), nil
	})
	w := ask(handler, "POST", "application/json", `{"room":"r1"}`)
	if got, want := fmt.Sprintf("%d %s", w.Code, w.Body), `403 {"error":"forbidden","reason":"No such key"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if !strings.Contains(log.String(), "INVALID_SECRET_KEY") || !strings.Contains(log.String(), "room=r1") {
		t.Errorf("log %q", log.String())
	}

	mistake := client.AuthHandler(func(_ *http.Request, room string) (*liveblocks.Session, error) {
		return client.PrepareSession("", nil).Allow(room, liveblocks.FullAccess), nil
	})
	w = ask(mistake, "POST", "application/json", `{"room":"r1"}`)
	if got := fmt.Sprintf("%d %s", w.Code, w.Body); got != unavailable {
		t.Errorf("got %s, want %s", got, unavailable)
	}
	if !strings.Contains(log.String(), "the user ID is empty") {
		t.Errorf("log %q", log.String())
	}
}

// TestAuthHandlerLeavesTheBody: an app may send more than the room, and read it.
func TestAuthHandlerLeavesTheBody(t *testing.T) {
	client, _ := mockAPI(t, httpmock.NewStringResponder(200, tokenBody))
	var got struct{ Room, Tenant string }
	handler := client.AuthHandler(func(r *http.Request, room string) (*liveblocks.Session, error) {
		return client.PrepareSession("ada", nil), json.NewDecoder(r.Body).Decode(&got)
	})
	w := ask(handler, "POST", "application/json", `{"room":"r1","tenant":"acme"}`)
	if w.Code != 200 || got.Room != "r1" || got.Tenant != "acme" {
		t.Errorf("status %d, read %+v", w.Code, got)
	}
}

// TestAuthHandlerBehindCORS: headers that middleware has set stay.
func TestAuthHandlerBehindCORS(t *testing.T) {
	client, _ := mockAPI(t, httpmock.NewStringResponder(200, tokenBody))
	auth := client.AuthHandler(func(*http.Request, string) (*liveblocks.Session, error) {
		return client.PrepareSession("ada", nil), nil
	})
	cors := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "https://app.example.com")
		w.Header().Add("Vary", "Origin")
		if r.Method == http.MethodOptions {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		auth.ServeHTTP(w, r)
	})
	for method, status := range map[string]int{"POST": 200, "OPTIONS": 204, "GET": 405} {
		w := ask(cors, method, "application/json", "{}")
		if w.Code != status || w.Header().Get("Access-Control-Allow-Origin") != "https://app.example.com" || w.Header().Get("Vary") != "Origin" {
			t.Errorf("%s: status %d, headers %v", method, w.Code, w.Header())
		}
	}
}

// TestAuthHandlerOfAGoneBrowser: what fails because the browser has gone is no
// error of the app's.
func TestAuthHandlerOfAGoneBrowser(t *testing.T) {
	var log bytes.Buffer
	client, _ := mockAPI(t, httpmock.NewStringResponder(200, tokenBody), liveblocks.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	ctx, cancel := context.WithCancel(t.Context())
	handler := client.AuthHandler(func(*http.Request, string) (*liveblocks.Session, error) {
		cancel()
		return client.PrepareSession("ada", nil).Allow("*", liveblocks.ReadAccess), nil
	})
	r := httptest.NewRequestWithContext(ctx, "POST", "/", strings.NewReader("{}"))
	r.Header.Set("Content-Type", "application/json")
	handler.ServeHTTP(httptest.NewRecorder(), r)
	if log.Len() > 0 {
		t.Errorf("log %q", log.String())
	}
}

func TestAuthHandlerOfABrokenBody(t *testing.T) {
	client, _ := mockAPI(t, httpmock.NewStringResponder(200, tokenBody))
	handler := client.AuthHandler(func(*http.Request, string) (*liveblocks.Session, error) { panic("asked") })
	r := httptest.NewRequest("POST", "/", io.MultiReader(strings.NewReader(`{"room`), brokenReader{}))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	if w.Code != 400 {
		t.Errorf("status %d, want 400", w.Code)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// FuzzAuthHandler: whatever a browser sends, only a room ID that is one and
// that was asked for in so many words is ever granted.
func FuzzAuthHandler(f *testing.F) {
	for _, body := range []string{`{"room":"a"}`, `{}`, `{"room":"a*"}`, `{"room":"\u002a"}`, `{"room":"a","room":"b"}`, `null`, `{"room":"\ud800"}`} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		client, bodies := mockAPI(t, httpmock.NewStringResponder(200, tokenBody))
		asked := ""
		handler := client.AuthHandler(func(_ *http.Request, room string) (*liveblocks.Session, error) {
			asked = room
			session := client.PrepareSession("ada", nil)
			if room != "" {
				session.Allow(room, liveblocks.FullAccess)
			}
			return session, session.Err()
		})
		w := ask(handler, "POST", "application/json", body)
		if !json.Valid(w.Body.Bytes()) {
			t.Fatalf("answered %s", w.Body)
		}
		if w.Code != 200 {
			return
		}
		var request struct {
			Permissions map[string][]string `json:"permissions"`
		}
		if err := json.Unmarshal([]byte((*bodies)[0]), &request); err != nil {
			t.Fatal(err)
		}
		for pattern := range request.Permissions {
			if pattern != asked || strings.Contains(pattern, "*") {
				t.Errorf("asked for %q, granted %q", asked, pattern)
			}
		}
	})
}
