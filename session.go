package liveblocks

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"sync/atomic"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	maxPatterns       = 10   // rooms and patterns in a token
	maxUserInfoLength = 1024 // characters of JSON
)

// Session is a token in the making: who the user is, and what they may do in
// which rooms. Get one from [Client.PrepareSession], call [Session.Allow] for
// each room, and then once [Session.Authorize].
//
// Calls can be chained. A mistake in any of them is kept, is returned by
// Authorize and by [Session.Err], and keeps the token from being issued.
//
// A Session is for one request of one user, and not for concurrent use.
type Session struct {
	client         *Client
	userID         string
	userInfo       []byte // JSON, nil for none
	organizationID string
	grants         []grant
	err            error
	sealed         atomic.Bool
}

// grant is what one pattern allows. Grants are kept in the order in which they
// were made, which a map would lose: servers may give weight to it.
type grant struct {
	pattern string
	perms   []Permission
}

// SessionOption adds to a session; see [Client.PrepareSession].
type SessionOption func(*Session) error

// WithOrganizationID makes the session one of a user of the given organization,
// where the app has several. It must not be empty.
//
// See https://liveblocks.io/docs/authentication/organizations.
func WithOrganizationID(id string) SessionOption {
	return func(s *Session) error {
		s.organizationID = id
		return checkIDText("organization ID", id)
	}
}

// PrepareSession begins a session for a user, whom the app has authenticated.
//
// The user's ID has 1 to 128 characters; users are counted and billed by it.
// userInfo is what other users in the room get to see of the user, commonly
// name, avatar and color: anything that marshals to a JSON object of at most
// 1024 characters, or nil for nothing. It is marshalled at once. Characters are
// counted as JavaScript does, in UTF-16.
//
// Nothing is sent before [Session.Authorize].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#access-tokens.
func (c *Client) PrepareSession(userID string, userInfo any, opts ...SessionOption) *Session {
	s := &Session{client: c, userID: userID}
	s.keep(checkIDText("user ID", userID))
	var err error
	s.userInfo, err = marshalUserInfo(userInfo)
	s.keep(err)
	for i, opt := range opts {
		if opt == nil {
			s.keep(invalid("session option %d is nil", i+1))
			continue
		}
		s.keep(opt(s))
	}
	return s
}

// Allow grants permissions for the room with the given ID; for all rooms whose
// IDs begin alike, if the pattern ends in an asterisk ("team:*"); or for all
// rooms of the project ("*"). Permissions for a pattern that was given before
// are added to those.
//
// It is a mistake if the pattern, without its asterisk, has no or more than 128
// characters, or an asterisk elsewhere than at its end; if perms is empty, or
// has a permission that is neither a constant of this package nor declared with
// [WithUnknownPermissions]; if there are more than 10 patterns in a session; and
// if the session was authorized already. None of it changes the session, but
// for its error. As a room's ID from a browser is a pattern when it ends in an
// asterisk, check that the user may enter all rooms that it matches;
// [Client.AuthHandler] refuses such IDs.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#access-tokens.
func (s *Session) Allow(roomPattern string, perms ...Permission) *Session {
	s.keep(s.allow(roomPattern, perms))
	return s
}

func (s *Session) allow(pattern string, perms []Permission) error {
	if s.sealed.Load() {
		return errSealed
	}
	if err := checkRoomPattern(pattern); err != nil {
		return err
	}
	if len(perms) == 0 {
		return invalid("no permission is given for the room pattern %s", quote(pattern))
	}
	if err := s.client.checkPermissions(perms); err != nil {
		return err
	}
	i := slices.IndexFunc(s.grants, func(g grant) bool { return g.pattern == pattern })
	if i < 0 {
		if len(s.grants) == maxPatterns {
			return invalid("room pattern %s is one too many: at most %d are allowed in a token; use one with an asterisk",
				quote(pattern), maxPatterns)
		}
		i = len(s.grants)
		s.grants = append(s.grants, grant{pattern: pattern, perms: make([]Permission, 0, len(perms))})
	}
	g := &s.grants[i]
	for _, p := range perms {
		if !slices.Contains(g.perms, p) {
			g.perms = append(g.perms, p)
		}
	}
	return nil
}

var errSealed = invalid("the session was authorized already: prepare a new one for every request")

// keep keeps the first error.
func (s *Session) keep(err error) {
	if s.err == nil {
		s.err = err
	}
}

// Err returns the first mistake that was made with the session, or nil. It
// matches [ErrInvalidArgument].
func (s *Session) Err() error { return s.err }

// Authorize asks Liveblocks for the session's token, an access token. Whoever
// has it may do what the session allows for up to an hour, so it must not be
// cached, logged or handed to anybody but the user.
//
// The response is never nil, and always one that can be sent to the browser: in
// case of success with status 200 and the token; else with a status and a body
// that make the Liveblocks client do the right thing, which is to stop and say
// so if Liveblocks refused, and to try again if it could not be reached. The
// error says why: that of [Session.Err] before anything is sent, or an [*Error].
//
// The call is retried as the package's documentation has it. A session can be
// authorized once.
//
// A session without any permission is good for what belongs to no room, such as
// notifications. The service means to refuse it some day, so that a warning is
// logged.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#access-tokens.
func (s *Session) Authorize(ctx context.Context) (*AuthResponse, error) {
	if !s.sealed.CompareAndSwap(false, true) {
		return unavailable(), errSealed
	}
	if s.err != nil {
		return unavailable(), s.err
	}
	s.warn(ctx)
	return s.client.authorize(ctx, "/v2/authorize-user", s.body())
}

