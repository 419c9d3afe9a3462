package liveblockstest

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf16"
)

// Limits that the service documents. Lengths are in UTF-16.
const (
	maxIDLength       = 128
	maxUserInfoLength = 1024
	maxTokenPatterns  = 10
)

var knownPermissions = []string{
	"*:read", "*:write", "room:write", "room:read", "room:presence:write",
	"storage:read", "storage:write", "storage:none",
	"comments:read", "comments:write", "comments:none",
	"comments:public:read", "comments:public:write", "comments:public:none",
	"comments:private:read", "comments:private:write", "comments:private:none",
	"feeds:read", "feeds:write", "feeds:none",
}

// user is what both kinds of tokens have.
type user struct {
	UserID         string          `json:"userId"`
	UserInfo       json.RawMessage `json:"userInfo"`
	OrganizationID string          `json:"organizationId"`
}

func (u user) check() error {
	if err := checkID("userId", u.UserID); err != nil {
		return err
	}
	if u.UserInfo == nil {
		return nil
	}
	var info struct {
		Name *string `json:"name"`
	}
	if err := decode("userInfo.", u.UserInfo, &struct{}{}); err != nil {
		return err
	}
	if err := decodeNullable("userInfo.", u.UserInfo, &info); err != nil {
		return err
	}
	if n := utf16Len(string(u.UserInfo)); n > maxUserInfoLength {
		return unprocessable("Value at key 'userInfo': Too long, %d characters, must be at most %d", n, maxUserInfoLength)
	}
	return nil
}

func (c *call) authorizeUser() (any, error) {
	var body struct {
		user
		Permissions json.RawMessage `json:"permissions"`
	}
	if err := c.decode(&body, "userId", "permissions"); err != nil {
		return nil, err
	}
	if err := body.check(); err != nil {
		return nil, err
	}
	permissions, err := patch(nil, body.Permissions, "permissions", false, parseAccesses)
	if err != nil {
		return nil, err
	}
	if len(permissions) > maxTokenPatterns {
		return nil, unprocessable("Value at key 'permissions': Too many rooms, %d, must be at most %d", len(permissions), maxTokenPatterns)
	}
	for pattern := range permissions {
		prefix := strings.TrimSuffix(pattern, "*")
		if strings.Contains(prefix, "*") || pattern == "" || utf16Len(prefix) > maxIDLength {
			return nil, unprocessable("Value at key 'permissions': '%s' is not a room pattern", pattern)
		}
	}
	return c.issue(claims{
		Kind: kindAccess, UserID: body.UserID, UserInfo: body.UserInfo, OrganizationID: body.OrganizationID,
		Permissions: body.Permissions,
	})
}

func (c *call) identifyUser() (any, error) {
	var body struct {
		user
		GroupIDs []string `json:"groupIds"`
	}
	if err := c.decode(&body, "userId"); err != nil {
		return nil, err
	}
	if err := body.check(); err != nil {
		return nil, err
	}
	return c.issue(claims{
		Kind: kindID, UserID: body.UserID, UserInfo: body.UserInfo, OrganizationID: body.OrganizationID,
		GroupIDs: body.GroupIDs,
	})
}

func checkPermissions(path string, permissions []string) error {
	for i, p := range permissions {
		if !slices.Contains(knownPermissions, p) {
			return unprocessable("Value at keypath '%s.%d': Must be one of '%s'", path, i, strings.Join(knownPermissions, "', '"))
		}
	}
	return nil
}

func checkID(key, id string) error {
	if n := utf16Len(id); n == 0 || n > maxIDLength {
		return unprocessable("Value at key '%s': Must have 1 to %d characters", key, maxIDLength)
	}
	return nil
}

// utf16Len is the length of a text as JavaScript counts it.
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}
