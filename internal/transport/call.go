package transport

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// call is one request on its way through its attempts. It serves as the
// RoundTripper of its own http.Client, so that an attempt includes the reading
// of the answer: an answer that breaks off is a failed attempt.
type call struct {
	client  *Client
	request Request
	start   time.Time
	http    http.Client
	retry   retryablehttp.Client

	attempts     int
	response     *Response // the last answer, in answer
	answer       Response
	returned     http.Response // what http.Client is given of it
	err          error         // why the last attempt failed
	maybeApplied bool
	wait         time.Duration // before the next attempt
}

func newCall(client *Client, request Request) *call {
	c := &call{client: client, request: request, start: time.Now(), http: client.client}
	c.http.Transport = c
	c.retry.HTTPClient = &c.http
	c.retry.RetryMax = client.config.MaxAttempts - 1
	c.retry.CheckRetry = c.checkRetry
	c.retry.Backoff = c.backoff
	c.retry.PrepareRetry = dropCookies
	c.retry.ErrorHandler = retryablehttp.PassthroughErrorHandler
	return c
}

// dropCookies drops those of the previous attempt, before http.Client adds those
// that its jar has by now. The headers are cloned because that attempt may still
// be on its way out.
func dropCookies(req *http.Request) error {
	req.Header = req.Header.Clone()
	req.Header.Del("Cookie")
	return nil
}

func (c *call) do(ctx context.Context) Result {
	if err := ctx.Err(); err != nil {
		return Result{Err: err}
	}
	httpRequest, err := c.newRequest(ctx)
	if err != nil {
		return Result{Err: err}
	}
	// The answer was taken by RoundTrip; what Do returns has an empty body.
	if _, err := c.retry.Do(httpRequest); err != nil && c.err == nil {
		// The context ended between two attempts. (A failed attempt's own error
		// is in c.err, without the URL that http.Client adds.)
		if cause := ctx.Err(); cause != nil {
			err = cause
		}
		c.err = err
	}
	if c.err != nil && ctx.Err() != nil && !errors.Is(c.err, ctx.Err()) {
		c.err = fmt.Errorf("%w (%w)", ctx.Err(), c.err)
	}
	return Result{Response: c.response, Err: c.err, Attempts: c.attempts, MaybeApplied: c.maybeApplied}
}

func (c *call) newRequest(ctx context.Context) (*retryablehttp.Request, error) {
	var body any
	switch {
	case c.request.Open != nil:
		body = retryablehttp.ReaderFunc(c.request.Open)
	case c.request.Body != nil:
		body = c.request.Body
	}
	r, err := retryablehttp.NewRequestWithContext(ctx, c.request.Method, c.request.URL, body)
	if err != nil {
		return nil, err
	}
	if c.request.Open != nil {
		r.ContentLength = c.request.Size
	}
	r.Header["User-Agent"] = c.client.userAgent
	if c.request.ContentType != "" {
		r.Header["Content-Type"] = contentType(c.request.ContentType)
	}
	c.client.config.Authorize(r.Header)
	return r, nil
}

var contentTypeJSON = []string{"application/json"}

// contentType makes a header's value, without a new slice for nearly all of
// them.
func contentType(value string) []string {
	if value == contentTypeJSON[0] {
		return contentTypeJSON
	}
	return []string{value}
}

// RoundTrip makes one attempt.
func (c *call) RoundTrip(req *http.Request) (*http.Response, error) {
	c.attempts++
	c.err = nil
	response, err := c.attempt(req)
	if response != nil {
		c.response = response
	}
	if err != nil {
		c.err = c.client.scrub(err)
		return nil, c.err
	}
	if response.Status >= 500 && response.Status != http.StatusNotImplemented {
		c.maybeApplied = c.writes()
	}
	c.logWarning(req.Context(), response.Header)
	header := response.Header
	if header.Get("Location") != "" {
		// A redirect is an answer like any other: following it could carry the
		// credentials to another host, and would turn a POST into a GET.
		header = header.Clone()
		header.Del("Location")
	}
	c.returned = http.Response{
		StatusCode: response.Status,
		Header:     header,
		Body:       http.NoBody,
		Request:    req,
	}
	return &c.returned, nil
}

