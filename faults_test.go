package liveblocks_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/liveblocks-go/liveblocks"
)

// fault is one way for a server to behave. It gets the request unread.
type fault func(w http.ResponseWriter, r *http.Request)

func issueToken(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	_, _ = io.WriteString(w, tokenBody)
}

// reset ends the connection with a RST instead of an answer, or within one.
func reset(readFirst bool, partial string) fault {
	return func(w http.ResponseWriter, r *http.Request) {
		if readFirst {
			_, _ = io.Copy(io.Discard, r.Body)
		}
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = io.WriteString(conn, partial)
		_ = conn.(*net.TCPConn).SetLinger(0)
		_ = conn.Close()
	}
}

func respond(status int, body string, header ...string) fault {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func slow(d time.Duration) fault {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		select {
		case <-time.After(d):
			issueToken(w, r)
		case <-r.Context().Done():
		}
	}
}

// faultyServer serves the faults in turn, and the last one for ever. When the
// test ends it checks that nothing was leaked: no goroutine, no connection, no
// body of an answer.
type faultyServer struct {
	*httptest.Server
	requests    atomic.Int64
	connections atomic.Int64 // ever made
	client      *http.Client
}

func newFaultyServer(t *testing.T, next func(n int) fault) *faultyServer {
	t.Helper()
	goroutines := runtime.NumGoroutine()
	s := &faultyServer{}
	var open atomic.Int64
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next(int(s.requests.Add(1)))(w, r)
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			s.connections.Add(1)
			open.Add(1)
		case http.StateClosed, http.StateHijacked:
			open.Add(-1)
		}
	}
	s.Start()
	transport := &http.Transport{MaxIdleConnsPerHost: 1000}
	bodies := &bodyCounter{base: transport}
	s.client = &http.Client{Transport: bodies}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		// Goroutines and connections end a moment after they are told to.
		for wait := time.Millisecond; ; wait *= 2 {
			leaked := runtime.NumGoroutine() > goroutines+2 // the server's own
			if !leaked && open.Load() == 0 && bodies.open.Load() == 0 {
				break
			}
			if wait > 5*time.Second {
				t.Errorf("leaked: %d connections, %d bodies, %d goroutines where there were %d",
					open.Load(), bodies.open.Load(), runtime.NumGoroutine(), goroutines)
				break
			}
			time.Sleep(wait)
		}
		s.Close()
	})
	return s
}

func sequence(faults ...fault) func(int) fault {
	return func(n int) fault { return faults[min(n, len(faults))-1] }
}

// bodyCounter counts the answers' bodies that are not closed.
type bodyCounter struct {
	base http.RoundTripper
	open atomic.Int64
}

func (c *bodyCounter) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.base.RoundTrip(r)
	if err == nil {
		c.open.Add(1)
		resp.Body = &countedBody{ReadCloser: resp.Body, open: &c.open}
	}
	return resp, err
}

func TestFaults(t *testing.T) {
	html := "<html><h1>Bad Gateway</h1></html>"
	date := time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)
	for _, test := range []struct {
		name     string
		faults   []fault
		requests int64
		status   int // that of the error, or 200
		browser  int // that which the browser gets
	}{
		{"none", []fault{issueToken}, 1, 200, 200},
		{"reset before the request is read", []fault{reset(false, ""), issueToken}, 2, 200, 200},
		{"reset after the request is read", []fault{reset(true, ""), reset(true, ""), issueToken}, 3, 200, 200},
		{"reset in the headers", []fault{reset(true, "HTTP/1.1 200 OK\r\nContent-"), issueToken}, 2, 200, 200},
		{"reset in the body", []fault{reset(true, "HTTP/1.1 200 OK\r\nContent-Length: 35\r\n\r\n{\"token\":"), issueToken}, 2, 200, 200},
		{"reset in a chunked body", []fault{reset(true, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"token\":\r\n"), issueToken}, 2, 200, 200},
		{"reset for ever", []fault{reset(true, "")}, 5, 0, 503},
		{"not HTTP", []fault{reset(true, "SSH-2.0-OpenSSH_9.6\r\n"), issueToken}, 2, 200, 200},
		{"one slow answer", []fault{slow(time.Hour), issueToken}, 2, 200, 200},
		{"slow for ever", []fault{slow(time.Hour)}, 5, 0, 503},
		{"429 with seconds", []fault{respond(429, "{}", "Retry-After", "1"), issueToken}, 2, 200, 200},
		{"429 with a date", []fault{respond(429, "{}", "Retry-After", date), issueToken}, 2, 200, 200},
		{"429 with something absurd", []fault{respond(429, "{}", "Retry-After", "1e300"), issueToken}, 2, 200, 200},
		{"429 for ever", []fault{respond(429, "{}")}, 5, 429, 429},
		{"500, 502, 503, 504", []fault{respond(500, html), respond(502, html), respond(503, html), respond(504, html), issueToken}, 5, 200, 200},
		{"502 for ever", []fault{respond(502, html)}, 5, 502, 503},
		{"oversize body", []fault{respond(200, `{"token":"`+strings.Repeat("x", 2<<20)+`"}`)}, 1, 200, 503},
		{"oversize error body", []fault{respond(403, `{"message":"`+strings.Repeat("x", 2<<20)+`"}`)}, 1, 403, 403},
		{"redirect to another host", []fault{respond(307, "", "Location", "http://localhost:1/v2/authorize-user")}, 1, 307, 503},
		{"redirect to nowhere", []fault{respond(302, "")}, 1, 302, 503},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := newFaultyServer(t, sequence(test.faults...))
			client := newClient(t, server.URL, liveblocks.WithHTTPClient(server.client), liveblocks.WithAttemptTimeout(time.Second))
			resp, err := client.PrepareSession("ada", nil).Allow("room", liveblocks.FullAccess).Authorize(t.Context())
			if test.browser == 200 {
				if err != nil || resp.Status != 200 || string(resp.Body) != tokenBody {
					t.Errorf("got %v, %v, want a token", resp, err)
				}
			} else {
				var e *liveblocks.Error
				if !errors.As(err, &e) || e.Status != test.status || int64(e.Attempts) != test.requests {
					t.Errorf("got error %v, want status %d after %d attempts", err, test.status, test.requests)
				}
				checkFailure(t, resp, test.browser)
			}
			if got := server.requests.Load(); got != test.requests {
				t.Errorf("%d requests, want %d", got, test.requests)
			}
		})
	}
}

