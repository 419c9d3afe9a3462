package liveblocks_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/internal/parity"
)

// method is one method of Client that calls the API. What is true of all of
// them, above all how they fail, is tested once, for every method of
// methodSections; API.md is made from the same table.
type method struct {
	name   string // in Go
	jsName string // in @liveblocks/node; empty if it has no such method

	httpMethod string
	route      string // with placeholders, as in "/v2/rooms/{roomId}"
	// ids is how many IDs the caller gives, if not one for each placeholder:
	// some are made up by the method.
	ids int

	// call calls the method with the IDs, for the placeholders in their order.
	// A method that returns an iterator is ranged over.
	call func(ctx context.Context, c *liveblocks.Client, ids []string) error

	// repeatable says that the method is tried again after a failure that may
	// have been a success.
	repeatable bool
	// answer is a body of success, if not "{}".
	answer string
	// reads says that the request changes nothing, although it is no GET.
	reads bool
	// noAnswer says that nothing is expected of a successful answer's body, and
	// binary that it is not JSON.
	noAnswer, binary bool
}

// methodSection has the methods of a section of the official docs.
type methodSection struct {
	title   string
	methods []method
}

// methodSections is all of the API, in the order of the official docs.
var methodSections = []methodSection{
	{"Authorization", sessionMethods},
	{"Rooms", roomsMethods},
	{"Storage", slices.Concat(storageMethods, mutationMethods)},
	{"Yjs", yjsMethods},
	{"Version history", versionsMethods},
	{"Threads", threadsMethods},
	{"Comments", commentsMethods},
	{"Groups", groupsMethods},
	{"Attachments", attachmentsMethods},
	{"Storage files", filesMethods},
	{"Notifications", notificationsMethods},
	{"Feeds", feedsMethods},
	{"AI copilots", aiMethods},
}

// notCalls are the methods of Client that call nothing by themselves.
var notCalls = []string{"AuthHandler", "CloseIdleConnections", "GoString", "PrepareSession", "String"}

func TestEveryMethodIsListed(t *testing.T) {
	var listed, listedJS []string
	for _, s := range methodSections {
		for _, m := range s.methods {
			listed = append(listed, m.name)
			listedJS = append(listedJS, m.jsName)
		}
	}
	client := reflect.TypeFor[*liveblocks.Client]()
	for i := range client.NumMethod() {
		name := client.Method(i).Name
		if !slices.Contains(listed, name) && !slices.Contains(notCalls, name) {
			t.Errorf("%s is in no list of methods", name)
		}
	}
	official, err := parity.Methods()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range official {
		if !slices.Contains(listedJS, name) {
			t.Errorf("@liveblocks/node has %s, which is in no list of methods", name)
		}
	}
}

func TestEveryMethod(t *testing.T) {
	for _, s := range methodSections {
		for _, m := range s.methods {
			t.Run(m.name, func(t *testing.T) {
				for name, test := range methodTests {
					t.Run(name, func(t *testing.T) {
						synctest.Test(t, func(t *testing.T) { test(t, m) })
					})
				}
			})
		}
	}
}

// methodTests run for every method, each in a bubble of its own, so that the
// waits between attempts take no time and no goroutine may be left behind.
var methodTests = map[string]func(*testing.T, method){
	"success":                          testSuccess,
	"odd IDs are escaped":              testOddIDs,
	"impossible IDs are refused":       testImpossibleIDs,
	"context cancelled before":         testCancelledBefore,
	"context cancelled during":         testCancelledDuring,
	"not found":                        testNotFound,
	"rate limited":                     testRateLimited,
	"rate limited once":                testRateLimitedOnce,
	"HTML of a proxy":                  testHTML,
	"not JSON":                         testNotJSON,
	"null":                             testNull,
	"too large":                        testTooLarge,
	"broken off":                       testBrokenOff,
	"retry after an ambiguous failure": testAmbiguous,
}

// maxAttempts is the client's own default.
const maxAttempts = 5

