package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// roundTripper is a server without a network, so that tests can run in a
// synctest bubble.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
	return f(r)
}

// script answers one request after the other, and the last one for ever.
func script(steps ...roundTripper) roundTripper {
	n := 0
	return func(r *http.Request) (*http.Response, error) {
		step := steps[min(n, len(steps)-1)]
		n++
		return step(r)
	}
}

func answer(status int, body string, header ...string) roundTripper {
	return func(r *http.Request) (*http.Response, error) {
		h := http.Header{}
		for i := 0; i < len(header); i += 2 {
			h.Set(header[i], header[i+1])
		}
		return &http.Response{
			StatusCode:    status,
			Header:        h,
			Body:          io.NopCloser(strings.NewReader(body)),
			ContentLength: int64(len(body)),
			Request:       r,
		}, nil
	}
}

func fail(err error) roundTripper {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// truncated answers with a body that ends too early.
func truncated(r *http.Request) (*http.Response, error) {
	resp, err := answer(200, "{}")(r)
	resp.ContentLength = 100
	return resp, err
}

// hang answers when the request's context ends.
func hang(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

var (
	errReset   = &net.OpError{Op: "read", Err: syscall.ECONNRESET}
	errRefused = &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
	errLookup  = &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host"}}
)

func testConfig(rt http.RoundTripper) Config {
	return Config{
		HTTPClient:     &http.Client{Transport: rt},
		Logger:         slog.New(slog.DiscardHandler),
		Authorize:      func(h http.Header) { h.Set("Authorization", "Bearer sk_test") },
		Scrub:          func(s string) string { return strings.ReplaceAll(s, "sk_test", "[secret key]") },
		UserAgent:      "test",
		MaxAttempts:    5,
		MinWait:        100 * time.Millisecond,
		MaxWait:        5 * time.Second,
		AttemptTimeout: 5 * time.Second,
		Timeout:        20 * time.Second,
	}
}

func testRequest(method string, repeatable bool) Request {
	r := Request{
		Method: method, Route: "/v2/things", URL: "http://api.test/v2/things",
		Repeatable: repeatable, MaxResponse: 1 << 10,
	}
	if method == http.MethodPost {
		r.Body = []byte(`{"a":1}`)
		r.ContentType = "application/json"
	}
	return r
}

// TestOutcome is the table of what is retried, and of what is known afterwards.
func TestOutcome(t *testing.T) {
	type outcome struct {
		Status, Attempts int
		MaybeApplied     bool
		Err              string
	}
	const repeatable, once = true, false
	html := "<html>bad gateway</html>"
	for _, test := range []struct {
		name       string
		method     string
		repeatable bool
		server     roundTripper
		want       outcome
	}{
		{"success", "POST", once, answer(200, "{}"), outcome{200, 1, false, ""}},
		{"client error", "GET", repeatable, answer(404, "{}"), outcome{404, 1, false, ""}},
		{"conflict", "POST", repeatable, answer(409, "{}"), outcome{409, 1, false, ""}},
		{"redirect", "POST", repeatable, answer(302, "", "Location", "http://evil.test/"), outcome{302, 1, false, ""}},
		{"not implemented", "POST", repeatable, answer(501, "{}"), outcome{501, 1, false, ""}},

		{"rate limit, then success", "POST", once, script(answer(429, ""), answer(200, "{}")), outcome{200, 2, false, ""}},
		{"rate limit for ever", "POST", once, answer(429, ""), outcome{429, 5, false, ""}},

		{"502 of a repeatable", "POST", repeatable, script(answer(502, html), answer(200, "{}")), outcome{200, 2, true, ""}},
		{"500 of a repeatable", "PUT", repeatable, script(answer(500, html), answer(500, html), answer(200, "{}")), outcome{200, 3, true, ""}},
		{"503 of a read", "GET", repeatable, script(answer(503, html), answer(504, html), answer(200, "{}")), outcome{200, 3, false, ""}},
		{"503 for ever", "DELETE", repeatable, answer(503, html), outcome{503, 5, true, ""}},
		{"500 of a non-repeatable", "POST", once, answer(500, html), outcome{500, 1, true, ""}},
		{"503 of a non-repeatable", "POST", once, answer(503, html), outcome{503, 1, true, ""}},

		{"reset of a repeatable", "POST", repeatable, script(fail(errReset), answer(200, "{}")), outcome{200, 2, true, ""}},
		{"reset of a read", "GET", repeatable, fail(errReset), outcome{0, 5, false, "read: connection reset by peer"}},
		{"reset of a non-repeatable", "POST", once, fail(errReset), outcome{0, 1, true, "read: connection reset by peer"}},
		{"refused, non-repeatable", "POST", once, script(fail(errRefused), fail(errLookup), answer(200, "{}")), outcome{200, 3, false, ""}},
		{"refused for ever", "POST", once, fail(errRefused), outcome{0, 5, false, "dial: connection refused"}},
		{"refused, then reset, non-repeatable", "POST", once, script(fail(errRefused), fail(errReset)), outcome{0, 2, true, "read: connection reset by peer"}},

		{"truncated, repeatable", "POST", repeatable, script(truncated, answer(200, "{}")), outcome{200, 2, true, ""}},
		{"truncated, non-repeatable", "POST", once, truncated, outcome{200, 1, true, "the answer broke off: unexpected EOF"}},
		{"too large", "GET", repeatable, answer(200, strings.Repeat("x", 1025)), outcome{200, 1, false, "the answer is larger than 1024 bytes"}},
		{"large error body", "GET", repeatable, answer(404, strings.Repeat("x", 1<<20)), outcome{404, 1, false, ""}},

		{"the last answer is kept", "PUT", repeatable, script(answer(503, html), fail(errReset)), outcome{503, 5, true, "read: connection reset by peer"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				result := New(testConfig(test.server)).Do(t.Context(), testRequest(test.method, test.repeatable))
				got := outcome{Attempts: result.Attempts, MaybeApplied: result.MaybeApplied}
				if result.Response != nil {
					got.Status = result.Response.Status
				}
				if result.Err != nil {
					got.Err = result.Err.Error()
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("outcome (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// TestRequest checks what every attempt sends.
func TestRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got []string
		server := func(r *http.Request) (*http.Response, error) {
			body, _ := io.ReadAll(r.Body)
			got = append(got, fmt.Sprintf("%s %s %s %d %v", r.Method, r.URL, body, r.ContentLength, r.Header))
			return answer(503, "")(r)
		}
		config := testConfig(rawRoundTripper(server))
		config.MaxAttempts = 2
		New(config).Do(t.Context(), testRequest("POST", true))
		want := `POST http://api.test/v2/things {"a":1} 7 map[Authorization:[Bearer sk_test] Content-Type:[application/json] User-Agent:[test]]`
		if diff := cmp.Diff([]string{want, want}, got); diff != "" {
			t.Errorf("requests (-want +got):\n%s", diff)
		}
	})
}

// rawRoundTripper leaves the reading of the body to the function.
type rawRoundTripper func(*http.Request) (*http.Response, error)

func (f rawRoundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestInjectedClientIsCopied(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		redirected := errors.New("the app's own policy")
		hc := &http.Client{
			Transport:     roundTripper(hang),
			Timeout:       time.Second,
			CheckRedirect: func(*http.Request, []*http.Request) error { return redirected },
		}
		config := testConfig(nil)
		config.HTTPClient = hc
		config.MaxAttempts = 1
		start := time.Now()
		result := New(config).Do(t.Context(), testRequest("GET", true))
		if !errors.Is(result.Err, os.ErrDeadlineExceeded) || time.Since(start) != time.Second {
			t.Errorf("got %v after %v, want the client's own timeout of 1s", result.Err, time.Since(start))
		}
		if hc.Timeout != time.Second || hc.CheckRedirect(nil, nil) != redirected {
			t.Error("the injected client was changed")
		}
	})
}

func TestWarningIsLogged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log strings.Builder
		config := testConfig(answer(200, "{}", "X-LB-Warn", "sk_test: this route is going away"))
		config.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{
			ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
				if a.Key == slog.TimeKey {
					return slog.Attr{}
				}
				return a
			},
		}))
		New(config).Do(t.Context(), testRequest("GET", true))
		want := "level=WARN msg=\"liveblocks: [secret key]: this route is going away\" method=GET route=/v2/things\n"
		if diff := cmp.Diff(want, log.String()); diff != "" {
			t.Errorf("log (-want +got):\n%s", diff)
		}
	})
}

