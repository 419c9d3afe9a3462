package liveblockstest

import (
	"encoding/json"
	"reflect"
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

func (u user) check() {
	checkID("userId", u.UserID)
	if u.UserInfo == nil {
		return
	}
	var info map[string]any
	decodeNullable("userInfo.", u.UserInfo, &info)
	for _, key := range []string{"name", "avatar"} { // the rest is the app's own
		if value, ok := info[key]; ok && reflect.TypeOf(value) != reflect.TypeFor[string]() {
			unprocessable("Value at key 'userInfo.%s': Must be a string", key)
		}
	}
	if n := utf16Len(string(u.UserInfo)); n > maxUserInfoLength {
		unprocessable("Value at key 'userInfo': Too long, %d characters, must be at most %d", n, maxUserInfoLength)
	}
}

func (c *call) authorizeUser() any {
	var body struct {
		user
		Permissions json.RawMessage `json:"permissions"`
	}
	c.decode(&body, "userId", "permissions")
	body.check()
	permissions := patch(nil, body.Permissions, "permissions", false, parseAccesses)
	if len(permissions) > maxTokenPatterns {
		unprocessable("Value at key 'permissions': Too many rooms, %d, must be at most %d", len(permissions), maxTokenPatterns)
	}
	for pattern := range permissions {
		prefix := strings.TrimSuffix(pattern, "*")
		if strings.Contains(prefix, "*") || pattern == "" || utf16Len(prefix) > maxIDLength {
			unprocessable("Value at key 'permissions': '%s' is not a room pattern", pattern)
		}
	}
	return c.issue(claims{
		Kind: kindAccess, UserID: body.UserID, UserInfo: body.UserInfo, OrganizationID: body.OrganizationID,
		Permissions: body.Permissions,
	})
}

func (c *call) identifyUser() any {
	var body struct {
		user
		GroupIDs []string `json:"groupIds"`
	}
	c.decode(&body, "userId")
	body.check()
	return c.issue(claims{
		Kind: kindID, UserID: body.UserID, UserInfo: body.UserInfo, OrganizationID: body.OrganizationID,
		GroupIDs: body.GroupIDs,
	})
}

func checkPermissions(path string, permissions []string) {
	for i, p := range permissions {
		if !slices.Contains(knownPermissions, p) {
			unprocessable("Value at keypath '%s.%d': Must be one of '%s'", path, i, strings.Join(knownPermissions, "', '"))
		}
	}
}

func checkID(key, id string) {
	if n := utf16Len(id); n == 0 || n > maxIDLength {
		unprocessable("Value at key '%s': Must have 1 to %d characters", key, maxIDLength)
	}
}

// utf16Len is the length of a text as JavaScript counts it.
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}
