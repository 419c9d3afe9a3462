package liveblocks

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strings"
)

// AuthFunc decides who gets a token, for [Client.AuthHandler]. It is given the
// browser's request and the ID of the room that the browser wants to enter,
// which is empty if it wants a token for what belongs to no room, such as the
// user's notifications.
//
// It returns a session of the user with all that they may do; it need not be
// limited to that room. Whether the session allows the room is for the AuthFunc
// to know: a token that does not is issued, and of no use there. Or it returns
// an error:
//   - [ErrUnauthenticated] if the request is of nobody who is known;
//   - [Forbidden] if the user may not enter the room, or plain [ErrForbidden];
//   - any other error for a failure, say of the database. The browser is not
//     told its text, and tries again.
type AuthFunc func(r *http.Request, room string) (*Session, error)

// ErrUnauthenticated is returned by an [AuthFunc] for a request of a user who is
// not signed in. The browser gets status 401, and stops asking. It may be
// wrapped.
var ErrUnauthenticated = errors.New("liveblocks: the user is not signed in")

// Forbidden returns an error with which an [AuthFunc] refuses the user. The
// browser gets status 403 and the reason, which is shown to the user or at least
// to whoever opens the developer tools, and stops asking. It matches
// [ErrForbidden], and may be wrapped.
func Forbidden(reason string) error { return &forbiddenError{reason: reason} }

type forbiddenError struct{ reason string }

func (e *forbiddenError) Error() string { return "liveblocks: forbidden: " + e.reason }

func (e *forbiddenError) Is(target error) bool { return target == ErrForbidden }

// maxAuthRequest is the size in bytes up to which a browser's request is read.
// The room takes a few hundred; the rest is for what an app adds.
const maxAuthRequest = 64 << 10

// AuthHandler returns an authentication endpoint: the handler of the URL that
// the browser's createClient gets as authEndpoint. It answers POST requests with
// a JSON object in which "room" is the ID of a room, null or absent. Other fields
// are for the app: the AuthFunc can read the body again from r.Body, up to
// 64 KiB.
//
// The answers, all of them JSON and none of them to be cached:
//
//	200  the token
//	400  the body is not such an object
//	401  ErrUnauthenticated
//	403  Forbidden, with {"error":"forbidden","reason":...}, also for a room ID
//	     that can't be one (too long, or with an asterisk, which would make it a
//	     pattern), and for what Liveblocks refuses
//	405  another method than POST
//	413  the body is larger than 64 KiB
//	415  another content type than application/json
//	503  any other failure. It is logged, if there is a [WithLogger], and told
//	     to nobody else; the browser's client tries again
//
// Other statuses with which Liveblocks may answer, such as 429, are passed on.
// The handler sets no CORS headers: wrap it in the app's middleware if it is
// called from other origins. It is also for that middleware to answer OPTIONS.
//
// See https://liveblocks.io/docs/authentication.
func (c *Client) AuthHandler(authorize AuthFunc) http.Handler {
	if authorize == nil {
		panic("liveblocks: AuthHandler of a nil function")
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.handleAuth(w, r, authorize).ServeHTTP(w, r)
	})
}

// handleAuth answers one request. The ResponseWriter is for the headers of a
// refusal alone.
func (c *Client) handleAuth(w http.ResponseWriter, r *http.Request, authorize AuthFunc) *AuthResponse {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return refusal(http.StatusMethodNotAllowed, "use POST")
	}
	if !isJSON(r.Header.Get("Content-Type")) {
		return refusal(http.StatusUnsupportedMediaType, "the content type must be application/json")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxAuthRequest))
	if err != nil {
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			return refusal(http.StatusRequestEntityTooLarge, fmt.Sprintf("the body is larger than %d bytes", maxAuthRequest))
		}
		return refusal(http.StatusBadRequest, "the body can't be read")
	}
	room, err := parseAuthRequest(body)
	if err != nil {
		return refusal(http.StatusBadRequest, err.Error())
	}
	if room != "" && checkRoomID(room) != nil {
		return refusal(http.StatusForbidden, "there can't be a room with this ID")
	}

	r.Body = io.NopCloser(bytes.NewReader(body))
	session, err := authorize(r, room)
	if err == nil && session == nil {
		err = errors.New("the AuthFunc returned neither a session nor an error")
	}
	if err != nil {
		return c.refuse(r, room, err)
	}
	resp, err := session.Authorize(r.Context())
	if err != nil {
		c.logAuthFailure(r, room, err)
	}
	return resp
}

// refuse answers for an AuthFunc that returned an error.
func (c *Client) refuse(r *http.Request, room string, err error) *AuthResponse {
	var (
		forbidden *forbiddenError
		ofAPI     *Error // which refuses the app, not its user
	)
	switch {
	case errors.As(err, &forbidden):
		return refusal(http.StatusForbidden, forbidden.reason)
	case errors.Is(err, ErrForbidden) && !errors.As(err, &ofAPI):
		return refusal(http.StatusForbidden, "not allowed")
	case errors.Is(err, ErrUnauthenticated):
		return refusal(http.StatusUnauthorized, "not signed in")
	}
	c.logAuthFailure(r, room, err)
	return unavailable()
}

func (c *Client) logAuthFailure(r *http.Request, room string, err error) {
	level := slog.LevelError
	if r.Context().Err() != nil {
		level = slog.LevelDebug // the browser has gone; whatever failed, nobody waits for it
	}
	c.logger.LogAttrs(r.Context(), level, "liveblocks: no token issued",
		slog.String("room", room), slog.Any("error", err))
}

func isJSON(contentType string) bool {
	mediaType, _, err := mime.ParseMediaType(contentType)
	return err == nil && mediaType == "application/json"
}

var (
	errNotAnObject = errors.New("the body must be a JSON object")
	errBadRoom     = errors.New(`"room" must be the ID of a room, null or absent`)
)

// parseAuthRequest returns the room that is asked for. It decodes into a map
// because a struct's fields would match keys of any case.
func parseAuthRequest(body []byte) (room string, err error) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil || fields == nil {
		return "", errNotAnObject
	}
	value := fields["room"]
	if value == nil || string(value) == "null" {
		return "", nil
	}
	if json.Unmarshal(value, &room) != nil || room == "" {
		return "", errBadRoom
	}
	return room, nil
}

func checkRoomID(room string) error {
	if strings.Contains(room, "*") {
		return invalid("room ID %s: a room's ID can't have an asterisk", quote(room))
	}
	return checkIDText("room ID", room)
}