func (s *Session) warn(ctx context.Context) {
	if len(s.grants) == 0 {
		s.client.logger.WarnContext(ctx, "liveblocks: authorizing a session without any permission, "+
			"which will not be supported for ever: allow what the user may enter, also if the browser asks for no room")
		return
	}
	if !slices.ContainsFunc(s.grants, func(g grant) bool { return slices.ContainsFunc(g.perms, Permission.isBase) }) {
		s.client.logger.WarnContext(ctx, "liveblocks: authorizing a session without FullAccess or ReadAccess: "+
			"the user will not be able to enter any room")
	}
}

// body is the request that the session makes. It is assembled by hand because
// permissions are an object whose order counts.
func (s *Session) body() []byte {
	o := newJSONObject(256+len(s.userInfo)).string("userId", s.userID)
	o = o.object("permissions", func(o jsonObject) jsonObject {
		for _, g := range s.grants {
			o = addStrings(o, g.pattern, g.perms)
		}
		return o
	})
	return addUser(o, s.userInfo, s.organizationID)
}

// addUser adds what both kinds of tokens have, and ends the object.
func addUser(o jsonObject, userInfo []byte, organizationID string) []byte {
	if userInfo != nil {
		o = o.raw("userInfo", userInfo)
	}
	if organizationID != "" {
		o = o.string("organizationId", organizationID)
	}
	return o.end()
}

// Identity is who a user is, for [Client.IdentifyUser].
type Identity struct {
	// UserID is the user's ID, of 1 to 128 characters.
	UserID string
	// GroupIDs are the groups that the user is in. They are what permissions of
	// rooms refer to.
	GroupIDs []string
	// OrganizationID is the user's organization, or empty if the app has none.
	OrganizationID string
}

// IdentifyUser asks Liveblocks for an ID token. It says who the user is, and
// nothing about permissions: those are kept with each room in Liveblocks, see
// https://liveblocks.io/docs/authentication/id-token. userInfo, the response and
// the errors are as for [Client.PrepareSession] and [Session.Authorize], and it
// is retried like those.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#id-tokens.
func (c *Client) IdentifyUser(ctx context.Context, identity Identity, userInfo any) (*AuthResponse, error) {
	if err := identity.check(); err != nil {
		return unavailable(), err
	}
	info, err := marshalUserInfo(userInfo)
	if err != nil {
		return unavailable(), err
	}
	o := newJSONObject(256+len(info)).string("userId", identity.UserID)
	if identity.GroupIDs != nil {
		o = addStrings(o, "groupIds", identity.GroupIDs)
	}
	return c.authorize(ctx, "/v2/identify-user", addUser(o, info, identity.OrganizationID))
}

func (id Identity) check() error {
	if err := checkIDText("user ID", id.UserID); err != nil {
		return err
	}
	for _, group := range id.GroupIDs {
		if err := checkIDText("group ID", group); err != nil {
			return err
		}
	}
	if id.OrganizationID != "" {
		return checkIDText("organization ID", id.OrganizationID)
	}
	return nil
}

// authorize posts one of the two requests that are answered with a token.
func (c *Client) authorize(ctx context.Context, route string, body []byte) (*AuthResponse, error) {
	r := request{method: http.MethodPost, route: route, raw: body, contentType: contentTypeJSON, maxResponse: 1 << 20}
	resp, result, err := c.doCounting(ctx, r)
	if err != nil {
		return authFailure(err), err
	}
	if err := checkToken(resp.Body); err != nil {
		return unavailable(), c.answerError(r, result, err)
	}
	return &AuthResponse{Status: http.StatusOK, Body: resp.Body}, nil
}

var errNoToken = errors.New("there is no token in it")

// checkToken looks for a token in an answer. The answer goes to the browser as
// it is, so in its usual form it need only be valid, not decoded.
func checkToken(body []byte) error {
	if token, ok := bytes.CutPrefix(body, []byte(`{"token":"`)); ok && json.Valid(body) && token[0] != '"' {
		return nil
	}
	var answer struct {
		Token string `json:"token"`
	}
	if err := decodeAnswer(body, &answer); err != nil {
		return err
	}
	if answer.Token == "" {
		return errNoToken
	}
	return nil
}

// marshalUserInfo returns nil for nil, of whatever type.
func marshalUserInfo(info any) ([]byte, error) {
	encoded, err := marshalObject("userInfo", info)
	if err != nil {
		return nil, err
	}
	if n := jsonLen(encoded); n > maxUserInfoLength {
		return nil, invalid("userInfo has %d characters of JSON, and at most %d are allowed", n, maxUserInfoLength)
	}
	return encoded, nil
}

// jsonLen is the length that JavaScript's encoding of the same JSON has. The two
// differ in U+2028 and U+2029, which Go escapes.
func jsonLen(b []byte) int {
	n := 0
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == '\\' {
			size = 2 // and what it escapes
			if escape := b[i:min(i+6, len(b))]; string(escape) == `\u2028` || string(escape) == `\u2029` {
				n--
				size = 6
			}
			n += 2
		} else {
			n += utf16.RuneLen(r)
		}
		i += size
	}
	return n
}
