package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"time"
)

// checkRetry decides whether there is a next attempt, and how long to wait
// for it. The wait is settled here and not in backoff, because only here it can
// be compared with the time that is left: to sleep in vain helps nobody.
func (c *call) checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if c.attempts > c.retry.RetryMax || !c.retryable(resp) {
		return false, nil
	}
	c.wait = c.nextWait(resp)
	next := time.Now().Add(c.wait)
	if deadline, ok := ctx.Deadline(); ok && !next.Before(deadline) {
		return false, nil
	}
	if !c.request.Bulk && !next.Before(c.end()) {
		return false, nil
	}
	c.logRetry(ctx, resp)
	return true, nil
}

func (c *call) retryable(resp *http.Response) bool {
	if resp != nil {
		if resp.StatusCode == http.StatusTooManyRequests {
			return true
		}
		return c.request.Repeatable && retriedStatus(resp.StatusCode)
	}
	if permanent(c.err) {
		return false
	}
	return c.request.Repeatable || !c.maybeApplied
}

func retriedStatus(status int) bool {
	switch status {
	case http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// permanent tells whether the same request must fail in the same way again.
func permanent(err error) bool {
	var (
		certificate *tls.CertificateVerificationError
		notTLS      tls.RecordHeaderError
		tooLarge    *TooLargeError
		unread      *ReadError
	)
	return errors.As(err, &certificate) || errors.As(err, &notTLS) || errors.As(err, &tooLarge) || errors.As(err, &unread)
}

// beforeSending tells from the error alone whether the request surely never
// left: there was no connection, or none that could be trusted.
func beforeSending(err error) bool {
	var (
		op          *net.OpError
		dns         *net.DNSError
		certificate *tls.CertificateVerificationError
		notTLS      tls.RecordHeaderError
	)
	if errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect") {
		return true
	}
	return errors.As(err, &dns) || errors.As(err, &certificate) || errors.As(err, &notTLS)
}

// backoff hands go-retryablehttp the wait that checkRetry settled.
func (c *call) backoff(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return c.wait }

// nextWait is exponential with full jitter, and at least what the server asked
// for, up to the longest wait that is configured.
func (c *call) nextWait(resp *http.Response) time.Duration {
	longest := c.client.config.MaxWait
	ceiling := c.client.config.MinWait
	for n := 1; n < c.attempts && ceiling < longest; n++ {
		ceiling *= 2
	}
	wait := time.Duration(0)
	if ceiling = min(ceiling, longest); ceiling > 0 {
		wait = rand.N(ceiling + 1)
	}
	if resp != nil {
		wait = max(wait, min(longest, retryAfter(resp.Header, time.Now())))
	}
	return wait
}

// retryAfter reads the header in both of its forms, seconds and a date. It is
// zero for what makes no sense.
func retryAfter(header http.Header, now time.Time) time.Duration {
	value := header.Get("Retry-After")
	if value == "" {
		return 0
	}
	const long = 24 * time.Hour // longer than any caller waits, far from overflow
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if !(seconds > 0) {
			return 0
		}
		return time.Duration(min(seconds, long.Seconds()) * float64(time.Second))
	}
	if date, err := http.ParseTime(value); err == nil {
		return min(max(0, date.Sub(now)), long)
	}
	return 0
}

func (c *call) logRetry(ctx context.Context, resp *http.Response) {
	logger := c.client.config.Logger
	if !logger.Enabled(ctx, slog.LevelDebug) {
		return
	}
	why := slog.Any("error", c.err)
	if resp != nil {
		why = slog.Int("status", resp.StatusCode)
	}
	logger.LogAttrs(ctx, slog.LevelDebug, "liveblocks: trying again",
		slog.String("method", c.request.Method), slog.String("route", c.request.Route),
		slog.Int("attempt", c.attempts), slog.Duration("wait", c.wait), why)
}
