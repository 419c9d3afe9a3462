package parity

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A transport answers the requests of a vector, and reports those that are not as recorded. It does
// no I/O, so that a client's pauses take no time in a bubble of testing/synctest.
type transport struct {
	t         testing.TB
	generated string
	fails     bool // the call fails, and may do so before all that travels side by side is sent

	mu        sync.Mutex
	exchanges []Exchange
	done      []bool
	last      int // the index of the exchange served last, -1 at first
}

func newTransport(t testing.TB, v *Vector) *transport {
	exchanges := v.wantExchanges()
	if v.refuses() {
		exchanges = nil
	}
	return &transport{
		t:         t,
		generated: v.Generated,
		fails:     v.fails(),
		exchanges: exchanges,
		done:      make([]bool, len(exchanges)),
		last:      -1,
	}
}

// RoundTrip implements [http.RoundTripper].
func (rt *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		defer req.Body.Close()
		var err error
		if body, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	if req.ContentLength >= 0 && req.ContentLength != int64(len(body)) {
		rt.t.Errorf("%s %s: content length %d for %d bytes", req.Method, req.URL, req.ContentLength, len(body))
	}

	rt.mu.Lock()
	defer rt.mu.Unlock()
	i := rt.pick(req)
	if i < 0 {
		rt.t.Errorf("a request more than the package sent: %s %s\n%s", req.Method, req.URL.RequestURI(), shorten(body))
		return nil, errors.New("parity: no such request was recorded")
	}
	rt.done[i], rt.last = true, i
	exchange := &rt.exchanges[i]
	if diff := rt.compare(&exchange.Request, req, body); diff != "" {
		rt.t.Errorf("request %d differs (- package, + Go):\n%s", i+1, diff)
	}
	if exchange.Answer.Drop {
		return nil, errors.New("parity: connection lost")
	}
	return response(req, &exchange.Answer), nil
}

// pick returns the exchange that req belongs to, -1 for none. Where several requests travel side by
// side it goes by method and path. A request that follows a passing failure may be a second try.
func (rt *transport) pick(req *http.Request) int {
	next := slices.Index(rt.done, false)
	if next >= 0 {
		for i := next; i < len(rt.exchanges); i++ {
			exchange := &rt.exchanges[i]
			if !rt.done[i] && rt.sameTarget(&exchange.Request, req) && (exchange.Concurrent || rt.mayFollow(i)) {
				return i
			}
			if !exchange.Concurrent {
				break
			}
		}
	}
	if rt.last >= 0 {
		last := &rt.exchanges[rt.last]
		if last.Answer.passing() && rt.sameTarget(&last.Request, req) {
			return rt.last
		}
	}
	return next
}

// mayFollow tells whether the exchange at index i may take place now: those before it have.
func (rt *transport) mayFollow(i int) bool {
	for before, done := range rt.done[:i] {
		if !done && !rt.maySkip(before) {
			return false
		}
	}
	return true
}

func (rt *transport) maySkip(i int) bool { return rt.fails && rt.exchanges[i].Concurrent }

// passing tells whether a client may try again after the answer.
func (a *Answer) passing() bool {
	return a.Drop || a.Status == http.StatusTooManyRequests || a.Status >= http.StatusInternalServerError
}

func (rt *transport) sameTarget(want *Request, got *http.Request) bool {
	return want.Method == got.Method && rt.samePath(want.Path, got.URL.EscapedPath())
}

// generatedID is what stands in an ID for the random part.
const generatedID = `[A-Za-z0-9_-]{21}`

func (rt *transport) samePath(want, got string) bool {
	if rt.generated == "" || !strings.Contains(want, rt.generated) {
		return want == got
	}
	pattern := strings.ReplaceAll(regexp.QuoteMeta(want), regexp.QuoteMeta(rt.generated), generatedID)
	matches := regexp.MustCompile("^" + pattern + "$").MatchString(got)
	if matches {
		// The ID is made up once: from here on it has to be the same.
		rt.adopt(want, got)
	}
	return matches
}

func (rt *transport) adopt(want, got string) {
	start := strings.Index(want, rt.generated)
	id := got[start : start+len(rt.generated)]
	for i := range rt.exchanges {
		path := &rt.exchanges[i].Request.Path
		*path = strings.ReplaceAll(*path, rt.generated, id)
	}
	rt.generated = ""
}

// onTheWire is what is compared of a request.
type onTheWire struct {
	Method        string
	Path          string
	Query         url.Values
	Authorization string
	ContentType   string
	JSON          any
	Bytes         string
}

func (rt *transport) compare(want *Request, req *http.Request, body []byte) string {
	wantSide := onTheWire{
		Method:        want.Method,
		Path:          want.Path,
		Query:         parseQuery(want.Query),
		Authorization: want.Headers["authorization"],
		ContentType:   want.Headers["content-type"],
		Bytes:         "none",
	}
	gotSide := onTheWire{
		Method:        req.Method,
		Path:          req.URL.EscapedPath(),
		Query:         parseQuery(req.URL.RawQuery),
		Authorization: strings.Join(req.Header.Values("Authorization"), ", "),
		ContentType:   strings.Join(req.Header.Values("Content-Type"), ", "),
		Bytes:         "none",
	}
	switch {
	case want.JSON != nil:
		wantSide.JSON, _ = parseJSON(want.JSON)
		var err error
		if gotSide.JSON, err = parseJSON(body); err != nil {
			gotSide.JSON = fmt.Sprintf("%v: %s", err, shorten(body))
		}
	case want.Bytes != nil:
		wantSide.Bytes = fmt.Sprintf("%d bytes, SHA-256 %s", want.Bytes.Size, want.Bytes.SHA256)
		gotSide.Bytes = describe(body)
	case len(body) > 0:
		gotSide.Bytes = fmt.Sprintf("%s: %s", describe(body), shorten(body))
	}
	return cmp.Diff(wantSide, gotSide)
}

func parseQuery(raw string) url.Values {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return url.Values{"malformed": {raw}}
	}
	return values
}

func describe(body []byte) string {
	sum := sha256.Sum256(body)
	return fmt.Sprintf("%d bytes, SHA-256 %s", len(body), hex.EncodeToString(sum[:]))
}

func shorten(body []byte) string {
	const most = 300
	if len(body) > most {
		return string(body[:most]) + "..."
	}
	return string(body)
}

func response(req *http.Request, a *Answer) *http.Response {
	body := a.Base64
	switch {
	case a.JSON != nil:
		body = a.JSON
	case a.Text != "":
		body = []byte(a.Text)
	}
	header := http.Header{}
	for name, value := range a.Headers {
		header.Set(name, value)
	}
	return &http.Response{
		Status:        fmt.Sprintf("%d %s", a.Status, http.StatusText(a.Status)),
		StatusCode:    a.Status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        header,
		Body:          io.NopCloser(bytes.NewReader(body)),
		ContentLength: int64(len(body)),
		Request:       req,
	}
}

// finish reports the requests that were recorded and not made.
func (rt *transport) finish() {
	rt.t.Helper()
	rt.mu.Lock()
	defer rt.mu.Unlock()
	for i, done := range rt.done {
		if !done && !rt.maySkip(i) {
			want := &rt.exchanges[i].Request
			rt.t.Errorf("request %d was not made: %s %s?%s", i+1, want.Method, want.Path, want.Query)
		}
	}
}