const methodSecret = "sk_test_notToBePrinted"

// canned is a RoundTripper that answers the first request with the first of its
// answers and so on, and all further ones with the last.
type canned struct {
	answers  []func(*http.Request) (*http.Response, error)
	requests []*http.Request
	open     atomic.Int64 // bodies that nobody has closed
}

func (s *canned) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	if req.Body != nil {
		if _, err := io.Copy(io.Discard, req.Body); err != nil {
			return nil, err
		}
		req.Body.Close()
	}
	s.requests = append(s.requests, req)
	resp, err := s.answers[min(len(s.requests), len(s.answers))-1](req)
	if err != nil {
		return nil, err
	}
	resp.Request = req
	s.open.Add(1)
	resp.Body = &countedBody{ReadCloser: resp.Body, open: &s.open}
	return resp, nil
}

type countedBody struct {
	io.ReadCloser
	open   *atomic.Int64
	closed bool
}

func (b *countedBody) Close() error {
	if !b.closed {
		b.open.Add(-1)
	}
	b.closed = true
	return b.ReadCloser.Close()
}

func answer(status int, body string, headers ...string) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) {
		h := http.Header{}
		for i := 0; i < len(headers); i += 2 {
			h.Set(headers[i], headers[i+1])
		}
		return &http.Response{
			StatusCode:    status,
			Header:        h,
			Body:          io.NopCloser(strings.NewReader(body)),
			ContentLength: int64(len(body)),
		}, nil
	}
}

func connectionLost(*http.Request) (*http.Response, error) {
	return nil, errors.New("connection reset by peer")
}

// newCanned returns a server and a client of it. When the test ends, all bodies
// must have been closed.
func newCanned(t *testing.T, answers ...func(*http.Request) (*http.Response, error)) (*canned, *liveblocks.Client) {
	t.Helper()
	s := &canned{answers: answers}
	c, err := liveblocks.New(methodSecret, liveblocks.WithHTTPClient(&http.Client{Transport: s}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if n := s.open.Load(); n != 0 {
			t.Errorf("%d bodies were not closed", n)
		}
	})
	return s, c
}

func (m method) success() func(*http.Request) (*http.Response, error) {
	if m.answer == "" {
		return answer(http.StatusOK, "{}")
	}
	return answer(http.StatusOK, m.answer)
}

func (m method) writes() bool { return m.httpMethod != http.MethodGet && !m.reads }

func (m method) placeholders() int { return strings.Count(m.route, "{") }

// goodIDs returns IDs of which nothing needs escaping.
func (m method) goodIDs() []string {
	n := m.placeholders()
	if m.ids != 0 {
		n = m.ids
	}
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("id-%d", i+1)
	}
	return ids
}

// failure calls the method, which has to fail with an *Error of its own request.
func (m method) failure(t *testing.T, c *liveblocks.Client) *liveblocks.Error {
	t.Helper()
	err := m.call(t.Context(), c, m.goodIDs())
	var e *liveblocks.Error
	if !errors.As(err, &e) {
		t.Fatalf("got error %v, want an *Error", err)
	}
	if e.Method != m.httpMethod || e.Route != m.route {
		t.Errorf("the error is of %s %s, want %s %s", e.Method, e.Route, m.httpMethod, m.route)
	}
	for _, printed := range []string{err.Error(), fmt.Sprintf("%+v %#v", err, err)} {
		if strings.Contains(printed, methodSecret) {
			t.Errorf("the error shows the secret key: %s", printed)
		}
	}
	return e
}

func wantRequests(t *testing.T, s *canned, want int) {
	t.Helper()
	if len(s.requests) != want {
		t.Errorf("%d requests were sent, want %d", len(s.requests), want)
	}
}

