package liveblockstest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"unicode/utf8"
)

// AuthCheck says how to check an auth endpoint, for [CheckAuthEndpoint].
type AuthCheck struct {
	// Room is the ID of a room that the user may enter. It is required.
	Room string
	// ForbiddenRoom is one that the user may not enter. It is not tried if empty.
	ForbiddenRoom string
	// SignIn makes a request one of the user, with a cookie for example. If it is
	// set, a request without it has to be refused.
	SignIn func(r *http.Request)
	// Path is where the endpoint is, should the handler serve more than that. The
	// default is "/api/liveblocks-auth".
	Path string
	// Callback is for apps whose authEndpoint is a function in the browser, which
	// returns the body of the answer as an object: the browser does not see the
	// status then.
	Callback bool
}

// AuthAnswer is one answer of an auth endpoint.
type AuthAnswer struct {
	// Name says what was asked, as in "the room" or "a body that is not JSON".
	Name   string
	Status int
	Header http.Header
	Body   []byte
	// Token is the token in the answer, or nil.
	Token *Token
	// Verdict is what a browser makes of it.
	Verdict Verdict
	// Problems say what is wrong. There should be none.
	Problems []string
}

// AuthReport is what [CheckAuthEndpoint] found out.
type AuthReport struct {
	Answers []*AuthAnswer
}

// Err returns an error that names all problems, or nil if there are none.
func (r *AuthReport) Err() error {
	var problems []error
	for _, a := range r.Answers {
		for _, p := range a.Problems {
			problems = append(problems, fmt.Errorf("liveblockstest: asked for %s, the auth endpoint answered with status %d: %s", a.Name, a.Status, p))
		}
	}
	return errors.Join(problems...)
}

// String lists the answers, what a browser makes of them, and the problems. It
// has no tokens in it.
func (r *AuthReport) String() string {
	var b strings.Builder
	for _, a := range r.Answers {
		fmt.Fprintf(&b, "%s: status %d, the browser %s\n", a.Name, a.Status, a.Verdict)
		for _, p := range a.Problems {
			fmt.Fprintf(&b, "  problem: %s\n", p)
		}
	}
	return b.String()
}

// tooLarge is the size of a request that no browser makes, and no endpoint
// should read.
const tooLarge = 2 << 20

// CheckAuthEndpoint asks a handler for tokens, as the browser's client does and
// as it never does, and reports whether it is a correct auth endpoint:
//
//   - For the room it issues a token that lets the user in, another one each
//     time, and does not ask caches to keep it.
//   - Without a room it issues a token, or refuses for good.
//   - It refuses a body that is not JSON, a room that is not a string, and a body
//     of 2 MiB with status 4xx, and any method but POST.
//   - A room's ID that ends in an asterisk gets no token for more rooms than the
//     room itself does: in a token it would be a pattern.
//   - A forbidden room and a request that is not signed in are refused so that
//     the browser stops, and without a token for the room.
//
// The handler is called directly, and is better tested with the middleware that
// it has in the app. It gets its tokens from a [Server], as a rule.
//
//	report := liveblockstest.CheckAuthEndpoint(handler, liveblockstest.AuthCheck{Room: "my-room"})
//	if err := report.Err(); err != nil {
//		t.Error(err)
//	}
//
// See https://liveblocks.io/docs/authentication.
func CheckAuthEndpoint(h http.Handler, check AuthCheck) *AuthReport {
	if check.Room == "" || strings.HasSuffix(check.Room, "*") {
		panic("liveblockstest: AuthCheck.Room must be the ID of a room that the user may enter")
	}
	if check.Path == "" {
		check.Path = "/api/liveblocks-auth"
	}
	c := &authChecker{handler: h, AuthCheck: check, report: new(AuthReport)}
	c.checkRooms()
	c.checkRefusals()
	return c.report
}

type authChecker struct {
	AuthCheck
	handler http.Handler
	report  *AuthReport
}

