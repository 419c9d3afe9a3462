package webhook

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	testSecret  = "whsec_YSBrZXkgb2YgMjQgYnl0ZXMgbGVuZ3Ro"
	otherSecret = "whsec_YW5vdGhlciBrZXksIDI0IGJ5dGVzIG9r"
	testBody    = `{"type":"roomDeleted","data":{"projectId":"p","roomId":"r","deletedAt":"2026-01-02T03:04:05.678Z"}}`
)

var testNow = time.Unix(1_700_000_000, 0)

func newTestVerifier(tb testing.TB, opts ...Option) *Verifier {
	tb.Helper()
	opts = append([]Option{WithClock(func() time.Time { return testNow })}, opts...)
	v, err := NewVerifier(testSecret, opts...)
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

// signedHeader returns the headers of a delivery.
func signedHeader(tb testing.TB, secret, id string, timestamp time.Time, body string) http.Header {
	tb.Helper()
	sum, err := Sign(secret, id, timestamp, []byte(body))
	if err != nil {
		tb.Fatal(err)
	}
	header := make(http.Header)
	header.Set("webhook-id", id)
	header.Set("webhook-timestamp", strconv.FormatInt(timestamp.Unix(), 10))
	header.Set("webhook-signature", sum)
	return header
}

// signedRequest returns a delivery as a server receives it.
func signedRequest(tb testing.TB, id, body string) *http.Request {
	tb.Helper()
	r := httptest.NewRequest(http.MethodPost, "/webhook", strings.NewReader(body))
	r.Header = signedHeader(tb, testSecret, id, testNow, body)
	return r
}

func TestVerifyRequest(t *testing.T) {
	event, err := newTestVerifier(t).VerifyRequest(signedRequest(t, "msg_1", testBody))
	if err != nil {
		t.Fatal(err)
	}
	want := &RoomDeletedEvent{
		Delivery: Delivery{
			DeliveryID:  "msg_1",
			AttemptedAt: testNow.UTC(),
			RawData:     json.RawMessage(`{"projectId":"p","roomId":"r","deletedAt":"2026-01-02T03:04:05.678Z"}`),
		},
		ProjectID: "p",
		RoomID:    "r",
		DeletedAt: time.Date(2026, 1, 2, 3, 4, 5, 678e6, time.UTC),
	}
	if diff := cmp.Diff(Event(want), event); diff != "" {
		t.Errorf("event (-want +got):\n%s", diff)
	}
}

// A test can build its own vector, but not one that agrees with itself by
// mistake: this one is from the specification of Standard Webhooks.
func TestSignKnownVector(t *testing.T) {
	got, err := Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek",
		time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	if err != nil {
		t.Fatal(err)
	}
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("signature %q, want %q", got, want)
	}
}

func TestSeveralSecrets(t *testing.T) {
	both := newTestVerifier(t, WithSecrets(otherSecret))
	for _, secret := range []string{testSecret, otherSecret} {
		if err := both.VerifySignature(signedHeader(t, secret, "msg_1", testNow, testBody), []byte(testBody)); err != nil {
			t.Error(err)
		}
	}
	one := newTestVerifier(t)
	header := signedHeader(t, otherSecret, "msg_1", testNow, testBody)
	if err := one.VerifySignature(header, []byte(testBody)); !errors.Is(err, ErrSignatureMismatch) {
		t.Errorf("error %v, want %v", err, ErrSignatureMismatch)
	}
	// While a secret is rolled, the service signs with both.
	header.Set("webhook-signature", header.Get("webhook-signature")+" "+
		signedHeader(t, testSecret, "msg_1", testNow, testBody).Get("webhook-signature"))
	if err := one.VerifySignature(header, []byte(testBody)); err != nil {
		t.Error(err)
	}
}

func TestTolerance(t *testing.T) {
	tests := []struct {
		tolerance time.Duration
		offset    time.Duration
		want      error
	}{
		{time.Minute, -time.Minute, nil},
		{time.Minute, -61 * time.Second, ErrTimestampTooOld},
		{time.Minute, time.Minute, nil},
		{time.Minute, 61 * time.Second, ErrTimestampTooNew},
		{1999 * time.Millisecond, -time.Second, nil},
		{1999 * time.Millisecond, -2 * time.Second, ErrTimestampTooOld},
		{time.Hour, -time.Hour, nil},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.tolerance, tt.offset), func(t *testing.T) {
			header := signedHeader(t, testSecret, "msg_1", testNow.Add(tt.offset), testBody)
			err := newTestVerifier(t, WithTolerance(tt.tolerance)).VerifySignature(header, []byte(testBody))
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
		})
	}
}

func TestInvalidOptions(t *testing.T) {
	tests := []struct {
		name   string
		option Option
		want   string
	}{
		{"no tolerance", WithTolerance(0), "webhook: tolerance 0s is too short: it must be at least 1s"},
		{"negative tolerance", WithTolerance(-time.Minute), "webhook: tolerance -1m0s is too short: it must be at least 1s"},
		{"no body", WithMaxBodyBytes(0), "webhook: body limit 0 is too small: it must be at least 1 byte"},
		{"no clock", WithClock(nil), "webhook: the clock is nil: leave the option out to use time.Now"},
		{"secret", WithSecrets(otherSecret, "sk_prod_x"), `webhook: invalid secret: it must start with "whsec_"; copy it from the webhooks page of the dashboard`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, err := NewVerifier(testSecret, tt.option)
			if v != nil || err == nil || err.Error() != tt.want {
				t.Errorf("got %v and error %v, want %s", v, err, tt.want)
			}
		})
	}
}

