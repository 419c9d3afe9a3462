package liveblockstest

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Token is what a token says: who the user is, and what they may do.
type Token struct {
	// IsID tells whether it is an ID token, which says nothing about
	// permissions, rather than an access token.
	IsID   bool
	UserID string
	// UserInfo is what others see of the user, a JSON object, or nil.
	UserInfo json.RawMessage
	// Permissions are those of an access token, by room pattern.
	Permissions map[string][]string
	// GroupIDs are the user's groups in an ID token.
	GroupIDs []string
	// OrganizationID is the user's organization, or empty.
	OrganizationID string
	IssuedAt       time.Time
	ExpiresAt      time.Time
}

// claims is a token's payload. The organization's name in it is the fake
// server's own: what the service's is called is not documented.
type claims struct {
	Kind           string          `json:"k"` // "acc" or "id"
	ProjectID      string          `json:"pid"`
	UserID         string          `json:"uid"`
	Permissions    json.RawMessage `json:"perms,omitempty"`
	GroupIDs       []string        `json:"gids,omitzero"`
	UserInfo       json.RawMessage `json:"ui,omitempty"`
	OrganizationID string          `json:"oid,omitempty"`
	IssuedAt       int64           `json:"iat"`
	ExpiresAt      int64           `json:"exp"`
	ID             string          `json:"jti"`
}

const (
	kindAccess = "acc"
	kindID     = "id"
)

const tokenLifetime = time.Hour

// ParseToken reads the token in the answer of an auth endpoint, which is
// {"token":"..."}. It does not check a signature: tokens of a [Server] have none,
// so no service accepts them.
func ParseToken(answer []byte) (*Token, error) {
	var body struct{ Token string }
	if err := json.Unmarshal(answer, &body); err != nil || body.Token == "" {
		return nil, errors.New("liveblockstest: there is no token in the answer: want {\"token\":\"...\"}")
	}
	parts := strings.Split(body.Token, ".")
	if len(parts) != 3 {
		return nil, fmt.Errorf("liveblockstest: the token has %d parts, want 3", len(parts))
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return nil, errors.New("liveblockstest: the token's payload is not base64")
	}
	var c claims
	if err := json.Unmarshal(payload, &c); err != nil {
		return nil, errors.New("liveblockstest: the token's payload is not what Liveblocks puts there")
	}
	t := &Token{
		IsID: c.Kind == kindID, UserID: c.UserID, UserInfo: c.UserInfo, GroupIDs: c.GroupIDs, OrganizationID: c.OrganizationID,
		IssuedAt: time.Unix(c.IssuedAt, 0), ExpiresAt: time.Unix(c.ExpiresAt, 0),
	}
	switch {
	case c.Kind != kindAccess && c.Kind != kindID:
		return nil, fmt.Errorf("liveblockstest: the token is of the kind %q: want %q or %q", c.Kind, kindAccess, kindID)
	case c.Kind == kindAccess && (json.Unmarshal(c.Permissions, &t.Permissions) != nil || t.Permissions == nil):
		return nil, errors.New("liveblockstest: the access token has no permissions")
	}
	return t, nil
}

// issue answers with a token.
func (c *call) issue(payload claims) any {
	issued := time.Now()
	payload.ProjectID = "liveblockstest"
	payload.IssuedAt, payload.ExpiresAt = issued.Unix(), issued.Add(tokenLifetime).Unix()
	payload.ID = c.newID("jti")
	encoded := func(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
	token := encoded([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + encoded(encode(payload)) + "."
	return map[string]string{"token": token}
}

// CoversRoom tells whether the token lets the user ask to enter the room: it is
// an ID token, or an access token with a pattern that matches the room and
// grants something.
func (t *Token) CoversRoom(roomID string) bool {
	if t.IsID {
		return true
	}
	for pattern, permissions := range t.Permissions {
		prefix, isPrefix := strings.CutSuffix(pattern, "*")
		if len(permissions) > 0 && (pattern == roomID || isPrefix && strings.HasPrefix(roomID, prefix)) {
			return true
		}
	}
	return false
}
