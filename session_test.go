package liveblocks_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jarcoal/httpmock"

	"github.com/liveblocks-go/liveblocks"
)

const tokenBody = `{"token":"header.payload.signature"}`

// mockAPI returns a client whose requests are answered by httpmock, and the
// bodies of the requests as they are made.
func mockAPI(t *testing.T, responder httpmock.Responder, opts ...liveblocks.Option) (*liveblocks.Client, *[]string) {
	t.Helper()
	var bodies []string
	record := func(r *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		bodies = append(bodies, string(body))
		return responder(r)
	}
	mock := httpmock.NewMockTransport()
	mock.RegisterResponder("POST", "https://api.liveblocks.io/v2/authorize-user", record)
	mock.RegisterResponder("POST", "https://api.liveblocks.io/v2/identify-user", record)
	opts = append(opts, liveblocks.WithHTTPClient(&http.Client{Transport: mock}))
	return newClient(t, "https://api.liveblocks.io", opts...), &bodies
}

type member struct {
	Name   string         `json:"name"`
	Avatar string         `json:"avatar,omitempty"`
	Prefs  map[string]int `json:"prefs,omitempty"`
}

func TestAuthorizeSends(t *testing.T) {
	var nilMember *member
	var nilMap map[string]string
	for _, test := range []struct {
		name    string
		session func(*liveblocks.Client) *liveblocks.Session
		want    string
	}{
		{
			"no user info, no permission",
			func(c *liveblocks.Client) *liveblocks.Session { return c.PrepareSession("ada", nil) },
			`{"userId":"ada","permissions":{}}`,
		},
		{
			"user info of a struct",
			func(c *liveblocks.Client) *liveblocks.Session {
				return c.PrepareSession("ada", member{Name: "Ada <3", Prefs: map[string]int{"b": 2, "a": 1}}).
					Allow("room", liveblocks.FullAccess)
			},
			`{"userId":"ada","permissions":{"room":["*:write"]},"userInfo":{"name":"Ada <3","prefs":{"a":1,"b":2}}}`,
		},
		{
			"nil of another type",
			func(c *liveblocks.Client) *liveblocks.Session {
				for _, info := range []any{nilMap, &nilMember, json.RawMessage("null"), json.RawMessage(nil)} {
					if err := c.PrepareSession("ada", info).Err(); err != nil {
						t.Errorf("%T: %v", info, err)
					}
				}
				return c.PrepareSession("ada", nilMember)
			},
			`{"userId":"ada","permissions":{}}`,
		},
		{
			"user info of other types",
			func(c *liveblocks.Client) *liveblocks.Session {
				pointer := &member{}
				for _, info := range []any{map[int]string{7: "seven"}, struct{ *member }{&member{}}, &pointer} {
					if err := c.PrepareSession("ada", info).Err(); err != nil {
						t.Errorf("%T: %v", info, err)
					}
				}
				return c.PrepareSession("ada", json.RawMessage(" {\n \"name\" : \"Ada\"\n} "))
			},
			`{"userId":"ada","permissions":{},"userInfo":{"name":"Ada"}}`,
		},
		{
			"order of calls, merged, without duplicates",
			func(c *liveblocks.Client) *liveblocks.Session {
				return c.PrepareSession("ada", nil).
					Allow("zebra", liveblocks.ReadAccess).
					Allow("42", liveblocks.FullAccess).
					Allow("apple:*", liveblocks.ReadAccess, liveblocks.CommentsWrite, liveblocks.ReadAccess).
					Allow("zebra", liveblocks.StorageWrite, liveblocks.ReadAccess).
					Allow("7", liveblocks.FullAccess)
			},
			`{"userId":"ada","permissions":{"zebra":["*:read","storage:write"],"42":["*:write"],` +
				`"apple:*":["*:read","comments:write"],"7":["*:write"]}}`,
		},
		{
			"organization",
			func(c *liveblocks.Client) *liveblocks.Session {
				return c.PrepareSession("ada", nil, liveblocks.WithOrganizationID("acme")).Allow("*", liveblocks.FullAccess)
			},
			`{"userId":"ada","permissions":{"*":["*:write"]},"organizationId":"acme"}`,
		},
		{
			"text of all kinds",
			func(c *liveblocks.Client) *liveblocks.Session {
				return c.PrepareSession("用户\"\\\n\u2028", nil).Allow("raum \"ä\"", liveblocks.FullAccess).Allow("📄:*", liveblocks.ReadAccess)
			},
			`{"userId":"用户\"\\\n\u2028","permissions":{"raum \"ä\"":["*:write"],"📄:*":["*:read"]}}`,
		},
		{
			"a permission that was declared",
			func(c *liveblocks.Client) *liveblocks.Session {
				return c.PrepareSession("ada", nil).Allow("room", liveblocks.ReadAccess, "agents:write")
			},
			`{"userId":"ada","permissions":{"room":["*:read","agents:write"]}}`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			client, bodies := mockAPI(t, httpmock.NewStringResponder(200, tokenBody), liveblocks.WithUnknownPermissions("agents:write"))
			resp, err := test.session(client).Authorize(t.Context())
			if err != nil || resp.Status != 200 || string(resp.Body) != tokenBody {
				t.Fatalf("got %v, %v", resp, err)
			}
			if diff := cmp.Diff([]string{test.want}, *bodies); diff != "" {
				t.Errorf("request (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSessionMistakes(t *testing.T) {
	long := strings.Repeat("x", 129)
	full := []liveblocks.Permission{liveblocks.FullAccess}
	prepare := func(userID string, info any, opts ...liveblocks.SessionOption) func(*liveblocks.Client) *liveblocks.Session {
		return func(c *liveblocks.Client) *liveblocks.Session {
			return c.PrepareSession(userID, info, opts...).Allow("room", full...)
		}
	}
	allow := func(pattern string, perms ...liveblocks.Permission) func(*liveblocks.Client) *liveblocks.Session {
		return func(c *liveblocks.Client) *liveblocks.Session {
			return c.PrepareSession("ada", nil).Allow(pattern, perms...).Allow("room", full...)
		}
	}
	for _, test := range []struct {
		name    string
		session func(*liveblocks.Client) *liveblocks.Session
		want    string
	}{
		{"empty user ID", prepare("", nil), "the user ID is empty"},
		{"long user ID", prepare(long, nil), "has 129 characters, and at most 128"},
		{"user ID of 65 emoji", prepare(strings.Repeat("😀", 65), nil), "has 130 characters"},
		{"user ID that is not text", prepare("a\xff", nil), "not valid UTF-8"},
		{"user info is a list", prepare("ada", []string{"name"}), "userInfo, a []string, is not a JSON object"},
		{"user info is text", prepare("ada", "Ada"), "not a JSON object"},
		{"user info is not valid UTF-8", prepare("ada", json.RawMessage("{\"name\":\"\xff\"}")), "not valid UTF-8"},
		{"user info is half of an object", prepare("ada", json.RawMessage(`{"name":`)), "can't be encoded"},
		{"user info can't be encoded", prepare("ada", map[string]any{"f": func() {}}), "can't be encoded"},
		{"user info is too long", prepare("ada", map[string]string{"name": strings.Repeat("é", 1014)}), "has 1025 characters"},
		{"empty organization", prepare("ada", nil, liveblocks.WithOrganizationID("")), "the organization ID is empty"},
		{"nil option", prepare("ada", nil, nil), "session option 1 is nil"},

		{"empty pattern", allow("", full...), "the room pattern is empty"},
		{"two asterisks", allow("**", full...), "only once and at the end"},
		{"asterisk at the start", allow("*a", full...), "only once and at the end"},
		{"asterisk in the middle", allow("a*b", full...), "only once and at the end"},
		{"long pattern", allow(long, full...), "has 129 characters"},
		{"long pattern with asterisk", allow(long+"*", full...), "has 129 characters"},
		{"pattern of 65 emoji", allow(strings.Repeat("😀", 65), full...), "has 130 characters"},
		{"pattern that is not text", allow("a\xff", full...), "not valid UTF-8"},
		{"no permission", allow("room"), "no permission is given"},
		{"unknown permission", allow("room", "*:admin"), `unknown permission "*:admin"`},
		{"empty permission", allow("room", ""), `unknown permission ""`},
		{"permission in another case", allow("room", "*:WRITE"), "unknown permission"},
		{"permission with a space", allow("room", "*:write "), "unknown permission"},
		{"one good, one bad", allow("room", "*:write", "storage:wirte"), `"storage:wirte"`},
		{"eleven rooms", func(c *liveblocks.Client) *liveblocks.Session {
			s := c.PrepareSession("ada", nil)
			for i := range 11 {
				s.Allow(fmt.Sprint("room", i), full...)
			}
			return s
		}, `"room10" is one too many: at most 10`},
		{"the first of several mistakes", func(c *liveblocks.Client) *liveblocks.Session {
			return c.PrepareSession("ada", 5).Allow("", full...).Allow("room", "nope")
		}, "userInfo, a int"},
	} {
		t.Run(test.name, func(t *testing.T) {
			client, bodies := mockAPI(t, httpmock.NewStringResponder(200, tokenBody))
			session := test.session(client)
			if err := session.Err(); !errors.Is(err, liveblocks.ErrInvalidArgument) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Err is %v, want an ErrInvalidArgument that says %q", err, test.want)
			}
			resp, err := session.Authorize(t.Context())
			if !errors.Is(err, session.Err()) {
				t.Errorf("Authorize returned %v, Err %v", err, session.Err())
			}
			checkFailure(t, resp, 503)
			if len(*bodies) > 0 {
				t.Errorf("%d requests were sent", len(*bodies))
			}
		})
	}
}

// TestLimits takes the longest values that are allowed.
func TestLimits(t *testing.T) {
	client, _ := mockAPI(t, httpmock.NewStringResponder(200, tokenBody))
	info := map[string]string{"name": strings.Repeat("é", 1013)}
	separators := map[string]string{"name": strings.Repeat("\u2028", 1000) + strings.Repeat(`\`, 6)}
	for _, id := range []string{strings.Repeat("房", 128), strings.Repeat("😀", 64), strings.Repeat("x", 128)} {
		session := client.PrepareSession(id, info).Allow(id, liveblocks.FullAccess).Allow(id+"*", liveblocks.ReadAccess)
		if _, err := session.Authorize(t.Context()); err != nil {
			t.Error(err)
		}
		if err := client.PrepareSession(id, separators).Err(); err != nil {
			t.Error(err)
		}
	}
	session := client.PrepareSession("ada", nil)
	for range 2 {
		for i := range 10 {
			session.Allow(fmt.Sprint("room", i), liveblocks.FullAccess)
		}
	}
	if err := session.Err(); err != nil {
		t.Error(err)
	}
}

func TestSessionIsSealed(t *testing.T) {
	client, bodies := mockAPI(t, httpmock.NewStringResponder(200, tokenBody))
	session := client.PrepareSession("ada", nil).Allow("room", liveblocks.FullAccess)
	if _, err := session.Authorize(t.Context()); err != nil {
		t.Fatal(err)
	}
	resp, err := session.Authorize(t.Context())
	if !errors.Is(err, liveblocks.ErrInvalidArgument) || !strings.Contains(err.Error(), "authorized already") {
		t.Errorf("got %v", err)
	}
	checkFailure(t, resp, 503)
	if err := session.Allow("other", liveblocks.FullAccess).Err(); err == nil {
		t.Error("a session that was authorized can be changed")
	}
	if len(*bodies) != 1 {
		t.Errorf("%d requests were sent", len(*bodies))
	}
}

// checkFailure checks that a response tells the browser that there is no token.
func checkFailure(t *testing.T, resp *liveblocks.AuthResponse, status int) {
	t.Helper()
	if resp == nil {
		t.Fatal("no response")
	}
	if resp.Status != status {
		t.Errorf("status %d, want %d", resp.Status, status)
	}
	if !bytes.Contains(resp.Body, []byte(`"error":`)) || bytes.Contains(resp.Body, []byte("token\":")) {
		t.Errorf("body %s", resp.Body)
	}
}

func TestAuthorizeFailures(t *testing.T) {
	for _, test := range []struct {
		name   string
		status int
		body   string
		is     error
		want   string // status and body for the browser
	}{
		{"invalid key", 403, `{"error":"INVALID_SECRET_KEY","message":"No such key"}`, liveblocks.ErrForbidden, `403 {"error":"forbidden","reason":"No such key"}`},
		{"refused without a body", 403, ``, liveblocks.ErrForbidden, `403 {"error":"forbidden","reason":"Forbidden"}`},
		{"wrong kind of key", 401, `{"error":"WRONG_KEY_USED","message":"Use a secret key"}`, liveblocks.ErrUnauthorized, `401 {"error":"forbidden","reason":"Use a secret key"}`},
		{"unprocessable", 422, `{"error":"UNPROCESSABLE","message":"name must be text"}`, liveblocks.ErrUnprocessable, `422 {"error":"forbidden","reason":"name must be text"}`},
		{"rate limit", 429, `{}`, liveblocks.ErrRateLimited, `429 {"error":"unavailable","reason":"Too Many Requests"}`},
		{"conflict", 409, `{}`, liveblocks.ErrConflict, `409 {"error":"unavailable","reason":"Conflict"}`},
		{"HTML", 502, `<h1>Bad Gateway</h1>`, liveblocks.ErrUnavailable, unavailable},
		{"server error", 500, `{"error":"INTERNAL"}`, liveblocks.ErrUnavailable, unavailable},
		{"redirect", 302, ``, nil, unavailable},
		{"not a token", 200, `{"id":1}`, nil, unavailable},
		{"an empty token", 200, `{"token":""}`, nil, unavailable},
		{"a token that is not text", 200, `{"token":5}`, nil, unavailable},
		{"half a token", 200, `{"token":"abc`, nil, unavailable},
		{"null", 200, ` null `, nil, unavailable},
		{"a login page", 200, `<html>`, nil, unavailable},
		{"nothing", 204, ``, nil, unavailable},
	} {
		t.Run(test.name, func(t *testing.T) {
			client, _ := mockAPI(t, httpmock.NewStringResponder(test.status, test.body))
			for name, call := range map[string]func() (*liveblocks.AuthResponse, error){
				"Authorize": func() (*liveblocks.AuthResponse, error) {
					return client.PrepareSession("ada", nil).Allow("room", liveblocks.FullAccess).Authorize(t.Context())
				},
				"IdentifyUser": func() (*liveblocks.AuthResponse, error) {
					return client.IdentifyUser(t.Context(), liveblocks.Identity{UserID: "ada"}, nil)
				},
			} {
				resp, err := call()
				var e *liveblocks.Error
				if !errors.As(err, &e) || e.Status != test.status {
					t.Fatalf("%s returned error %v, want status %d", name, err, test.status)
				}
				if test.is != nil && !errors.Is(err, test.is) {
					t.Errorf("%s: error %v is not %v", name, err, test.is)
				}
				if got := fmt.Sprintf("%d %s", resp.Status, resp.Body); got != test.want {
					t.Errorf("%s: the browser is told %s, want %s", name, got, test.want)
				}
			}
		})
	}
}

const unavailable = `503 {"error":"unavailable","reason":"no token can be issued at the moment"}`

// TestTokenForms: JSON has many ways to say the same.
func TestTokenForms(t *testing.T) {
	for _, body := range []string{
		tokenBody, " {\n \"token\": \"abc\" }\n", `{"status":200,"token":"abc"}`, `{"token":"abc","more":{}}`, `{"\u0074oken":"abc"}`,
	} {
		client, _ := mockAPI(t, httpmock.NewStringResponder(201, body))
		resp, err := client.PrepareSession("ada", nil).Authorize(t.Context())
		if err != nil || resp.Status != 200 || string(resp.Body) != body {
			t.Errorf("%s: got %v %s, %v", body, resp, resp.Body, err)
		}
	}
}

func TestIdentifyUserSends(t *testing.T) {
	for _, test := range []struct {
		identity liveblocks.Identity
		info     any
		want     string
	}{
		{liveblocks.Identity{UserID: "ada"}, nil, `{"userId":"ada"}`},
		{liveblocks.Identity{UserID: "ada", GroupIDs: []string{}}, nil, `{"userId":"ada","groupIds":[]}`},
		{
			liveblocks.Identity{UserID: "ada", GroupIDs: []string{"eng", "数学"}, OrganizationID: "acme"},
			member{Name: "Ada"},
			`{"userId":"ada","groupIds":["eng","数学"],"userInfo":{"name":"Ada"},"organizationId":"acme"}`,
		},
	} {
		client, bodies := mockAPI(t, httpmock.NewStringResponder(200, tokenBody))
		resp, err := client.IdentifyUser(t.Context(), test.identity, test.info)
		if err != nil || resp.Status != 200 {
			t.Errorf("got %v, %v", resp, err)
		}
		if diff := cmp.Diff([]string{test.want}, *bodies); diff != "" {
			t.Errorf("request (-want +got):\n%s", diff)
		}
	}
	client, bodies := mockAPI(t, httpmock.NewStringResponder(200, tokenBody))
	for want, identity := range map[string]liveblocks.Identity{
		"the user ID is empty":  {},
		"the group ID is empty": {UserID: "ada", GroupIDs: []string{"eng", ""}},
		"organization ID":       {UserID: "ada", OrganizationID: strings.Repeat("x", 129)},
	} {
		resp, err := client.IdentifyUser(t.Context(), identity, nil)
		if !errors.Is(err, liveblocks.ErrInvalidArgument) || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an ErrInvalidArgument that says %q", err, want)
		}
		checkFailure(t, resp, 503)
	}
	resp, err := client.IdentifyUser(t.Context(), liveblocks.Identity{UserID: "ada"}, []int{1})
	if !errors.Is(err, liveblocks.ErrInvalidArgument) {
		t.Errorf("got %v", err)
	}
	checkFailure(t, resp, 503)
	if len(*bodies) > 0 {
		t.Errorf("%d requests were sent", len(*bodies))
	}
}

func TestUselessTokensAreLogged(t *testing.T) {
	for want, allow := range map[string]func(*liveblocks.Session){
		"without any permission": func(*liveblocks.Session) {},
		"without FullAccess or ReadAccess": func(s *liveblocks.Session) {
			s.Allow("room", liveblocks.StorageWrite).Allow("*", liveblocks.CommentsRead)
		},
		"": func(s *liveblocks.Session) {
			s.Allow("room", liveblocks.StorageWrite).Allow("*", liveblocks.ReadAccess)
		},
	} {
		var log bytes.Buffer
		client, _ := mockAPI(t, httpmock.NewStringResponder(200, tokenBody), liveblocks.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
		session := client.PrepareSession("ada", nil)
		allow(session)
		if _, err := session.Authorize(t.Context()); err != nil {
			t.Error(err)
		}
		if got := log.String(); !strings.Contains(got, want) || want == "" && got != "" || want != "" && !strings.Contains(got, "level=WARN") {
			t.Errorf("log %q, want a warning that says %q", got, want)
		}
	}
}

// TestPermissions holds the constants against those of @liveblocks/node, which
// are listed here as the wire has them.
func TestPermissions(t *testing.T) {
	want := strings.Fields(`*:read *:write room:write room:read
		storage:read storage:write storage:none comments:write comments:read comments:none
		comments:public:write comments:public:read comments:public:none
		comments:private:write comments:private:read comments:private:none
		feeds:read feeds:write feeds:none room:presence:write`)
	if len(want) != 20 {
		t.Fatalf("%d permissions", len(want))
	}
	client, _ := mockAPI(t, httpmock.NewStringResponder(200, tokenBody))
	for _, p := range want {
		if err := client.PrepareSession("ada", nil).Allow("room", liveblocks.Permission(p)).Err(); err != nil {
			t.Errorf("%s: %v", p, err)
		}
	}
}
