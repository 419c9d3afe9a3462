//go:build integration

package endpoint

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/examples/internal/browser"
	"github.com/liveblocks-go/liveblocks/examples/internal/esbuild"
	"github.com/liveblocks-go/liveblocks/examples/internal/upstream"
	"github.com/liveblocks-go/liveblocks/internal/devserver"
)

// site is a page, an auth endpoint and the dev server, of which it is kept what
// they are asked for and what the endpoint answers.
type site struct {
	tab        *browser.Tab
	liveblocks *upstream.Server

	mu       sync.Mutex
	bodies   []string
	statuses []int
}

func (s *site) endpoint() (bodies []string, statuses []int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.bodies), slices.Clone(s.statuses)
}

// connected waits until the page is in the room as somebody. It is connected a
// little before that.
func (s *site) connected() { s.tab.Wait(`room.getStatus() == "connected" && room.getSelf() !== null`) }

func (s *site) self(t *testing.T) (self struct {
	ID       string         `json:"id"`
	Info     map[string]any `json:"info"`
	CanWrite bool           `json:"canWrite"`
},
) {
	t.Helper()
	if err := json.Unmarshal([]byte(browser.Value[string](s.tab, `JSON.stringify(room.getSelf())`)), &self); err != nil {
		t.Fatal(err)
	}
	return self
}

type startSite func(t *testing.T, authorize func(*liveblocks.Client) liveblocks.AuthFunc) *site

func TestEndpointInBrowser(t *testing.T) {
	script, err := esbuild.Bundle(t.Context(), "examples/endpoint/page/main.ts")
	if err != nil {
		t.Fatal(err)
	}
	server, err := devserver.Start(t.Context(), devserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	b := browser.Start(t)
	start := func(t *testing.T, authorize func(*liveblocks.Client) liveblocks.AuthFunc) *site {
		s := &site{liveblocks: upstream.Start(t, server.BaseURL()), tab: b.Tab(t, 400, 300)}
		client, err := liveblocks.New(devserver.SecretKey, liveblocks.WithBaseURL(s.liveblocks.URL), liveblocks.WithLogger(slog.New(slog.NewTextHandler(t.Output(), nil))))
		if err != nil {
			t.Fatal(err)
		}
		mux := http.NewServeMux()
		mux.Handle("/auth", s.keep(client.AuthHandler(authorize(client))))
		mux.HandleFunc("/main.js", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/javascript")
			_, _ = w.Write(script)
		})
		mux.HandleFunc("/base-url", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, server.BaseURL()) })
		mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `<!doctype html><script type="module" src="/main.js"></script>`)
		})
		app := httptest.NewServer(mux)
		t.Cleanup(app.Close)
		s.tab.Open(app.URL)
		s.tab.Wait(`enter && callback`)
		return s
	}
	for name, test := range map[string]func(*testing.T, startSite){
		"nested info":           testNestedInfo,
		"permissions":           testPermissions,
		"callback":              testCallback,
		"callback refused":      testCallbackRefused,
		"refused":               testRefused,
		"recovers":              testRecovers,
		"callback recovers":     testCallbackRecovers,
		"without a room":        testWithoutRoom,
		"room of another token": testRoomOutsideToken,
	} {
		t.Run(name, func(t *testing.T) { test(t, start) })
	}
}

// keep keeps what the endpoint is asked for and what it answers.
func (s *site) keep(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, r)
		s.mu.Lock()
		s.bodies = append(s.bodies, string(body))
		s.statuses = append(s.statuses, answer.Code)
		s.mu.Unlock()
		w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
		w.WriteHeader(answer.Code)
		_, _ = io.Copy(w, answer.Body)
	})
}

// full is an endpoint that lets everybody do everything.
func full(info any) func(*liveblocks.Client) liveblocks.AuthFunc {
	return func(client *liveblocks.Client) liveblocks.AuthFunc {
		return func(*http.Request, string) (*liveblocks.Session, error) {
			return client.PrepareSession("ada", info).Allow("*", liveblocks.FullAccess), nil
		}
	}
}

func testNestedInfo(t *testing.T, start startSite) {
	info := map[string]any{
		// The dev server fails with characters that are not in Latin-1.
		"name":  "Ada <Lovelace> & Söhne",
		"team":  map[string]any{"name": "Engines", "tags": []any{"a", "b", map[string]any{"deep": true}}},
		"level": 3.5,
		"none":  nil,
	}
	s := start(t, full(info))
	s.tab.Run(`enter("nested", "/auth")`)
	s.connected()
	self := s.self(t)
	if self.ID != "ada" || !self.CanWrite {
		t.Errorf("self.id = %q, self.canWrite = %v", self.ID, self.CanWrite)
	}
	if diff := cmp.Diff(info, self.Info); diff != "" {
		t.Errorf("self.info (-want +got):\n%s", diff)
	}
	want := []upstream.Request{{Path: "/v2/authorize-user", Body: map[string]any{
		"userId": "ada", "userInfo": info, "permissions": map[string]any{"*": []any{"*:write"}},
	}}}
	if diff := cmp.Diff(want, s.liveblocks.Requests()); diff != "" {
		t.Errorf("Go asked Liveblocks (-want +got):\n%s", diff)
	}
}