func testSuccess(t *testing.T, m method) {
	s, c := newCanned(t, m.success())
	if err := m.call(t.Context(), c, m.goodIDs()); err != nil {
		t.Fatal(err)
	}
	wantRequests(t, s, 1)
	if got := s.requests[0].Method; got != m.httpMethod {
		t.Errorf("method %s, want %s", got, m.httpMethod)
	}
	if got := s.requests[0].Header.Get("Authorization"); got != "Bearer "+methodSecret {
		t.Errorf("authorization %q", got)
	}
}

func testOddIDs(t *testing.T, m method) {
	ids := m.goodIDs()
	if len(ids) != m.placeholders() {
		t.Skip("the method makes IDs up")
	}
	want, _, _ := strings.Cut(m.route, "?")
	for i := range ids {
		ids[i] = fmt.Sprintf("%d/../?a=b&c#d %%2e!'()*~é", i)
		name := want[strings.Index(want, "{") : strings.Index(want, "}")+1]
		want = strings.Replace(want, name, fmt.Sprintf("%d%%2F..%%2F%%3Fa%%3Db%%26c%%23d%%20%%252e!'()*~%%C3%%A9", i), 1)
	}
	s, c := newCanned(t, m.success())
	if err := m.call(t.Context(), c, ids); err != nil {
		t.Fatal(err)
	}
	if got := s.requests[0].URL.EscapedPath(); got != want {
		t.Errorf("path %s, want %s", got, want)
	}
}

func testImpossibleIDs(t *testing.T, m method) {
	for i := range m.goodIDs() {
		for _, bad := range []string{"", ".", "..", "a\xff"} {
			ids := m.goodIDs()
			ids[i] = bad
			s, c := newCanned(t, m.success())
			if err := m.call(t.Context(), c, ids); !errors.Is(err, liveblocks.ErrInvalidArgument) {
				t.Errorf("ID %d is %q: got error %v, want ErrInvalidArgument", i+1, bad, err)
			}
			wantRequests(t, s, 0)
		}
	}
}

func testCancelledBefore(t *testing.T, m method) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s, c := newCanned(t, m.success())
	if err := m.call(ctx, c, m.goodIDs()); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want context.Canceled", err)
	}
	wantRequests(t, s, 0)
}

func testCancelledDuring(t *testing.T, m method) {
	ctx, cancel := context.WithCancel(t.Context())
	_, c := newCanned(t, func(req *http.Request) (*http.Response, error) {
		cancel()
		<-req.Context().Done()
		return nil, req.Context().Err()
	})
	err := m.call(ctx, c, m.goodIDs())
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want context.Canceled", err)
	}
	var e *liveblocks.Error
	if !errors.As(err, &e) || e.MaybeApplied != m.writes() {
		t.Errorf("error %v: want an *Error with MaybeApplied %t", err, m.writes())
	}
}

func testNotFound(t *testing.T, m method) {
	s, c := newCanned(t, answer(http.StatusNotFound, `{"error":"SOMETHING_NOT_FOUND","message":"There is none.","suggestion":"Make one."}`))
	e := m.failure(t, c)
	if !errors.Is(e, liveblocks.ErrNotFound) || e.Code != "SOMETHING_NOT_FOUND" || e.Message != "There is none." || e.Suggestion != "Make one." {
		t.Errorf("the answer got lost: %v", e)
	}
	if e.MaybeApplied {
		t.Error("MaybeApplied is true")
	}
	wantRequests(t, s, 1)
}

func testRateLimited(t *testing.T, m method) {
	s, c := newCanned(t, answer(http.StatusTooManyRequests, ""))
	e := m.failure(t, c)
	if !errors.Is(e, liveblocks.ErrRateLimited) || e.Attempts != maxAttempts || e.MaybeApplied {
		t.Errorf("got %v with %d attempts", e, e.Attempts)
	}
	wantRequests(t, s, maxAttempts)
}

func testRateLimitedOnce(t *testing.T, m method) {
	s, c := newCanned(t, answer(http.StatusTooManyRequests, "", "Retry-After", "2"), m.success())
	if err := m.call(t.Context(), c, m.goodIDs()); err != nil {
		t.Error(err)
	}
	wantRequests(t, s, 2)
}