func TestCancelledBeforeSending(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	result := New(testConfig(answer(200, "{}"))).Do(ctx, testRequest("POST", true))
	if result.Attempts != 0 || !errors.Is(result.Err, context.Canceled) || result.MaybeApplied {
		t.Errorf("got %+v, want no attempt and context.Canceled", result)
	}
}

func TestRead(t *testing.T) {
	errNonsense := errors.New("nonsense")
	var bodies []string
	read := func(r io.Reader) error {
		body, err := io.ReadAll(r)
		bodies = append(bodies, string(body))
		if string(body) == "x" {
			return errNonsense
		}
		return err
	}
	for _, test := range []struct {
		name     string
		server   roundTripper
		attempts int
		bodies   []string
		err      error
	}{
		{"success", script(answer(503, "busy"), answer(200, "file")), 2, []string{"file"}, nil},
		{"broken off", script(truncated, answer(200, "file")), 2, []string{"{}", "file"}, nil},
		{"nonsense", answer(200, "x"), 1, []string{"x"}, errNonsense},
		{"refused", answer(404, "{}"), 1, nil, nil},
		{"too large", answer(200, strings.Repeat("y", 1025)), 1, nil, &TooLargeError{Limit: 1024}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				bodies = nil
				request := testRequest("POST", true)
				request.Read = read
				result := New(testConfig(test.server)).Do(t.Context(), request)
				if diff := cmp.Diff(test.bodies, bodies); diff != "" || result.Attempts != test.attempts {
					t.Errorf("%d attempts, want %d; bodies (-want +got):\n%s", result.Attempts, test.attempts, diff)
				}
				var tooLarge *TooLargeError
				switch {
				case errors.As(test.err, &tooLarge):
					if !errors.As(result.Err, &tooLarge) {
						t.Errorf("got error %v", result.Err)
					}
				case !errors.Is(result.Err, test.err):
					t.Errorf("got error %v, want %v", result.Err, test.err)
				}
			})
		})
	}
}
