package liveblocks

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
)

// AuthResponse is the answer to a browser that asked for a token. Send Status
// and Body as they are, with content type application/json, or use it as the
// [http.Handler] that it is.
type AuthResponse struct {
	Status int
	// Body is JSON. If Status is 200 it has the token, so don't log it.
	Body []byte
}

// ServeHTTP sends the response, and keeps caches from storing it.
func (a AuthResponse) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(a.Body)))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body) // the browser may have gone; there is nobody to tell
}

// Format prints the status and the size of the body, but not the body, whatever
// the verb.
func (a AuthResponse) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, a.describe()) }

// LogValue logs what Format prints.
func (a AuthResponse) LogValue() slog.Value { return slog.StringValue(a.describe()) }

// MarshalJSON encodes what Format prints, for loggers that log as JSON. To send
// the response use ServeHTTP, or Status and Body.
func (a AuthResponse) MarshalJSON() ([]byte, error) { return marshalJSON(a.describe()) }

func (a AuthResponse) describe() string {
	return fmt.Sprintf("liveblocks.AuthResponse(status %d, %d bytes)", a.Status, len(a.Body))
}

// The words that the Liveblocks client looks for in the field "error". If the
// app fetches the token in a callback, the client sees the body alone: it stops
// at authStop and tries again at anything else. If the client fetches the token
// itself, it goes by the status.
const (
	authStop  = "forbidden"
	authRetry = "unavailable"
)

func newAuthResponse(status int, code, reason string) *AuthResponse {
	body, err := marshalJSON(struct {
		Error  string `json:"error"`
		Reason string `json:"reason"`
	}{code, reason})
	if err != nil {
		panic(err) // two strings can always be encoded
	}
	return &AuthResponse{Status: status, Body: body}
}

// unavailable makes the Liveblocks client try again.
func unavailable() *AuthResponse {
	return newAuthResponse(http.StatusServiceUnavailable, authRetry, "no token can be issued at the moment")
}

// authFailure is what the browser is told when Liveblocks issued no token.
func authFailure(err error) *AuthResponse {
	var e *Error
	if !errors.As(err, &e) || e.Status < 400 || e.Status >= 500 {
		return unavailable()
	}
	reason := e.Message
	if reason == "" {
		reason = http.StatusText(e.Status)
	}
	return refusal(e.Status, reason)
}

// refusal has the word in its body that makes a callback's client do what its
// status, from 400 to 499, makes the others do.
func refusal(status int, reason string) *AuthResponse {
	code := authRetry
	if stopsClient(status) {
		code = authStop
	}
	return newAuthResponse(status, code, reason)
}

// stopsClient tells for a status from 400 to 499 whether a client that fetches
// the token itself stops asking. Bodies say the same to the others.
func stopsClient(status int) bool {
	switch status {
	case http.StatusPaymentRequired, http.StatusNotAcceptable, http.StatusRequestTimeout,
		http.StatusConflict, http.StatusLengthRequired, http.StatusRequestEntityTooLarge,
		http.StatusUnsupportedMediaType, http.StatusTeapot, http.StatusTooEarly,
		http.StatusTooManyRequests:
		return false
	}
	return true
}