func (c *authChecker) checkRooms() {
	first := c.ask("the room", c.room(c.Room))
	if first.require(Connects); first.Token != nil && !first.Token.CoversRoom(c.Room) {
		first.problem("the token grants nothing for the room %q, so the browser stops", c.Room)
	}
	second := c.ask("the room again", c.room(c.Room))
	if first.Token != nil && bytes.Equal(first.Body, second.Body) {
		second.problem("the token is the same as before: a browser that meets it again after it has expired may stop; do not cache tokens")
	}

	if a := c.ask("no room", []byte("{}")); a.Verdict == Retries {
		a.problem("the browser would try for ever: issue a token for what belongs to no room, or refuse for good")
	}

	_, n := utf8.DecodeRuneInString(c.Room)
	for _, pattern := range []string{"*", c.Room[:n] + "*", c.Room + "*"} {
		a := c.ask(fmt.Sprintf("the room %q", pattern), c.room(pattern))
		if a.Token == nil || a.Token.IsID {
			continue
		}
		if _, granted := a.Token.Permissions[pattern]; granted && (first.Token == nil || len(first.Token.Permissions[pattern]) == 0) {
			a.problem("the token has the pattern %q, which is for all rooms whose IDs begin like that: refuse room IDs with an asterisk", pattern)
		}
	}
}

func (c *authChecker) checkRefusals() {
	if c.ForbiddenRoom != "" {
		a := c.ask("a forbidden room", c.room(c.ForbiddenRoom))
		if a.Token != nil && a.Token.CoversRoom(c.ForbiddenRoom) {
			a.problem("the token lets the user enter the room %q", c.ForbiddenRoom)
		} else if a.Token == nil {
			a.require(Stops)
		}
	}
	if c.SignIn != nil {
		signIn := c.SignIn
		c.SignIn = nil
		c.ask("the room, but not signed in", c.room(c.Room)).require(Stops)
		c.SignIn = signIn
	}

	large, _ := json.Marshal(map[string]string{"room": c.Room, "more": strings.Repeat("x", tooLarge)})
	for _, request := range []struct {
		name string
		body []byte
	}{
		{"a body that is not JSON", []byte(`{"room":`)},
		{"a body that is not an object", []byte(`[]`)},
		{"a room that is not a string", []byte(`{"room":5}`)},
		{"a room in a body of 2 MiB", large},
	} {
		if a := c.ask(request.name, request.body); a.Status < 400 || a.Status >= 500 {
			a.problem("want a status of 4xx: no Liveblocks client asks like this")
		}
	}
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete} {
		if a := c.askBy(method, "the room by "+method, c.room(c.Room)); a.Status < 400 || a.Status >= 500 || a.Token != nil {
			a.problem("want status 405: a token is only for POST, which no link and no cache can make")
		}
	}
}

func (c *authChecker) room(id string) []byte {
	body, _ := json.Marshal(map[string]string{"room": id})
	return body
}

func (c *authChecker) ask(name string, body []byte) *AuthAnswer {
	return c.askBy(http.MethodPost, name, body)
}

// askBy makes a request. What has to be right of every answer is checked here.
func (c *authChecker) askBy(method, name string, body []byte) *AuthAnswer {
	r := httptest.NewRequest(method, c.Path, bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if c.SignIn != nil {
		c.SignIn(r)
	}
	w := httptest.NewRecorder()
	panicked := serve(c.handler, w, r)
	answer := w.Result()
	a := &AuthAnswer{Name: name, Status: answer.StatusCode, Header: answer.Header, Body: w.Body.Bytes()}
	a.Verdict = judge(a.Status, a.Body, c.Callback)
	switch {
	case panicked != nil:
		a.Verdict = Retries // it has lost the connection
		a.problem("the handler panicked: %v", panicked)
	case a.Verdict == Connects:
		a.Token, _ = ParseToken(a.Body)
		caching := a.Header.Get("Cache-Control")
		if strings.Contains(caching, "max-age") || strings.Contains(caching, "public") {
			a.problem("the header Cache-Control is %q, but tokens must not be cached: want no-store", caching)
		}
	}
	c.report.Answers = append(c.report.Answers, a)
	return a
}

func serve(h http.Handler, w http.ResponseWriter, r *http.Request) (panicked any) {
	defer func() { panicked = recover() }()
	h.ServeHTTP(w, r)
	return nil
}

func (a *AuthAnswer) problem(format string, args ...any) {
	a.Problems = append(a.Problems, fmt.Sprintf(format, args...))
}

// require reports if the browser would not do what it should.
func (a *AuthAnswer) require(want Verdict) {
	if a.Verdict != want {
		a.problem("the browser %s: want an answer at which it %s", a.Verdict, want)
	}
}