// TestSecretStaysWithItsHost: another host that a redirect names is not even
// asked.
func TestSecretStaysWithItsHost(t *testing.T) {
	var asked atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		server := newFaultyServer(t, sequence(respond(status, "", "Location", other.URL+"/v2/authorize-user?key="+testSecret)))
		client := newClient(t, server.URL, liveblocks.WithHTTPClient(server.client))
		resp, err := client.PrepareSession("ada", nil).Authorize(t.Context())
		checkFailure(t, resp, 503)
		host := strings.TrimPrefix(other.URL, "http://")
		if err == nil || !strings.Contains(err.Error(), "redirects to "+host) || strings.Contains(err.Error(), testSecret) {
			t.Errorf("%d: got error %v, want one that names %s only", status, err, host)
		}
	}
	if asked.Load() > 0 {
		t.Errorf("the other host got %d requests", asked.Load())
	}
}

func TestNobodyListens(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	client := newClient(t, "http://"+address)
	resp, err := client.PrepareSession("ada", nil).Authorize(t.Context())
	checkFailure(t, resp, 503)
	var e *liveblocks.Error
	if !errors.As(err, &e) || e.Attempts != 5 || e.MaybeApplied || !errors.Is(err, liveblocks.ErrUnavailable) {
		t.Errorf("got %#v, want ErrUnavailable after 5 attempts, surely not applied", err)
	}
}

func TestCancelDuringAWait(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	answered := respond(503, `{"error":"DOWN","message":"maintenance"}`, "Retry-After", "5")
	server := newFaultyServer(t, sequence(func(w http.ResponseWriter, r *http.Request) {
		answered(w, r)
		time.AfterFunc(20*time.Millisecond, cancel)
	}))
	client := newClient(t, server.URL, liveblocks.WithHTTPClient(server.client), liveblocks.WithRetryWait(time.Second, 5*time.Second))
	resp, err := client.PrepareSession("ada", nil).Authorize(ctx)
	checkFailure(t, resp, 503)
	var e *liveblocks.Error
	if !errors.As(err, &e) || e.Status != 503 || e.Code != "DOWN" || e.Attempts != 1 || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the 503 and context.Canceled", err)
	}
}

// TestManySessionsAtOnce opens as many connections as there are sessions, and
// not one more for as many again.
func TestManySessionsAtOnce(t *testing.T) {
	const sessions = 1000
	var waiting sync.WaitGroup
	waiting.Add(sessions)
	server := newFaultyServer(t, func(n int) fault {
		return func(w http.ResponseWriter, r *http.Request) {
			if n <= sessions { // the first round: all of them at the same time
				waiting.Done()
				waiting.Wait()
			}
			issueToken(w, r)
		}
	})
	client := newClient(t, server.URL, liveblocks.WithHTTPClient(server.client), liveblocks.WithAttemptTimeout(time.Minute), liveblocks.WithTimeout(time.Minute))
	for range 2 {
		var group sync.WaitGroup
		for i := range sessions {
			group.Go(func() {
				id := fmt.Sprint("user", i)
				resp, err := client.PrepareSession(id, nil).Allow(id, liveblocks.FullAccess).Authorize(t.Context())
				if err != nil || resp.Status != 200 {
					t.Errorf("got %v, %v", resp, err)
				}
			})
		}
		group.Wait()
	}
	if n := server.connections.Load(); n > sessions {
		t.Errorf("%d connections were made for %d sessions at once", n, sessions)
	}
}

// TestUnreliableServer injures 30 % of all requests. With the default number of
// attempts more than 99.5 % of the calls get a token all the same.
func TestUnreliableServer(t *testing.T) {
	const calls = 2000
	faults := []fault{
		reset(false, ""), reset(true, ""), reset(true, "HTTP/1.1 200 OK\r\nContent-Length: 35\r\n\r\n{"),
		respond(429, "{}", "Retry-After", "0"), respond(500, ""), respond(502, "<html>"), respond(503, ""),
		slow(time.Hour),
	}
	server := newFaultyServer(t, func(int) fault {
		if rand.Float64() < 0.3 {
			return faults[rand.IntN(len(faults))]
		}
		return issueToken
	})
	client := newClient(t, server.URL, liveblocks.WithHTTPClient(server.client), liveblocks.WithAttemptTimeout(200*time.Millisecond))
	var failed atomic.Int64
	var group sync.WaitGroup
	for range 40 {
		group.Go(func() {
			for range calls / 40 {
				resp, err := client.PrepareSession("ada", nil).Allow("room", liveblocks.FullAccess).Authorize(t.Context())
				if err != nil {
					failed.Add(1)
					checkFailure(t, resp, resp.Status)
				}
			}
		})
	}
	group.Wait()
	// 0.3 to the power of 5 is 0.24 %; of 2,000 calls, 4.9 on average. 20 would
	// be 1 %, which chance alone brings once in millions of runs.
	if n := failed.Load(); n > 20 {
		t.Errorf("%d of %d calls failed", n, calls)
	} else {
		t.Logf("%d of %d calls failed", n, calls)
	}
}
