package liveblockstest_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/liveblockstest"
)

func signIn(r *http.Request) { r.AddCookie(&http.Cookie{Name: "user", Value: "ada"}) }

// authorize is an AuthFunc that lets users who are signed in into one room.
func authorize(client *liveblocks.Client) liveblocks.AuthFunc {
	return func(r *http.Request, room string) (*liveblocks.Session, error) {
		user, err := r.Cookie("user")
		if err != nil {
			return nil, liveblocks.ErrUnauthenticated
		}
		session := client.PrepareSession(user.Value, nil)
		switch room {
		case "":
			return session, nil
		case "my-room":
			return session.Allow(room, liveblocks.FullAccess), nil
		}
		return nil, liveblocks.Forbidden("not a member")
	}
}

var fullCheck = liveblockstest.AuthCheck{Room: "my-room", ForbiddenRoom: "other", SignIn: signIn}

func TestCheckAuthEndpoint(t *testing.T) {
	_, client := newServer(t)
	for _, callback := range []bool{false, true} {
		check := fullCheck
		check.Callback = callback
		report := liveblockstest.CheckAuthEndpoint(client.AuthHandler(authorize(client)), check)
		if err := report.Err(); err != nil {
			t.Errorf("AuthHandler, callback %v: %v", callback, err)
		}
		if text := report.String(); !strings.Contains(text, "the room: status 200, the browser connects\n") || strings.Contains(text, "eyJ") {
			t.Errorf("the report is\n%s", text)
		}
	}
}

// Each handler has one mistake, which the check names.
func TestCheckAuthEndpointFinds(t *testing.T) {
	server, client := newServer(t, liveblocks.WithMaxAttempts(1))
	right := client.AuthHandler(authorize(client))
	token := func(w http.ResponseWriter, r *http.Request, pattern string) {
		resp, err := client.PrepareSession("ada", nil).Allow(pattern, liveblocks.FullAccess).Authorize(r.Context())
		if err != nil {
			t.Error(err)
		}
		resp.ServeHTTP(w, r)
	}
	roomOf := func(r *http.Request) (room string, err error) {
		var body struct{ Room string }
		err = json.NewDecoder(r.Body).Decode(&body)
		return body.Room, err
	}
	cached, _ := client.PrepareSession("ada", nil).Allow("my-room", liveblocks.FullAccess).Authorize(t.Context())

	for name, test := range map[string]struct {
		handler http.HandlerFunc
		check   func(*liveblockstest.AuthCheck)
		want    string
	}{
		"any room that is asked for": {
			handler: func(w http.ResponseWriter, r *http.Request) {
				if room, err := roomOf(r); err == nil && room != "" {
					token(w, r, room)
					return
				}
				right.ServeHTTP(w, r)
			},
			want: `the token has the pattern "*"`,
		},
		"a token for everything": {
			handler: func(w http.ResponseWriter, r *http.Request) { token(w, r, "*") },
			want:    `the token lets the user enter the room "other"`,
		},
		"any method": {
			handler: func(w http.ResponseWriter, r *http.Request) {
				r.Method = http.MethodPost
				right.ServeHTTP(w, r)
			},
			want: "asked for the room by GET, the auth endpoint answered with status 200: want status 405",
		},
		"a body that is not read": {
			handler: func(w http.ResponseWriter, r *http.Request) { token(w, r, "my-room") },
			want:    "asked for a body that is not JSON, the auth endpoint answered with status 200: want a status of 4xx",
		},
		"no limit": {
			handler: func(w http.ResponseWriter, r *http.Request) {
				if room, err := roomOf(r); err == nil && room == "my-room" {
					token(w, r, room)
					return
				}
				right.ServeHTTP(w, r)
			},
			want: "asked for a room in a body of 2 MiB",
		},
		"a cached token": {
			handler: func(w http.ResponseWriter, r *http.Request) { cached.ServeHTTP(w, r) },
			want:    "asked for the room again, the auth endpoint answered with status 200: the token is the same",
		},
		"a token for caches": {
			handler: func(w http.ResponseWriter, r *http.Request) {
				resp, _ := client.PrepareSession("ada", nil).Allow("my-room", liveblocks.FullAccess).Authorize(r.Context())
				w.Header().Set("Cache-Control", "max-age=60")
				_, _ = w.Write(resp.Body)
			},
			want: `Cache-Control is "max-age=60"`,
		},
		"a token for another room": {
			handler: func(w http.ResponseWriter, r *http.Request) { token(w, r, "lobby") },
			want:    `the token grants nothing for the room "my-room"`,
		},
		"an error of its own for those who are not signed in": {
			handler: func(w http.ResponseWriter, r *http.Request) {
				if _, err := r.Cookie("user"); err != nil {
					http.Error(w, "please sign in", http.StatusPaymentRequired)
					return
				}
				right.ServeHTTP(w, r)
			},
			want: "asked for the room, but not signed in, the auth endpoint answered with status 402: the browser retries",
		},
		"a refusal that a callback does not understand": {
			handler: func(w http.ResponseWriter, r *http.Request) {
				if room, err := roomOf(r); err == nil && room == "other" {
					w.WriteHeader(http.StatusForbidden)
					_, _ = io.WriteString(w, `{"error":"Forbidden"}`)
					return
				}
				right.ServeHTTP(w, r)
			},
			check: func(c *liveblockstest.AuthCheck) { c.Callback = true },
			want:  "asked for a forbidden room, the auth endpoint answered with status 403: the browser retries",
		},
		"a room is required": {
			handler: func(w http.ResponseWriter, r *http.Request) {
				if r.ContentLength == 2 {
					http.Error(w, "no room", http.StatusInternalServerError)
					return
				}
				right.ServeHTTP(w, r)
			},
			want: "the browser would try for ever",
		},
		"a panic": {
			handler: func(http.ResponseWriter, *http.Request) { panic(errors.New("boom")) },
			want:    "the handler panicked: boom",
		},
	} {
		check := fullCheck
		if test.check != nil {
			test.check(&check)
		}
		err := liveblockstest.CheckAuthEndpoint(test.handler, check).Err()
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got\n%v\nwant %q", name, err, test.want)
		}
	}

	// The service is down: the browser should try again, but the test wants a token.
	server.Inject(liveblockstest.Fault{Route: "POST /v2/authorize-user", Status: 503, Times: -1})
	report := liveblockstest.CheckAuthEndpoint(right, fullCheck)
	if got := report.Answers[0].Verdict; got != liveblockstest.Retries {
		t.Errorf("while the service is down, the browser %s", got)
	}
	mustPanic(t, "AuthCheck.Room", func() { liveblockstest.CheckAuthEndpoint(right, liveblockstest.AuthCheck{}) })
}
