package liveblocks

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Sentinels for the statuses of an [*Error], to be used with [errors.Is].
var (
	// ErrBadRequest is status 400: the service could not read the request.
	ErrBadRequest = errors.New("liveblocks: bad request")
	// ErrUnauthorized is status 401: the secret key is missing or of another kind.
	ErrUnauthorized = errors.New("liveblocks: unauthorized")
	// ErrForbidden is status 403: the secret key is invalid or may not do this.
	// The errors of [Forbidden] match it, too.
	ErrForbidden = errors.New("liveblocks: forbidden")
	// ErrNotFound is status 404: there is no such room, thread and so on.
	ErrNotFound = errors.New("liveblocks: not found")
	// ErrConflict is status 409: what was to be created exists already.
	ErrConflict = errors.New("liveblocks: conflict")
	// ErrUnprocessable is status 422: the request was read, but has a value that
	// is not accepted.
	ErrUnprocessable = errors.New("liveblocks: unprocessable")
	// ErrRateLimited is status 429: too many requests, for longer than the
	// retries lasted. Try again later.
	ErrRateLimited = errors.New("liveblocks: rate limited")
	// ErrNotImplemented is status 501, with which the dev server answers what
	// only the cloud has.
	ErrNotImplemented = errors.New("liveblocks: not implemented")
	// ErrUnavailable is any status of 500 or more except 501, or no answer at
	// all. Try again later.
	ErrUnavailable = errors.New("liveblocks: unavailable")
)

// Error is the failure of a call to the Liveblocks API: an answer that is not a
// success, an answer that can't be read, or no answer.
//
// Use [errors.As] to get at it, and [errors.Is] to compare it with the sentinels
// of this package, with [context.Canceled] and the like.
type Error struct {
	// Status is the HTTP status of the last answer, or 0 if there was none. If
	// it is a success, such as 200, then its body could not be read or
	// understood.
	Status int
	// Code is the error code of the service, such as "ROOM_NOT_FOUND". It and
	// the next three are empty if the service did not send them.
	Code string
	// Message says what is wrong, in the service's words.
	Message string
	// Suggestion says what to do about it, in the service's words.
	Suggestion string
	// Docs is the URL of a page about the error.
	Docs string

	// Method and Route are the request's, the route with placeholders, as in
	// "/v2/rooms/{roomId}".
	Method string
	Route  string
	// Attempts is how many requests were sent, or tried to be sent.
	Attempts int
	// MaybeApplied is whether the change that was asked for may have been made
	// in spite of the error: an answer was lost, or the server failed while it
	// worked. If it is false, the change was surely not made. It is always false
	// for calls that only read.
	MaybeApplied bool

	cause error
}

// Error describes the failure. It has no secret in it, and no ID but for those
// in the service's own words.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "liveblocks: %s %s: ", e.Method, e.Route)
	switch {
	case e.Status != 0:
		fmt.Fprintf(&b, "%d %s", e.Status, statusText(e.Status))
	default:
		b.WriteString("no answer")
	}
	if e.Code != "" {
		fmt.Fprintf(&b, " (%s)", e.Code)
	}
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	}
	if e.Suggestion != "" {
		b.WriteString(" (" + e.Suggestion + ")")
	}
	if e.cause != nil {
		fmt.Fprintf(&b, ": %v", e.cause)
	}
	if e.Attempts > 1 {
		fmt.Fprintf(&b, " [%d attempts]", e.Attempts)
	}
	if e.MaybeApplied {
		b.WriteString(" [may have been applied]")
	}
	return b.String()
}

func statusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return text
	}
	return "unknown status"
}

// Unwrap returns the error of the network, of the context or of decoding the
// answer, if there was one.
func (e *Error) Unwrap() error { return e.cause }

// Is matches the sentinel that belongs to the status.
func (e *Error) Is(target error) bool {
	switch target {
	case ErrBadRequest:
		return e.Status == http.StatusBadRequest
	case ErrUnauthorized:
		return e.Status == http.StatusUnauthorized
	case ErrForbidden:
		return e.Status == http.StatusForbidden
	case ErrNotFound:
		return e.Status == http.StatusNotFound
	case ErrConflict:
		return e.Status == http.StatusConflict
	case ErrUnprocessable:
		return e.Status == http.StatusUnprocessableEntity
	case ErrRateLimited:
		return e.Status == http.StatusTooManyRequests
	case ErrNotImplemented:
		return e.Status == http.StatusNotImplemented
	case ErrUnavailable:
		return e.Status == 0 || e.Status >= 500 && e.Status != http.StatusNotImplemented
	}
	return false
}

// LogValue makes the error a group of attributes in structured logs.
func (e *Error) LogValue() slog.Value {
	attrs := []slog.Attr{
		slog.String("method", e.Method),
		slog.String("route", e.Route),
		slog.Int("status", e.Status),
		slog.Int("attempts", e.Attempts),
		slog.Bool("maybe_applied", e.MaybeApplied),
	}
	for _, s := range []slog.Attr{
		slog.String("code", e.Code),
		slog.String("message", e.Message),
		slog.String("suggestion", e.Suggestion),
		slog.String("docs", e.Docs),
	} {
		if s.Value.String() != "" {
			attrs = append(attrs, s)
		}
	}
	if e.cause != nil {
		attrs = append(attrs, slog.String("cause", e.cause.Error()))
	}
	return slog.GroupValue(attrs...)
}

// errorBody is the body of an answer that is not a success. The service is not
// of one mind about its fields, and a proxy before it knows nothing of them, so
// each is taken if it is text and left out if not.
type errorBody struct {
	code, message, suggestion, docs string
}

func parseErrorBody(body []byte) errorBody {
	var fields map[string]any
	if json.Unmarshal(body, &fields) != nil {
		return errorBody{}
	}
	text := func(names ...string) string {
		for _, name := range names {
			if s, ok := fields[name].(string); ok && s != "" {
				return shorten(s, 1000)
			}
		}
		return ""
	}
	parsed := errorBody{
		code:       text("error"),
		message:    text("message", "reason"),
		suggestion: text("suggestion"),
		docs:       text("docs", "doc"),
	}
	if strings.ContainsAny(parsed.code, " \t\n") && parsed.message == "" {
		// A sentence where the code should be.
		parsed.code, parsed.message = "", parsed.code
	}
	return parsed
}

// quote quotes a value that goes into an error, and shortens it if it is long.
func quote(s string) string { return strconv.Quote(shorten(s, 60)) }

// shorten cuts a text that is longer than n bytes, between two characters.
func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
