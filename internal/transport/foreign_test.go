package transport

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// TestForeignTransports: those of apps and of their tests do not fill in all
// that net/http's own does.
func TestForeignTransports(t *testing.T) {
	body := func(s string) io.ReadCloser { return io.NopCloser(strings.NewReader(s)) }
	for _, test := range []struct {
		name string
		resp *http.Response
		want string // the body, or the error
	}{
		{"no content length", &http.Response{StatusCode: 200, Body: body("{}")}, "{}"},
		{"content length too small", &http.Response{StatusCode: 200, Body: body("[1,2]"), ContentLength: 2}, "[1,2]"},
		{"content length unknown", &http.Response{StatusCode: 200, Body: body("{}"), ContentLength: -1}, "{}"},
		{"no body", &http.Response{StatusCode: 200}, ""},
		{"no body of a refusal", &http.Response{StatusCode: 403}, ""},
		{"nothing at all", nil, "the HTTP client's transport returned neither an answer nor an error"},
	} {
		t.Run(test.name, func(t *testing.T) {
			config := testConfig(roundTripper(func(*http.Request) (*http.Response, error) { return test.resp, nil }))
			config.MaxAttempts = 1
			result := New(config).Do(t.Context(), testRequest("POST", true))
			var got string
			if result.Response != nil {
				got = string(result.Response.Body)
			}
			if result.Err != nil {
				got = result.Err.Error()
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestCredentialsInFailures: an error's text may repeat what was sent.
func TestCredentialsInFailures(t *testing.T) {
	errOwn := errors.New("sending Bearer sk_test")
	for name, server := range map[string]roundTripper{
		"error of the transport": fail(errOwn),
		"odd redirect":           answer(302, "", "Location", "http://[::1/sk_test"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				config := testConfig(server)
				config.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
				result := New(config).Do(t.Context(), testRequest("GET", true))
				if result.Err != nil {
					if text := result.Err.Error(); text != "sending Bearer [secret key]" || !errors.Is(result.Err, errOwn) {
						t.Errorf("got error %q, want that of the transport without the key", text)
					}
				} else if result.Response.Status != 302 || result.Attempts != 1 {
					t.Errorf("got %+v, want the redirect after one attempt", result)
				}
				if strings.Contains(log.String(), "sk_test") {
					t.Errorf("the key is in the log: %s", &log)
				}
			})
		})
	}
}

// TestCookies: each attempt sends the cookies that the jar has at the time.
func TestCookies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		server := func(r *http.Request) (*http.Response, error) {
			got = slices.Concat(got, r.Header["Cookie"])
			return answer(503, "", "Set-Cookie", "n="+strconv.Itoa(len(got))+"; Path=/")(r)
		}
		config := testConfig(roundTripper(server))
		config.HTTPClient.Jar = jar
		config.MaxAttempts = 3
		u := &url.URL{Scheme: "http", Host: "api.test"}
		jar.SetCookies(u, []*http.Cookie{{Name: "n", Value: "0"}})
		New(config).Do(t.Context(), testRequest("POST", true))
		if diff := cmp.Diff([]string{"n=0", "n=1", "n=2"}, got); diff != "" {
			t.Errorf("cookies (-want +got):\n%s", diff)
		}
	})
}