// attempt sends the request once and reads the answer, both within the time
// that an attempt has. With an error it returns what it has of an answer.
func (c *call) attempt(req *http.Request) (_ *Response, err error) {
	ctx, deadline := withDeadline(req.Context(), c.attemptTime())
	defer func() {
		if err != nil && deadline.passed() {
			err = &timeoutError{after: deadline.after}
		}
	}()
	var sent *connections
	if !c.request.Repeatable {
		sent = new(connections)
		ctx = sent.trace(ctx)
	}
	attempt := req.WithContext(ctx)
	if c.request.Bulk && attempt.Body != nil && attempt.Body != http.NoBody {
		attempt.Body = &progress{ReadCloser: attempt.Body, deadline: deadline}
	}

	resp, err := c.send(attempt)
	if err != nil {
		deadline.stop()
		if c.writes() && !sent.never() && !beforeSending(err) {
			c.maybeApplied = true
		}
		return nil, err
	}
	if c.request.Bulk {
		resp.Body = &progress{ReadCloser: resp.Body, deadline: deadline}
	}
	c.answer = Response{Status: resp.StatusCode, Header: resp.Header}
	response := &c.answer
	success := resp.StatusCode >= 200 && resp.StatusCode < 300
	if success && c.request.Stream {
		deadline.timer.Stop()
		response.Stream = &stream{ReadCloser: resp.Body, deadline: deadline}
		return response, nil
	}

	defer deadline.stop()
	defer resp.Body.Close()
	if !success {
		response.Body = readErrorBody(resp)
		return response, nil
	}
	if c.request.Read != nil {
		err = read(resp, c.request.MaxResponse, c.request.Read)
	} else {
		response.Body, err = readBody(resp, c.request.MaxResponse)
	}
	if err != nil {
		c.maybeApplied = c.writes()
		return response, err
	}
	return response, nil
}

var errNothing = errors.New("the HTTP client's transport returned neither an answer nor an error")

// send is lenient with transports of apps and of their tests, as http.Client is.
func (c *call) send(req *http.Request) (*http.Response, error) {
	resp, err := c.client.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if resp == nil {
		return nil, errNothing
	}
	if resp.Body == nil {
		resp.Body = http.NoBody
	}
	return resp, nil
}

// attemptTime is the time that the next attempt has.
func (c *call) attemptTime() time.Duration {
	t := c.client.config.AttemptTimeout
	if !c.request.Bulk {
		t = min(t, time.Until(c.end()))
	}
	return t
}

// end is when the call is over, whatever its context says.
func (c *call) end() time.Time { return c.start.Add(c.client.config.Timeout) }

// writes tells whether the request can change anything on the server.
func (c *call) writes() bool {
	return c.request.Method != http.MethodGet && c.request.Method != http.MethodHead
}

func (c *call) logWarning(ctx context.Context, header http.Header) {
	if warning := header.Get("X-LB-Warn"); warning != "" {
		c.client.config.Logger.LogAttrs(ctx, slog.LevelWarn, "liveblocks: "+c.client.config.Scrub(warning),
			slog.String("method", c.request.Method), slog.String("route", c.request.Route))
	}
}

// connections notes what became of the connections of one attempt, as
// net/http's own transport reports it. Other transports report nothing.
type connections struct {
	wanted, got atomic.Bool
}

func (c *connections) trace(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { c.wanted.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { c.got.Store(true) },
	})
}

// never tells whether there surely was no connection to send anything on.
func (c *connections) never() bool { return c != nil && c.wanted.Load() && !c.got.Load() }