func TestInvalidSecrets(t *testing.T) {
	for _, secret := range []string{"", "whsec", "whsec_", "whsec_=", "whsec_A", "whsec_AAAA\nAAAA", "whsec_AAA\rA", "whsec_AA=A", "WHSEC_AAAA", " " + testSecret} {
		v, err := NewVerifier(secret)
		if v != nil || !errors.Is(err, ErrInvalidSecret) {
			t.Errorf("%q: %v and error %v, want %v", secret, v, err, ErrInvalidSecret)
		}
	}
}

func TestSignInvalidSecret(t *testing.T) {
	if _, err := Sign("whsec_", "msg_1", testNow, nil); !errors.Is(err, ErrInvalidSecret) {
		t.Errorf("error %v, want %v", err, ErrInvalidSecret)
	}
}

func TestReadBody(t *testing.T) {
	broken := errors.New("connection reset by 10.0.0.1")
	size := int64(len(testBody))
	tests := []struct {
		name   string
		limit  int64
		body   io.Reader
		length int64
		want   error
	}{
		{"at the limit", size, strings.NewReader(testBody), size, nil},
		{"at the limit, of unknown length", size, strings.NewReader(testBody), -1, nil},
		{"in single bytes", size, iotest.OneByteReader(strings.NewReader(testBody)), -1, nil},
		{"over the limit", size - 1, strings.NewReader(testBody), size, ErrBodyTooLarge},
		{"over the limit, of unknown length", size - 1, strings.NewReader(testBody), -1, ErrBodyTooLarge},
		{"said to be huge", 1 << 20, strings.NewReader(testBody), 1 << 40, ErrBodyTooLarge},
		{"read already", size, http.NoBody, size, ErrEmptyBody},
		{"breaks off", size, io.MultiReader(strings.NewReader("{"), iotest.ErrReader(broken)), size, ErrReadBody},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := signedRequest(t, "msg_1", testBody)
			r.Body, r.ContentLength = io.NopCloser(tt.body), tt.length
			_, err := newTestVerifier(t, WithMaxBodyBytes(tt.limit)).VerifyRequest(r)
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			if tt.want == ErrReadBody && !errors.Is(err, broken) {
				t.Errorf("error %v does not wrap its cause", err)
			}
		})
	}
	t.Run("nil", func(t *testing.T) {
		r := signedRequest(t, "msg_1", testBody)
		r.Body = nil
		if _, err := newTestVerifier(t).VerifyRequest(r); !errors.Is(err, ErrEmptyBody) {
			t.Errorf("error %v, want %v", err, ErrEmptyBody)
		}
	})
}

func TestLargestBodyLimit(t *testing.T) {
	v := newTestVerifier(t, WithMaxBodyBytes(math.MaxInt64))
	if _, err := v.VerifyRequest(signedRequest(t, "msg_1", testBody)); err != nil {
		t.Errorf("error %v", err)
	}
}

// An endless body must not be read past the limit.
func TestReadBodyStopsAtLimit(t *testing.T) {
	r := signedRequest(t, "msg_1", testBody)
	counter := &countingReader{}
	r.Body, r.ContentLength = io.NopCloser(counter), -1
	if _, err := newTestVerifier(t).VerifyRequest(r); !errors.Is(err, ErrBodyTooLarge) {
		t.Errorf("error %v, want %v", err, ErrBodyTooLarge)
	}
	if counter.n != defaultMaxBodyBytes+1 {
		t.Errorf("%d bytes were read", counter.n)
	}
}

type countingReader struct{ n int64 }

func (c *countingReader) Read(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

// A long header must not end up in the log.
func TestInvalidTimestampIsCut(t *testing.T) {
	header := signedHeader(t, testSecret, "msg_1", testNow, testBody)
	header.Set("webhook-timestamp", strings.Repeat("9", 100_000))
	err := newTestVerifier(t).VerifySignature(header, []byte(testBody))
	if !errors.Is(err, ErrInvalidTimestamp) || len(err.Error()) > 200 {
		t.Errorf("error of %d bytes, want a short %v", len(err.Error()), ErrInvalidTimestamp)
	}
}

func TestSecretIsNeverPrinted(t *testing.T) {
	v := newTestVerifier(t)
	h := NewHandler(v, Callbacks{})
	var out bytes.Buffer
	for _, value := range []any{v, *v, h, *h, struct{ v Verifier }{*v}} {
		fmt.Fprintf(&out, "%v %+v %#v %s\n", value, value, value, value)
		logger := slog.New(slog.NewJSONHandler(&out, nil))
		logger.Info("x", "value", value)
	}
	key := "a key of 24 bytes length"
	for _, form := range []string{testSecret[len(secretPrefix):], key, fmt.Sprint([]byte(key)), fmt.Sprintf("%#v", []byte(key))[6:]} {
		if strings.Contains(out.String(), strings.Trim(form, "[]{}")) {
			t.Errorf("the secret is printed as %q", form)
		}
	}
}
