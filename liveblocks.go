// Package liveblocks is the Liveblocks backend SDK for Go.
//
// Liveblocks adds realtime collaboration (presence, storage, comments,
// notifications) to web apps. In the browser, its client asks your backend for
// an access token: this package answers it, and calls the Liveblocks REST API.
// It is a port of the official Node.js package, @liveblocks/node.
//
// # Getting started
//
// Create one [Client] with the secret key of your project, from the dashboard
// at https://liveblocks.io/dashboard/apikeys, and keep it:
//
//	client, err := liveblocks.New(os.Getenv("LIVEBLOCKS_SECRET_KEY"),
//		liveblocks.WithLogger(slog.Default()))
//
// Then serve an authentication endpoint. [Client.AuthHandler] is a complete
// one; it asks your function who the user is and what they may do:
//
//	http.Handle("/api/liveblocks-auth", client.AuthHandler(
//		func(r *http.Request, room string) (*liveblocks.Session, error) {
//			user := currentUser(r)
//			if user == nil {
//				return nil, liveblocks.ErrUnauthenticated
//			}
//			// room is empty for what belongs to no room, such as the inbox.
//			if room != "" && !strings.HasPrefix(room, user.Team+":") {
//				return nil, liveblocks.Forbidden("this document is another team's")
//			}
//			session := client.PrepareSession(user.ID, user.Info)
//			return session.Allow(user.Team+":*", liveblocks.FullAccess), nil
//		}))
//
// In the browser, point the client at it:
//
//	createClient({ authEndpoint: "/api/liveblocks-auth" })
//
// A handler of your own needs no more than [Client.PrepareSession],
// [Session.Allow] and [Session.Authorize]; see their examples. Apps that keep
// permissions in Liveblocks use [Client.IdentifyUser] instead. The two ways are
// explained at https://liveblocks.io/docs/authentication.
//
// # Errors
//
// An answer of the Liveblocks API that is not a success, and a call that got no
// answer, is an [*Error]. It works with [errors.Is] and the sentinels, such as
// [ErrNotFound], and tells whether a change may have been made all the same.
// An argument that can't be right is refused before anything is sent; the error
// then matches [ErrInvalidArgument].
//
// # Retries and time limits
//
// A call is tried up to 5 times. A connection that fails is tried again, and so
// is an answer as in this table:
//
//	                                          429   500 502 503 504   connection lost,
//	                                                                  no answer in time
//	reads, PUT, PATCH, DELETE                 yes   yes               yes
//	authorize, identify, upserts and          yes   yes               yes
//	other POSTs that can be repeated
//	POSTs that would do their work twice      yes   no                only if nothing was sent
//
// [API.md] says of each method which kind it is. Any other status, such as 403 or
// 404, is final at once.
//
// Between two attempts passes a random time of up to 100 ms, 200 ms, 400 ms and
// so on, or what the server asks for in Retry-After, but never more than 5 s. An
// attempt is given up after 5 s, and a whole call, waits included, ends within
// 20 s, sooner if its context does. Calls that move files or whole documents end
// when no byte has moved for 5 s instead. [WithMaxAttempts], [WithRetryWait],
// [WithAttemptTimeout] and [WithTimeout] change these numbers.
//
// # Secrets
//
// Neither the secret key nor a token appears in an error, in the log, or when a
// value of this package is printed. Redirects are not followed, so the secret
// never reaches a host other than that of [WithBaseURL].
//
// # Local development
//
// The official dev server needs no account. Start it with "npx liveblocks dev"
// and create the client with its address and secret:
//
//	liveblocks.New("sk_localdev", liveblocks.WithBaseURL("http://localhost:1153"))
//
// [API.md]: https://github.com/liveblocks-go/liveblocks/blob/main/API.md
package liveblocks

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/liveblocks-go/liveblocks/internal/transport"
)

// Version is the version of this package, as the User-Agent header tells it.
const Version = "0.1.0"

