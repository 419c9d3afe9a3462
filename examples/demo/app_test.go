package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/examples/internal/upstream"
)

// visit is an app with a Liveblocks that issues a token for anything, and a
// browser's cookies.
type visit struct {
	url      string
	browser  *http.Client
	upstream *upstream.Server
}

func newVisit(t *testing.T) *visit {
	server := upstream.Start(t, "")
	client, err := liveblocks.New("sk_test", liveblocks.WithBaseURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	app := httptest.NewServer(newApp(client, server.URL, http.NotFoundHandler()))
	t.Cleanup(app.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visit{url: app.URL, browser: &http.Client{Jar: jar}, upstream: server}
}

func (v *visit) send(t *testing.T, req *http.Request) (status int, body string) {
	t.Helper()
	resp, err := v.browser.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

func (v *visit) post(t *testing.T, path, contentType, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, v.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	return v.send(t, req)
}

func (v *visit) login(t *testing.T, id string) int {
	t.Helper()
	status, _ := v.post(t, "/api/login", "application/x-www-form-urlencoded", url.Values{"user": {id}}.Encode())
	return status
}

func (v *visit) auth(t *testing.T, body string) (int, string) {
	t.Helper()
	return v.post(t, "/api/liveblocks-auth", "application/json", body)
}

func (v *visit) user(t *testing.T) (id string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.url+"/api/app", nil)
	if err != nil {
		t.Fatal(err)
	}
	_, body := v.send(t, req)
	var app struct{ User *user }
	if err := json.Unmarshal([]byte(body), &app); err != nil {
		t.Fatal(err)
	}
	if app.User == nil {
		return ""
	}
	return app.User.ID
}

func TestLogin(t *testing.T) {
	v := newVisit(t)
	if got := v.user(t); got != "" {
		t.Errorf("user %q before any login", got)
	}
	if got := v.login(t, "mallory"); got != http.StatusBadRequest {
		t.Errorf("login of a stranger: status %d", got)
	}
	if got := v.login(t, "grace"); got != http.StatusNoContent {
		t.Errorf("login: status %d", got)
	}
	if got := v.user(t); got != "grace" {
		t.Errorf("user %q after the login of grace", got)
	}
	if status, _ := v.post(t, "/api/logout", "", ""); status != http.StatusNoContent {
		t.Errorf("logout: status %d", status)
	}
	if got := v.user(t); got != "" {
		t.Errorf("user %q after logout", got)
	}
}

func TestLoginFromElsewhereIsRefused(t *testing.T) {
	v := newVisit(t)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, v.url+"/api/login", strings.NewReader("user=ada"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	if status, _ := v.send(t, req); status != http.StatusForbidden {
		t.Errorf("status %d", status)
	}
}

func TestAuthorize(t *testing.T) {
	tests := map[string]struct {
		user, body string
		status     int
		answer     string
		rooms      map[string]any // what Liveblocks is asked to allow
	}{
		"nobody":       {"", `{"room":"go-demo:launch"}`, 401, "not signed in", nil},
		"write":        {"ada", `{"room":"go-demo:budget"}`, 200, "a.b.c", permissions("*:write", "*:write", "*:write")},
		"read":         {"grace", `{"room":"go-demo:budget"}`, 200, "a.b.c", permissions("*:write", "*:read", "*:read")},
		"no room":      {"grace", `{}`, 200, "a.b.c", permissions("*:write", "*:read", "*:read")},
		"not invited":  {"alan", `{"room":"go-demo:budget"}`, 403, "Alan Turing has not been invited", nil},
		"unknown room": {"ada", `{"room":"go-demo:other"}`, 403, "not been invited", nil},
		"pattern":      {"ada", `{"room":"go-demo:*"}`, 403, "forbidden", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v := newVisit(t)
			if test.user != "" {
				v.login(t, test.user)
			}
			status, body := v.auth(t, test.body)
			if status != test.status || !strings.Contains(body, test.answer) {
				t.Errorf("answer %d %s; want %d with %q", status, body, test.status, test.answer)
			}
			if test.rooms == nil {
				if asked := v.upstream.Requests(); len(asked) > 0 {
					t.Errorf("Liveblocks was asked for %v", asked)
				}
				return
			}
			u, _ := findUser(test.user)
			want := []upstream.Request{{Path: "/v2/authorize-user", Body: map[string]any{
				"userId":      u.ID,
				"userInfo":    map[string]any{"name": u.Name, "title": u.Title, "color": u.Color, "avatar": u.Avatar},
				"permissions": test.rooms,
			}}}
			if diff := cmp.Diff(want, v.upstream.Requests()); diff != "" {
				t.Errorf("Liveblocks was asked (-want +got):\n%s", diff)
			}
		})
	}
}

// permissions are those of the three rooms.
func permissions(inLaunch, inRoadmap, inBudget string) map[string]any {
	return map[string]any{launch: []any{inLaunch}, roadmap: []any{inRoadmap}, budget: []any{inBudget}}
}

func TestListenOnLoopbackOnly(t *testing.T) {
	for _, addr := range []string{"127.0.0.1:0", "localhost:0"} {
		l, err := listen(t.Context(), addr)
		if err != nil {
			t.Errorf("listen(%q): %v", addr, err)
			continue
		}
		l.Close()
	}
	for _, addr := range []string{":0", "0.0.0.0:0", "192.0.2.1:80", "nonsense"} {
		if l, err := listen(t.Context(), addr); err == nil {
			l.Close()
			t.Errorf("listen(%q) is allowed", addr)
		}
	}
}