func testHTML(t *testing.T, m method) {
	_, c := newCanned(t, answer(http.StatusBadGateway, "<html><h1>502 Bad Gateway</h1></html>", "Content-Type", "text/html"))
	e := m.failure(t, c)
	if e.Status != http.StatusBadGateway || e.Message != "" || strings.Contains(e.Error(), "html") {
		t.Errorf("got %v", e)
	}
	wantAttempts := 1
	if m.repeatable {
		wantAttempts = maxAttempts
	}
	if e.Attempts != wantAttempts || e.MaybeApplied != m.writes() {
		t.Errorf("%d attempts, MaybeApplied %t: want %d, %t", e.Attempts, e.MaybeApplied, wantAttempts, m.writes())
	}
}

// wantUnreadable expects that a success with such an answer is an error, which
// must not be repeated: the request was carried out.
func wantUnreadable(t *testing.T, m method, body string) {
	t.Helper()
	s, c := newCanned(t, answer(http.StatusOK, body))
	if m.noAnswer || m.binary {
		if err := m.call(t.Context(), c, m.goodIDs()); err != nil {
			t.Errorf("the body does not matter, and yet: %v", err)
		}
		return
	}
	e := m.failure(t, c)
	if e.Status != http.StatusOK || errors.Unwrap(e) == nil || e.MaybeApplied != m.writes() {
		t.Errorf("got %v with MaybeApplied %t, want %t", e, e.MaybeApplied, m.writes())
	}
	// An upload goes on to look whether the file is there.
	s.requests = slices.DeleteFunc(s.requests, func(r *http.Request) bool { return r.Method != m.httpMethod })
	wantRequests(t, s, 1)
}

func testNotJSON(t *testing.T, m method) { wantUnreadable(t, m, `{"data":[{"id":"a`) }

func testNull(t *testing.T, m method) { wantUnreadable(t, m, " null\n") }

func testTooLarge(t *testing.T, m method) {
	_, c := newCanned(t, func(req *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode:    http.StatusOK,
			Header:        http.Header{},
			Body:          io.NopCloser(bytes.NewReader(nil)),
			ContentLength: 1 << 40,
		}, nil
	})
	e := m.failure(t, c)
	if e.Attempts != 1 || e.MaybeApplied != m.writes() || !strings.Contains(e.Error(), "larger than") {
		t.Errorf("got %v", e)
	}
}

func testBrokenOff(t *testing.T, m method) {
	broken := func(req *http.Request) (*http.Response, error) {
		resp, err := answer(http.StatusOK, `{"id":`)(req)
		resp.ContentLength = 100
		return resp, err
	}
	s, c := newCanned(t, broken, m.success())
	err := m.call(t.Context(), c, m.goodIDs())
	if m.repeatable {
		if err != nil {
			t.Error(err)
		}
		wantRequests(t, s, 2)
		return
	}
	var e *liveblocks.Error
	if !errors.As(err, &e) || !e.MaybeApplied || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
}

// testAmbiguous compares the table with the code: is the request sent again
// when the first may have been carried out?
func testAmbiguous(t *testing.T, m method) {
	for _, first := range []func(*http.Request) (*http.Response, error){
		connectionLost,
		answer(http.StatusInternalServerError, `{"error":"INTERNAL"}`),
		answer(http.StatusServiceUnavailable, ""),
		answer(http.StatusGatewayTimeout, ""),
	} {
		s, c := newCanned(t, first, m.success())
		err := m.call(t.Context(), c, m.goodIDs())
		if m.repeatable {
			if err != nil {
				t.Error(err)
			}
			wantRequests(t, s, 2)
			continue
		}
		var e *liveblocks.Error
		if !errors.As(err, &e) || !e.MaybeApplied {
			t.Errorf("got %v, want an *Error with MaybeApplied", err)
		}
		wantRequests(t, s, 1)
	}
}
