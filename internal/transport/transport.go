// Package transport sends HTTP requests and retries those that may be
// retried. It knows nothing about Liveblocks resources.
//
// It is built on go-retryablehttp, which owns the retry loop. What is retried,
// how long to wait, how long an attempt may take and what is kept of an answer
// is decided here.
package transport

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// Config is what all requests of a [Client] share. Every field is required.
type Config struct {
	HTTPClient *http.Client // copied, never changed
	Logger     *slog.Logger
	// Authorize adds the credentials to a request. It is a function so that no
	// value holds them where printing the value would show them.
	Authorize func(http.Header)
	// Scrub removes the credentials from a text of the server's, which may
	// repeat what it was sent.
	Scrub     func(string) string
	UserAgent string

	MaxAttempts    int           // attempts a call, the first one included
	MinWait        time.Duration // upper bound of the first, random wait
	MaxWait        time.Duration // upper bound of any wait, Retry-After included
	AttemptTimeout time.Duration // one attempt; for a bulk request, a standstill
	Timeout        time.Duration // the whole call; not for a bulk request
}

// Client sends requests. It is safe for concurrent use.
type Client struct {
	config    Config
	base      http.RoundTripper
	client    http.Client
	userAgent []string
}

// New returns a client for the configuration.
func New(config Config) *Client {
	c := &Client{config: config, client: *config.HTTPClient, userAgent: []string{config.UserAgent}}
	c.base = c.client.Transport
	if c.base == nil {
		c.base = http.DefaultTransport
	}
	// An http.Client's timeout is for one attempt, and so is AttemptTimeout.
	if t := c.client.Timeout; t > 0 {
		c.config.AttemptTimeout = min(t, c.config.AttemptTimeout)
	}
	c.client.Timeout = 0
	return c
}

// CloseIdleConnections closes the connections that no request uses.
func (c *Client) CloseIdleConnections() { c.client.CloseIdleConnections() }

// scrub removes the credentials from the text of an error: that of a malformed
// answer, for one, quotes the server, which may repeat what it was sent.
func (c *Client) scrub(err error) error {
	text := err.Error()
	if scrubbed := c.config.Scrub(text); scrubbed != text {
		return &scrubbedError{text: scrubbed, err: err}
	}
	return err
}

// scrubbedError has no Unwrap, with which one could print the error that it
// stands for.
type scrubbedError struct {
	text string
	err  error
}

func (e *scrubbedError) Error() string { return e.text }

func (e *scrubbedError) Is(target error) bool { return errors.Is(e.err, target) }

func (e *scrubbedError) As(target any) bool { return errors.As(e.err, target) }

// Request is one call, which may take several attempts.
type Request struct {
	Method string
	Route  string // the URL's path with placeholders for IDs, for the log
	URL    string

	Body        []byte
	ContentType string // sent if not empty

	// Open and Size replace Body where the body is too large for memory. Open
	// is called before every attempt, and once before the first.
	Open func() (io.Reader, error)
	Size int64

	// Repeatable says that to carry out the request twice does the same as
	// once. Others are sent again only if the server surely did not process
	// them.
	Repeatable bool

	// Bulk says that the body, or the answer's, may take long to transfer. As
	// long as bytes flow, only the context ends the call.
	Bulk bool

	// MaxResponse is the size in bytes up to which the body of a successful
	// answer is read.
	MaxResponse int64

	// Read, unless it is nil, is handed the body of every successful answer as it
	// arrives, instead of [Response.Body]. It may be called once an attempt: a body
	// that breaks off is a failed attempt. Any other failure of Read is final, and
	// becomes a *[ReadError].
	Read func(io.Reader) error

	// Stream leaves the body of a successful answer unread, in
	// [Response.Stream].
	Stream bool
}

// Response is an answer of the server, whatever its status.
type Response struct {
	Status int
	Header http.Header
	// Body is the body; for a status outside 2xx at most its first MaxErrorBody
	// bytes, and nothing if even those could not be read.
	Body []byte
	// Stream is the body of a successful answer that was asked for as a stream.
	// The caller closes it.
	Stream io.ReadCloser
}

// Result is how a call ended.
type Result struct {
	// Response is the last answer of the server, or nil if it never answered.
	// With an Err it is older than Err.
	Response *Response
	// Err is why the last attempt, or the wait before the next one, failed.
	Err error
	// Attempts counts the requests that were tried.
	Attempts int
	// MaybeApplied is whether an attempt without a definite answer, or one that
	// ended in a server error, may have been carried out.
	MaybeApplied bool
}

// Do carries out the request. It returns when there is an answer that is not
// retried, when attempts or time are used up, or when the context ends.
func (c *Client) Do(ctx context.Context, req Request) Result {
	return newCall(c, req).do(ctx)
}
