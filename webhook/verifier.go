package webhook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

const (
	defaultTolerance    = 5 * time.Minute
	defaultMaxBodyBytes = 1 << 20
)

// A Verifier checks the signatures of deliveries. Create one with [NewVerifier].
// It is immutable and safe for concurrent use.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#WebhookHandler.
type Verifier struct {
	macs         []macFunc // one for each secret
	tolerance    time.Duration
	maxBodyBytes int64
	now          func() time.Time
}

// An Option changes how a [Verifier] works.
type Option func(*Verifier) error

// NewVerifier returns a Verifier for an endpoint's signing secret, which starts
// with "whsec_" and is found on the webhooks page of the dashboard. A malformed
// secret is an [ErrInvalidSecret].
func NewVerifier(secret string, opts ...Option) (*Verifier, error) {
	v := &Verifier{
		tolerance:    defaultTolerance,
		maxBodyBytes: defaultMaxBodyBytes,
		now:          time.Now,
	}
	if err := v.addSecret(secret); err != nil {
		return nil, err
	}
	for _, opt := range opts {
		if err := opt(v); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// WithSecrets accepts deliveries that are signed with any of these secrets too:
// the old one while a secret is being rolled (it works for 24 hours), or those of
// several endpoints that share a URL.
func WithSecrets(secrets ...string) Option {
	return func(v *Verifier) error {
		for _, secret := range secrets {
			if err := v.addSecret(secret); err != nil {
				return err
			}
		}
		return nil
	}
}

// WithTolerance sets how far a delivery's timestamp may be from the clock, in
// either direction. It is rounded down to whole seconds and is at least one
// second. The default is 5 minutes. A longer one gives replayed deliveries more time.
func WithTolerance(d time.Duration) Option {
	return func(v *Verifier) error {
		if d < time.Second {
			return fmt.Errorf("webhook: tolerance %s is too short: it must be at least 1s", d)
		}
		v.tolerance = d
		return nil
	}
}

// WithMaxBodyBytes sets how large a body [Verifier.VerifyRequest] and [Handler]
// read. The default is 1 MiB, many times what Liveblocks sends.
func WithMaxBodyBytes(n int64) Option {
	return func(v *Verifier) error {
		if n < 1 {
			return fmt.Errorf("webhook: body limit %d is too small: it must be at least 1 byte", n)
		}
		v.maxBodyBytes = n
		return nil
	}
}

// WithClock sets the clock that timestamps are compared with, for tests. The
// default is [time.Now].
func WithClock(now func() time.Time) Option {
	return func(v *Verifier) error {
		if now == nil {
			return errors.New("webhook: the clock is nil: leave the option out to use time.Now")
		}
		v.now = now
		return nil
	}
}

func (v *Verifier) addSecret(secret string) error {
	mac, err := parseSecret(secret)
	if err != nil {
		return err
	}
	v.macs = append(v.macs, mac)
	return nil
}

// VerifyRequest reads a request's body, verifies it and returns its event. The
// body is consumed, so middleware must not have read it before.
//
// Any of the package's errors but [ErrInvalidSecret] can be returned. Answer them
// with a 4xx status, and [ErrReadBody] with a 5xx one; a [Handler] does.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#verifyRequest.
func (v *Verifier) VerifyRequest(r *http.Request) (Event, error) {
	body, err := v.readBody(r)
	if err != nil {
		return nil, err
	}
	return v.Verify(r.Header, body)
}

// Verify is [Verifier.VerifyRequest] for a body that was read already. The body
// must be the raw bytes that were received, never JSON that was decoded and
// encoded again. A header that does not come from net/http has to be filled with
// [http.Header.Set]. The size limit does not apply.
func (v *Verifier) Verify(header http.Header, body []byte) (Event, error) {
	attemptedAt, err := v.verify(header, body)
	if err != nil {
		return nil, err
	}
	event, err := ParseEvent(body)
	if err != nil {
		return nil, err
	}
	delivery := event.DeliveryInfo()
	delivery.DeliveryID = header.Get(headerID)
	delivery.AttemptedAt = attemptedAt
	return event, nil
}

// VerifySignature verifies a delivery without looking into its body, for apps
// that store it as it is and handle it later with [ParseEvent]. A nil error means
// that the signature and the timestamp are good.
func (v *Verifier) VerifySignature(header http.Header, body []byte) error {
	_, err := v.verify(header, body)
	return err
}

// verify returns the time at which the verified delivery was sent.
func (v *Verifier) verify(header http.Header, body []byte) (time.Time, error) {
	// The names are in canonical form, which saves Get the work of making them so.
	id, timestamp, signatures := header.Get(headerID), header.Get(headerTimestamp), header.Get(headerSignature)
	switch {
	case id == "":
		return time.Time{}, fmt.Errorf("%w webhook-id", ErrMissingHeader)
	case timestamp == "":
		return time.Time{}, fmt.Errorf("%w webhook-timestamp", ErrMissingHeader)
	case signatures == "":
		return time.Time{}, fmt.Errorf("%w webhook-signature", ErrMissingHeader)
	}
	attemptedAt, err := v.checkTimestamp(timestamp)
	if err != nil {
		return time.Time{}, err
	}
	for _, newMAC := range v.macs {
		sum := signature(newMAC(), id, timestamp, body)
		match, known := sum.matches(signatures)
		if !known {
			return time.Time{}, ErrUnsupportedSignature
		}
		if match {
			return attemptedAt, nil
		}
	}
	return time.Time{}, ErrSignatureMismatch
}

func (v *Verifier) checkTimestamp(timestamp string) (time.Time, error) {
	// 63 bits keep the seconds within int64, and ParseUint takes no sign.
	seconds, err := strconv.ParseUint(timestamp, 10, 63)
	if err != nil {
		return time.Time{}, fmt.Errorf("%w %.32q: it must be a Unix time in seconds", ErrInvalidTimestamp, timestamp)
	}
	age := v.now().Unix() - int64(seconds)
	tolerance := int64(v.tolerance / time.Second)
	if age > tolerance {
		return time.Time{}, fmt.Errorf("%w: sent %d s ago, the limit is %d s", ErrTimestampTooOld, age, tolerance)
	}
	if age < -tolerance {
		return time.Time{}, fmt.Errorf("%w: %d s ahead of this clock, the limit is %d s", ErrTimestampTooNew, -age, tolerance)
	}
	return time.Unix(int64(seconds), 0).UTC(), nil
}

func (v *Verifier) readBody(r *http.Request) ([]byte, error) {
	if r.ContentLength > v.maxBodyBytes {
		return nil, v.tooLarge()
	}
	if r.Body == nil {
		return nil, ErrEmptyBody
	}
	var body bytes.Buffer
	if r.ContentLength > 0 {
		// Nobody has been verified yet: a declared length must not cost much memory.
		body.Grow(int(min(r.ContentLength, 16<<10)) + bytes.MinRead)
	}
	onePast := max(v.maxBodyBytes, v.maxBodyBytes+1) // the sum overflows for the largest limit
	if _, err := body.ReadFrom(io.LimitReader(r.Body, onePast)); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrReadBody, err)
	}
	if int64(body.Len()) > v.maxBodyBytes {
		return nil, v.tooLarge()
	}
	if body.Len() == 0 {
		return nil, ErrEmptyBody
	}
	return body.Bytes(), nil
}

func (v *Verifier) tooLarge() error {
	return fmt.Errorf("%w: the limit is %d bytes", ErrBodyTooLarge, v.maxBodyBytes)
}