// Client calls the Liveblocks API on behalf of one project.
//
// It can't be changed once it is made, and is safe for concurrent use. Make one
// and share it.
type Client struct {
	http    *transport.Client
	baseURL string // without a slash at its end
	logger  *slog.Logger
	// scrub removes the secret key from a text. It is a function, as are the
	// credentials of the transport, so that printing a Client shows no secret
	// whatever the verb.
	scrub func(string) string
	// unknownPermissions are accepted besides those that this package knows.
	unknownPermissions map[Permission]bool
}

// New returns a client for the project that the secret key belongs to.
//
// The key is found at https://liveblocks.io/dashboard/apikeys and starts with
// "sk_". New fails if it can't be a secret key, or if an option is invalid. It
// sends nothing, so it does not notice a key that has been revoked.
func New(secret string, opts ...Option) (*Client, error) {
	if err := checkSecret(secret); err != nil {
		return nil, err
	}
	o := defaultOptions()
	for i, opt := range opts {
		if opt == nil {
			return nil, invalid("option %d is nil", i+1)
		}
		if err := opt(&o); err != nil {
			return nil, err
		}
	}
	if o.minWait > o.maxWait {
		return nil, invalid("WithRetryWait: the first wait, %v, is longer than the longest, %v", o.minWait, o.maxWait)
	}
	bearer := []string{"Bearer " + secret}
	scrub := func(s string) string { return strings.ReplaceAll(s, secret, "[secret key]") }
	return &Client{
		http: transport.New(transport.Config{
			HTTPClient:     o.httpClient,
			Logger:         o.logger,
			Authorize:      func(h http.Header) { h["Authorization"] = bearer },
			Scrub:          scrub,
			UserAgent:      o.userAgent(),
			MaxAttempts:    o.maxAttempts,
			MinWait:        o.minWait,
			MaxWait:        o.maxWait,
			AttemptTimeout: o.attemptTimeout,
			Timeout:        o.timeout,
		}),
		baseURL:            o.baseURL,
		logger:             o.logger,
		scrub:              scrub,
		unknownPermissions: o.unknownPermissions,
	}, nil
}

// CloseIdleConnections closes the connections to Liveblocks that are not in
// use. There is seldom a need to: they close by themselves after 90 s.
// Connections of the default HTTP client are shared by all clients.
func (c *Client) CloseIdleConnections() { c.http.CloseIdleConnections() }

// String describes the client without its secret key.
func (c *Client) String() string { return fmt.Sprintf("liveblocks.Client(%s)", c.baseURL) }

// GoString is the same as String, so that %#v prints no more.
func (c *Client) GoString() string { return c.String() }

const whereKeysAre = "copy the secret key from https://liveblocks.io/dashboard/apikeys"

// checkSecret never quotes the key, which may be right but for a stray
// character.
func checkSecret(secret string) error {
	rest, ok := strings.CutPrefix(secret, "sk_")
	switch {
	case secret == "":
		return invalid("the secret key is empty: %s", whereKeysAre)
	case strings.HasPrefix(secret, "pk_"):
		return invalid("the secret key starts with \"pk_\", so it is a public key: %s", whereKeysAre)
	case !ok:
		return invalid("the secret key does not start with \"sk_\": %s", whereKeysAre)
	case rest == "":
		return invalid("the secret key ends after \"sk_\": %s", whereKeysAre)
	}
	for i, r := range secret {
		if !isKeyChar(r) {
			return invalid("the secret key has a character at position %d that no key has "+
				"(letters, digits, \"_\" and \"-\" are allowed): %s", i+1, whereKeysAre)
		}
	}
	return nil
}

func isKeyChar(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-'
}

// ErrInvalidArgument is matched, with [errors.Is], by the error of a call that
// was refused because of an argument, before anything was sent.
var ErrInvalidArgument = errors.New("liveblocks: invalid argument")

// argumentError says which argument is wrong, why, and what would do.
type argumentError struct{ text string }

func (e *argumentError) Error() string { return "liveblocks: " + e.text }

func (e *argumentError) Is(target error) bool { return target == ErrInvalidArgument }

func invalid(format string, args ...any) error {
	return &argumentError{text: fmt.Sprintf(format, args...)}
}
