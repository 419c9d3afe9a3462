package liveblocks_test

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/liveblocks-go/liveblocks"
)

const testSecret = "sk_test_Zm9vYmFyYmF6"

// newClient returns a client of the server at url. Its retries are quick.
func newClient(t testing.TB, url string, opts ...liveblocks.Option) *liveblocks.Client {
	t.Helper()
	opts = append([]liveblocks.Option{
		liveblocks.WithBaseURL(url),
		liveblocks.WithRetryWait(time.Millisecond, 10*time.Millisecond),
	}, opts...)
	client, err := liveblocks.New(testSecret, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestNewRefusesSecrets(t *testing.T) {
	for _, test := range []struct{ name, secret, want string }{
		{"empty", "", "is empty"},
		{"public key", "pk_live_Zm9vYmFy", "public key"},
		{"another prefix", "whsec_Zm9vYmFy", `does not start with "sk_"`},
		{"only the prefix", "sk_", "ends after"},
		{"upper-case prefix", "SK_Zm9vYmFy", "does not start"},
		{"space before", " sk_Zm9vYmFy", "does not start"},
		{"newline after", "sk_Zm9vYmFy\n", "position 12"},
		{"space within", "sk_Zm9v YmFy", "position 8"},
		{"another alphabet", "sk_Zm9vYmFyé", "position 12"},
		{"header injection", "sk_a\r\nX-Evil: 1", "position 5"},
	} {
		t.Run(test.name, func(t *testing.T) {
			client, err := liveblocks.New(test.secret)
			if client != nil || !errors.Is(err, liveblocks.ErrInvalidArgument) {
				t.Fatalf("got %v, %v, want ErrInvalidArgument", client, err)
			}
			if !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "liveblocks: ") {
				t.Errorf("error %q does not say %q", err, test.want)
			}
			if strings.Contains(err.Error(), "Zm9v") {
				t.Errorf("error %q quotes the secret", err)
			}
		})
	}
}

func TestNewAcceptsSecrets(t *testing.T) {
	for _, secret := range []string{"sk_localdev", "sk_prod_A-b_9", testSecret} {
		if _, err := liveblocks.New(secret); err != nil {
			t.Error(err)
		}
	}
}

func TestOptions(t *testing.T) {
	refused := map[string]liveblocks.Option{
		"option 1 is nil":                nil,
		"the client is nil":              liveblocks.WithHTTPClient(nil),
		"the logger is nil":              liveblocks.WithLogger(nil),
		"0 attempts":                     liveblocks.WithMaxAttempts(0),
		"-3 attempts":                    liveblocks.WithMaxAttempts(-3),
		"-1s is negative":                liveblocks.WithRetryWait(-time.Second, time.Second),
		"-2s is negative":                liveblocks.WithRetryWait(0, -2*time.Second),
		"is longer than the longest":     liveblocks.WithRetryWait(2*time.Second, time.Second),
		"WithAttemptTimeout: 0s":         liveblocks.WithAttemptTimeout(0),
		"WithTimeout: -1s":               liveblocks.WithTimeout(-time.Second),
		`the name "my app"`:              liveblocks.WithAppInfo("my app", ""),
		`the name ""`:                    liveblocks.WithAppInfo("", "1.0"),
		`the version "1\r\nX-Evil: 1"`:   liveblocks.WithAppInfo("app", "1\r\nX-Evil: 1"),
		"no permission is given":         liveblocks.WithUnknownPermissions(),
		`"agents" can't be a permission`: liveblocks.WithUnknownPermissions("storage:write", "agents"),
		`"*:write\"" can't be`:           liveblocks.WithUnknownPermissions(`*:write"`),
		`"" can't be a permission`:       liveblocks.WithUnknownPermissions(""),
	}
	for want, opt := range refused {
		client, err := liveblocks.New(testSecret, opt)
		if client != nil || !errors.Is(err, liveblocks.ErrInvalidArgument) || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, %v, want an ErrInvalidArgument that says %q", client, err, want)
		}
	}
	if _, err := liveblocks.New(testSecret,
		liveblocks.WithHTTPClient(&http.Client{}),
		liveblocks.WithLogger(slog.Default()),
		liveblocks.WithMaxAttempts(1),
		liveblocks.WithRetryWait(0, 0),
		liveblocks.WithAttemptTimeout(time.Nanosecond),
		liveblocks.WithTimeout(time.Nanosecond),
		liveblocks.WithAppInfo("notes", "2.3"),
		liveblocks.WithUnknownPermissions("agents:write"),
	); err != nil {
		t.Error(err)
	}
}

func TestBaseURL(t *testing.T) {
	for _, u := range []string{
		"", "api.liveblocks.io", "/v2", "ftp://example.com", "http://", "https:///v2", "http:example.com",
		"http://:8080", "https://example.com?x=1", "https://example.com/#top", "http://a b", "://", "http://[::1",
		"https://user:hunter2@example.com", "user:hunter2@example.com:80", "https://hunter2@exa mple.com", "https://example.com?",
	} {
		client, err := liveblocks.New(testSecret, liveblocks.WithBaseURL(u))
		if client != nil || !errors.Is(err, liveblocks.ErrInvalidArgument) {
			t.Errorf("%q: got %v, %v, want ErrInvalidArgument", u, client, err)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: the error has the password in it: %v", u, err)
		}
	}
	for u, want := range map[string]string{
		"http://localhost:1153":           "http://localhost:1153/v2/authorize-user",
		"http://localhost:1153/":          "http://localhost:1153/v2/authorize-user",
		"HTTPS://example.com":             "https://example.com/v2/authorize-user",
		"https://example.com/liveblocks/": "https://example.com/liveblocks/v2/authorize-user",
		"https://example.com/a%2Fb":       "https://example.com/a%2Fb/v2/authorize-user",
		"http://[::1]:80":                 "http://[::1]:80/v2/authorize-user",
	} {
		var got string
		client := newClient(t, u, liveblocks.WithMaxAttempts(1), liveblocks.WithHTTPClient(&http.Client{
			Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
				got = r.URL.String()
				return nil, errors.New("offline")
			}),
		}))
		_, _ = client.PrepareSession("ada", nil).Authorize(t.Context())
		if got != want {
			t.Errorf("%q: the request went to %q, want %q", u, got, want)
		}
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
