//go:build integration

package liveblocks_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/internal/devserver"
)

// recordingProxy passes requests on to the dev server, which accepts nearly
// anything, and keeps what was sent.
type recordingProxy struct {
	URL    string
	client *liveblocks.Client

	mu       sync.Mutex
	requests []string
}

func newRecordingProxy(t *testing.T) *recordingProxy {
	t.Helper()
	server, err := devserver.Start(t.Context(), devserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	target, err := url.Parse(server.BaseURL())
	if err != nil {
		t.Fatal(err)
	}
	p := &recordingProxy{}
	pass := httputil.NewSingleHostReverseProxy(target)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		p.mu.Lock()
		p.requests = append(p.requests, fmt.Sprintf("%s %s\nAuthorization: %s\nContent-Type: %s\nContent-Length: %d\nUser-Agent: %s\n\n%s",
			r.Method, r.RequestURI, r.Header.Get("Authorization"), r.Header.Get("Content-Type"), r.ContentLength, r.UserAgent(), body))
		p.mu.Unlock()
		pass.ServeHTTP(w, r)
	}))
	t.Cleanup(proxy.Close)
	p.URL = proxy.URL
	p.client, err = liveblocks.New(devserver.SecretKey, liveblocks.WithBaseURL(proxy.URL), liveblocks.WithAppInfo("notes", "2.3"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// only returns the one request since the last call.
func (p *recordingProxy) only(t *testing.T) string {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	requests := p.requests
	p.requests = nil
	if len(requests) != 1 {
		t.Fatalf("%d requests were sent, want 1", len(requests))
	}
	return requests[0]
}

// claims decodes the payload of a response's token.
func claims(t *testing.T, resp *liveblocks.AuthResponse) map[string]any {
	t.Helper()
	var body struct{ Token string }
	if err := json.Unmarshal(resp.Body, &body); err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(body.Token, ".")
	if len(parts) != 3 {
		t.Fatalf("the token has %d parts", len(parts))
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	decoded := map[string]any{}
	if err := json.Unmarshal(payload, &decoded); err != nil {
		t.Fatal(err)
	}
	for _, changing := range []string{"iat", "exp", "jti"} {
		delete(decoded, changing)
	}
	return decoded
}

func request(path, body string) string {
	return fmt.Sprintf("POST %s\nAuthorization: Bearer sk_localdev\nContent-Type: application/json\nContent-Length: %d\nUser-Agent: liveblocks-go/%s notes/2.3\n\n%s",
		path, len(body), liveblocks.Version, body)
}

// TestDevServerTokens keeps to ASCII: version 1.9.0 of the dev server garbles
// other text in a token, and fails where it is not Latin 1. TestAuthorizeSends
// has such text.
func TestDevServerTokens(t *testing.T) {
	proxy := newRecordingProxy(t)
	check := func(t *testing.T, resp *liveblocks.AuthResponse, err error, wantRequest string, wantClaims map[string]any) {
		t.Helper()
		if err != nil || resp.Status != 200 {
			t.Fatalf("got %v, %v", resp, err)
		}
		if diff := cmp.Diff(wantRequest, proxy.only(t)); diff != "" {
			t.Errorf("request (-want +got):\n%s", diff)
		}
		got := claims(t, resp)
		for name, want := range wantClaims {
			if diff := cmp.Diff(want, got[name]); diff != "" {
				t.Errorf("claim %s (-want +got):\n%s", name, diff)
			}
		}
	}
	info := map[string]any{"name": "Ada <Lo&ve>", "prefs": map[string]any{"dark": true, "tags": []any{"a", 1.5}}}

	t.Run("access token", func(t *testing.T) {
		resp, err := proxy.client.PrepareSession("ada/1", info, liveblocks.WithOrganizationID("acme")).
			Allow("zebra", liveblocks.ReadAccess, liveblocks.StorageWrite).
			Allow("42", liveblocks.FullAccess).
			Allow("team:*", liveblocks.ReadAccess).
			Authorize(t.Context())
		check(t, resp, err, request("/v2/authorize-user",
			`{"userId":"ada/1","permissions":{"zebra":["*:read","storage:write"],"42":["*:write"],"team:*":["*:read"]},`+
				`"userInfo":{"name":"Ada <Lo&ve>","prefs":{"dark":true,"tags":["a",1.5]}},"organizationId":"acme"}`),
			map[string]any{
				"k": "acc", "uid": "ada/1", "ui": info,
				"perms": map[string]any{"zebra": []any{"*:read", "storage:write"}, "42": []any{"*:write"}, "team:*": []any{"*:read"}},
			})
	})
	t.Run("no room", func(t *testing.T) {
		resp, err := proxy.client.PrepareSession("ada", nil).Authorize(t.Context())
		check(t, resp, err, request("/v2/authorize-user", `{"userId":"ada","permissions":{}}`),
			map[string]any{"k": "acc", "uid": "ada", "ui": nil, "perms": map[string]any{}})
	})
	t.Run("ID token", func(t *testing.T) {
		resp, err := proxy.client.IdentifyUser(t.Context(), liveblocks.Identity{UserID: "ada", GroupIDs: []string{"eng"}}, info)
		check(t, resp, err, request("/v2/identify-user",
			`{"userId":"ada","groupIds":["eng"],"userInfo":{"name":"Ada <Lo&ve>","prefs":{"dark":true,"tags":["a",1.5]}}}`),
			map[string]any{"k": "id", "uid": "ada", "gids": []any{"eng"}, "ui": info})
	})
	t.Run("every permission is one of the server's", func(t *testing.T) {
		for _, p := range []liveblocks.Permission{
			liveblocks.FullAccess, liveblocks.ReadAccess,
			liveblocks.StorageWrite, liveblocks.StorageRead, liveblocks.StorageNone,
			liveblocks.CommentsWrite, liveblocks.CommentsRead, liveblocks.CommentsNone,
			liveblocks.CommentsPublicWrite, liveblocks.CommentsPublicRead, liveblocks.CommentsPublicNone,
			liveblocks.CommentsPrivateWrite, liveblocks.CommentsPrivateRead, liveblocks.CommentsPrivateNone,
			liveblocks.FeedsWrite, liveblocks.FeedsRead, liveblocks.FeedsNone,
			liveblocks.LegacyRoomWrite, liveblocks.LegacyRoomRead, liveblocks.LegacyRoomPresenceWrite,
		} {
			resp, err := proxy.client.PrepareSession("ada", nil).Allow("room", p).Authorize(t.Context())
			if err != nil || resp.Status != 200 {
				t.Errorf("%s: got %v, %v", p, resp, err)
			}
		}
	})
}

func TestDevServerRefusals(t *testing.T) {
	proxy := newRecordingProxy(t)
	wrong, err := liveblocks.New("sk_wrong", liveblocks.WithBaseURL(proxy.URL))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := wrong.PrepareSession("ada", nil).Allow("room", liveblocks.FullAccess).Authorize(t.Context())
	if !errors.Is(err, liveblocks.ErrForbidden) {
		t.Errorf("got %v, want ErrForbidden", err)
	}
	checkFailure(t, resp, 403)
	if !bytes.Contains(resp.Body, []byte(`"error":"forbidden"`)) {
		t.Errorf("the browser is told %s", resp.Body)
	}

	unknown, err := liveblocks.New(devserver.SecretKey, liveblocks.WithBaseURL(proxy.URL), liveblocks.WithUnknownPermissions("agents:write"))
	if err != nil {
		t.Fatal(err)
	}
	resp, err = unknown.PrepareSession("ada", nil).Allow("room", "agents:write").Authorize(t.Context())
	if !errors.Is(err, liveblocks.ErrUnprocessable) {
		t.Errorf("got %v, want ErrUnprocessable", err)
	}
	checkFailure(t, resp, 422)
}