func testPermissions(t *testing.T, start startSite) {
	for _, test := range []struct {
		perms []liveblocks.Permission
		write bool
	}{
		{[]liveblocks.Permission{liveblocks.FullAccess}, true},
		{[]liveblocks.Permission{liveblocks.ReadAccess}, false},
	} {
		s := start(t, func(client *liveblocks.Client) liveblocks.AuthFunc {
			return func(_ *http.Request, room string) (*liveblocks.Session, error) {
				return client.PrepareSession("ada", nil).Allow(room, test.perms...), nil
			}
		})
		s.tab.Run(`enter("permissions", "/auth")`)
		s.connected()
		if self := s.self(t); self.CanWrite != test.write {
			t.Errorf("with %v, self.canWrite = %v", test.perms, self.CanWrite)
		}
	}
}

func testCallback(t *testing.T, start startSite) {
	s := start(t, func(client *liveblocks.Client) liveblocks.AuthFunc {
		return func(r *http.Request, room string) (*liveblocks.Session, error) {
			var body struct {
				Room    string `json:"room"`
				Project any    `json:"project"`
			}
			if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
				return nil, err
			}
			if r.Header.Get("Authorization") != "Bearer of-the-app" || body.Room != room {
				return nil, liveblocks.ErrUnauthenticated
			}
			return client.PrepareSession("ada", map[string]any{"project": body.Project}).Allow(room, liveblocks.FullAccess), nil
		}
	})
	s.tab.Run(`enter("callback", callback)`)
	s.connected()
	want := map[string]any{"project": map[string]any{"id": 42.0, "tags": []any{"a", "é"}}}
	if diff := cmp.Diff(want, s.self(t).Info); diff != "" {
		t.Errorf("self.info (-want +got):\n%s", diff)
	}
}

// noRetry gives the browser the time to ask thrice more, and wants it not to.
func (s *site) noRetry(t *testing.T, status int) {
	t.Helper()
	time.Sleep(2 * time.Second)
	if _, got := s.endpoint(); !slices.Equal(got, []int{status}) {
		t.Errorf("the endpoint answered %v, want %d once", got, status)
	}
	if got := s.liveblocks.Requests(); len(got) > 0 {
		t.Errorf("Go asked Liveblocks for %v", got)
	}
}

func refuse(*liveblocks.Client) liveblocks.AuthFunc {
	return func(*http.Request, string) (*liveblocks.Session, error) {
		return nil, fmt.Errorf("looking for an invitation: %w", liveblocks.Forbidden("invited people only"))
	}
}

func testRefused(t *testing.T, start startSite) {
	s := start(t, refuse)
	s.tab.Run(`enter("refused", "/auth")`)
	s.tab.Wait(`errors.length == 1 && errors[0].includes("invited people only")`)
	s.noRetry(t, http.StatusForbidden)
}

func testCallbackRefused(t *testing.T, start startSite) {
	s := start(t, refuse)
	s.tab.Run(`enter("refused", callback)`)
	s.tab.Wait(`errors.length == 1 && errors[0].includes("invited people only")`)
	s.noRetry(t, http.StatusForbidden)
}

// failing fails thrice, as an app does whose database is away.
func failing(client *liveblocks.Client) liveblocks.AuthFunc {
	var calls atomic.Int32
	return func(r *http.Request, room string) (*liveblocks.Session, error) {
		if calls.Add(1) <= 3 {
			return nil, errors.New("the database at 10.0.0.7 is away")
		}
		return full(nil)(client)(r, room)
	}
}

func (s *site) recovered(t *testing.T) {
	t.Helper()
	s.connected()
	if _, got := s.endpoint(); !slices.Equal(got, []int{503, 503, 503, 200}) {
		t.Errorf("the endpoint answered %v", got)
	}
	if errors := browser.Value[string](s.tab, `JSON.stringify(errors)`); errors != "[]" {
		t.Errorf("the app is told of %s", errors)
	}
}

func testRecovers(t *testing.T, start startSite) {
	s := start(t, failing)
	s.tab.Run(`enter("recovers", "/auth")`)
	s.recovered(t)
	if text := browser.Value[string](s.tab, `document.documentElement.innerHTML`); strings.Contains(text, "10.0.0.7") {
		t.Error("the browser knows where the database is")
	}
}

func testCallbackRecovers(t *testing.T, start startSite) {
	s := start(t, failing)
	s.tab.Run(`enter("recovers", callback)`)
	s.recovered(t)
}

// The user's notifications are in no room.
func testWithoutRoom(t *testing.T, start startSite) {
	s := start(t, full(nil))
	s.tab.Run(`connect("/auth")`)
	// The dev server has no notifications; what counts is that they were asked for.
	s.tab.Run(`client.getInboxNotifications().catch(() => {})`)
	s.tab.Wait(`performance.getEntriesByType("resource").some((entry) => entry.name.includes("/inbox-notifications"))`)
	bodies, statuses := s.endpoint()
	if !slices.Equal(bodies, []string{`{}`}) || !slices.Equal(statuses, []int{http.StatusOK}) {
		t.Errorf("the endpoint was asked for %q and answered %v", bodies, statuses)
	}
}

// A token that is not good for the room is issued, and turned away by Liveblocks.
func testRoomOutsideToken(t *testing.T, start startSite) {
	s := start(t, func(client *liveblocks.Client) liveblocks.AuthFunc {
		return func(*http.Request, string) (*liveblocks.Session, error) {
			return client.PrepareSession("ada", nil).Allow("mine:*", liveblocks.FullAccess), nil
		}
	})
	s.tab.Run(`enter("yours:1", "/auth")`)
	s.tab.Wait(`errors.length == 1 && room.getStatus() == "disconnected"`)
}
