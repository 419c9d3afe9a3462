package liveblocks

import (
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

const (
	defaultBaseURL        = "https://api.liveblocks.io"
	defaultMaxAttempts    = 5
	defaultMinWait        = 100 * time.Millisecond
	defaultMaxWait        = 5 * time.Second
	defaultAttemptTimeout = 5 * time.Second
	defaultTimeout        = 20 * time.Second
)

// Option configures a [Client]. Options are given to [New], which returns the
// error of an invalid one.
type Option func(*options) error

type options struct {
	baseURL            string
	httpClient         *http.Client
	logger             *slog.Logger
	app                string
	unknownPermissions map[Permission]bool

	maxAttempts      int
	minWait, maxWait time.Duration
	attemptTimeout   time.Duration
	timeout          time.Duration
}

func defaultOptions() options {
	return options{
		baseURL:        defaultBaseURL,
		httpClient:     defaultHTTPClient(),
		logger:         slog.New(slog.DiscardHandler),
		maxAttempts:    defaultMaxAttempts,
		minWait:        defaultMinWait,
		maxWait:        defaultMaxWait,
		attemptTimeout: defaultAttemptTimeout,
		timeout:        defaultTimeout,
	}
}

// defaultHTTPClient is shared by all clients, so that an app that makes many of
// them does not make as many pools of connections. Unlike http.DefaultTransport
// it keeps enough connections to one host for a busy server, and notices within
// 8 s when one of HTTP/2, which all requests share, has died in silence.
var defaultHTTPClient = sync.OnceValue(func() *http.Client {
	return &http.Client{Transport: &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          256,
		MaxIdleConnsPerHost:   256,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   5 * time.Second,
		ExpectContinueTimeout: time.Second,
		HTTP2:                 &http.HTTP2Config{SendPingTimeout: 5 * time.Second, PingTimeout: 3 * time.Second},
	}}
})

// WithBaseURL sends requests to another server than https://api.liveblocks.io,
// for example to the dev server at http://localhost:1153, or through a proxy of
// your own. The URL is absolute, http or https; it may have a path, to which
// those of the API are added.
func WithBaseURL(u string) Option {
	return func(o *options) error {
		parsed, err := url.Parse(u)
		switch {
		case err != nil:
			// The parser's error quotes the URL, which may have a password.
			return invalid("WithBaseURL: the URL can't be parsed: want one like %s", defaultBaseURL)
		case parsed.User != nil || strings.Contains(parsed.Opaque, "@"): // as in "user:password@host"
			return invalid("WithBaseURL: the URL has a user name or password, which is not supported")
		case parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Hostname() == "":
			return invalid("WithBaseURL: %s is not an absolute http or https URL: want one like %s", quote(u), defaultBaseURL)
		case parsed.RawQuery != "" || parsed.ForceQuery || parsed.Fragment != "":
			return invalid("WithBaseURL: %s has a query or a fragment, which a base URL can't have", quote(u))
		}
		o.baseURL = strings.TrimRight(parsed.String(), "/")
		return nil
	}
}

// WithHTTPClient sends requests through a copy of the given client: its
// Transport and its cookie jar are used, its Timeout, if it has one, limits each
// attempt, and redirects are not followed whatever its CheckRedirect says.
//
// The package's own client has a Transport that keeps up to 256 connections, and
// gives up an HTTP/2 connection that has died in silence. For the latter set
// HTTP2.SendPingTimeout in yours: with HTTP/2 all calls share one connection,
// and would wait for it in vain.
func WithHTTPClient(hc *http.Client) Option {
	return func(o *options) error {
		if hc == nil {
			return invalid("WithHTTPClient: the client is nil")
		}
		o.httpClient = hc
		return nil
	}
}

// WithLogger logs to the given logger: warnings of the service about the use of
// its API, and failures of [Client.AuthHandler], as warnings and errors; retries
// for debugging. Without this option nothing is logged.
func WithLogger(l *slog.Logger) Option {
	return func(o *options) error {
		if l == nil {
			return invalid("WithLogger: the logger is nil")
		}
		o.logger = l
		return nil
	}
}

// WithAppInfo adds the name and the version of the app to the User-Agent
// header, as in "liveblocks-go/0.1.0 notes/2.3". The version may be empty.
func WithAppInfo(name, version string) Option {
	return func(o *options) error {
		if !isToken(name) {
			return invalid("WithAppInfo: the name %s must be letters, digits and \"-_.\" only", quote(name))
		}
		o.app = name
		if version != "" {
			if !isToken(version) {
				return invalid("WithAppInfo: the version %s must be letters, digits and \"-_.\" only", quote(version))
			}
			o.app += "/" + version
		}
		return nil
	}
}

func isToken(s string) bool {
	for _, r := range s {
		if !isKeyChar(r) && r != '.' {
			return false
		}
	}
	return s != ""
}

func (o *options) userAgent() string {
	agent := "liveblocks-go/" + Version
	if o.app != "" {
		agent += " " + o.app
	}
	return agent
}

// WithMaxAttempts sets how often a request is tried, the first time included.
// The default is 5; 1 means no retries.
func WithMaxAttempts(n int) Option {
	return func(o *options) error {
		if n < 1 {
			return invalid("WithMaxAttempts: %d attempts: want 1, for no retries, or more", n)
		}
		o.maxAttempts = n
		return nil
	}
}

// WithRetryWait sets the waits between attempts. Each is random: at most first
// before the second attempt, at most twice that before the third and so on, and
// never more than longest. A Retry-After header of the server makes a wait
// longer, but not longer than longest. The defaults are 100 ms and 5 s.
func WithRetryWait(first, longest time.Duration) Option {
	return func(o *options) error {
		if first < 0 || longest < 0 {
			return invalid("WithRetryWait: a wait of %v is negative", min(first, longest))
		}
		o.minWait, o.maxWait = first, longest
		return nil
	}
}

// WithAttemptTimeout sets how long one attempt may take, until its answer has
// been read. Calls that move files or whole documents are given up when no byte
// has moved for that long. The default is 5 s.
func WithAttemptTimeout(d time.Duration) Option {
	return func(o *options) error {
		if d <= 0 {
			return invalid("WithAttemptTimeout: %v is not a positive time", d)
		}
		o.attemptTimeout = d
		return nil
	}
}

// WithTimeout sets how long a call may take, with all its attempts and waits,
// even if its context has no deadline. It does not apply to calls that move
// files or whole documents. The default is 20 s.
func WithTimeout(d time.Duration) Option {
	return func(o *options) error {
		if d <= 0 {
			return invalid("WithTimeout: %v is not a positive time", d)
		}
		o.timeout = d
		return nil
	}
}

// WithUnknownPermissions accepts permissions that this version of the package
// does not know, because the service introduced them later. What the service
// makes of a permission that it does not know either is its own affair, so name
// here only what its documentation names.
func WithUnknownPermissions(perms ...Permission) Option {
	return func(o *options) error {
		if len(perms) == 0 {
			return invalid("WithUnknownPermissions: no permission is given")
		}
		accepted := make(map[Permission]bool, len(perms))
		for p := range o.unknownPermissions {
			accepted[p] = true
		}
		for _, p := range perms {
			if !permissionShape.MatchString(string(p)) {
				return invalid("WithUnknownPermissions: %s can't be a permission: want one like \"storage:write\"", quote(string(p)))
			}
			accepted[p] = true
		}
		o.unknownPermissions = accepted
		return nil
	}
}
