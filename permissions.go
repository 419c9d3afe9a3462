package liveblocks

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
)

// Permission is something that a user may do in a room. Base permissions apply
// to all of the room; the others change what a base permission says for one
// part of it. In each list that [Session.Allow] is given for a room, or in that
// of another pattern that matches the room, there must be a base permission, or
// the user can't enter.
//
// See https://liveblocks.io/docs/authentication.
type Permission string

// Base permissions.
const (
	// FullAccess lets the user read and write everything in the room. It is
	// FULL_ACCESS of @liveblocks/node.
	FullAccess Permission = "*:write"
	// ReadAccess lets the user read everything in the room and change nothing
	// but their own presence. It is READ_ACCESS of @liveblocks/node.
	ReadAccess Permission = "*:read"
)

// Permissions for the room's storage.
const (
	StorageWrite Permission = "storage:write" // read and change it
	StorageRead  Permission = "storage:read"  // read it
	StorageNone  Permission = "storage:none"  // neither
)

// Permissions for the room's comments, public and private.
const (
	CommentsWrite Permission = "comments:write" // read, write and react
	CommentsRead  Permission = "comments:read"  // read
	CommentsNone  Permission = "comments:none"  // neither
)

// Permissions for the public comments alone. They have precedence over those
// for all comments.
const (
	CommentsPublicWrite Permission = "comments:public:write" // read, write and react
	CommentsPublicRead  Permission = "comments:public:read"  // read
	CommentsPublicNone  Permission = "comments:public:none"  // neither
)

// Permissions for the private comments alone. They have precedence over those
// for all comments.
const (
	CommentsPrivateWrite Permission = "comments:private:write" // read, write and react
	CommentsPrivateRead  Permission = "comments:private:read"  // read
	CommentsPrivateNone  Permission = "comments:private:none"  // neither
)

// Permissions for the room's feeds.
const (
	FeedsWrite Permission = "feeds:write" // read and write
	FeedsRead  Permission = "feeds:read"  // read
	FeedsNone  Permission = "feeds:none"  // neither
)

// Legacy permissions, which still work.
const (
	// LegacyRoomWrite is the former name of FullAccess.
	LegacyRoomWrite Permission = "room:write"
	// LegacyRoomRead is the former name of ReadAccess.
	LegacyRoomRead Permission = "room:read"
	// LegacyRoomPresenceWrite lets a reader change their own presence, which
	// every reader may do by now.
	LegacyRoomPresenceWrite Permission = "room:presence:write"
)

var knownPermissions = []Permission{
	FullAccess, ReadAccess,
	StorageWrite, StorageRead, StorageNone,
	CommentsWrite, CommentsRead, CommentsNone,
	CommentsPublicWrite, CommentsPublicRead, CommentsPublicNone,
	CommentsPrivateWrite, CommentsPrivateRead, CommentsPrivateNone,
	FeedsWrite, FeedsRead, FeedsNone,
	LegacyRoomWrite, LegacyRoomRead, LegacyRoomPresenceWrite,
}

// isBase tells whether a user can enter a room with this permission alone.
func (p Permission) isBase() bool {
	switch p {
	case FullAccess, ReadAccess, LegacyRoomWrite, LegacyRoomRead:
		return true
	}
	return false
}

// checkPermissions refuses what is neither known nor declared with
// [WithUnknownPermissions]: a misspelt permission must not turn into a token
// that means something else.
func (c *Client) checkPermissions(perms []Permission) error {
	for _, p := range perms {
		if !slices.Contains(knownPermissions, p) && !c.unknownPermissions[p] {
			return invalid("unknown permission %s: use one of the constants, such as FullAccess; "+
				"for one that is newer than this package see WithUnknownPermissions", quote(string(p)))
		}
	}
	return nil
}

// permissionShape is what the service's permissions have in common: words with
// colons between them.
var permissionShape = regexp.MustCompile(`^(\*|[a-z][a-z0-9_-]*)(:[a-z][a-z0-9_-]*)+$`)

// maxIDLength is the longest ID, and the longest room pattern without its
// asterisk, in the unit in which the service counts.
const maxIDLength = 128

// checkRoomPattern accepts "*", a room ID, and the beginning of room IDs with
// an asterisk after it.
func checkRoomPattern(pattern string) error {
	if pattern == "*" {
		return nil
	}
	prefix := strings.TrimSuffix(pattern, "*")
	if strings.Contains(prefix, "*") {
		return invalid("room pattern %s: an asterisk is allowed only once and at the end, as in \"team:*\"", quote(pattern))
	}
	return checkIDText("room pattern", prefix)
}

// checkIDText accepts what can be the ID of something: 1 to 128 characters of
// valid text.
func checkIDText(what, id string) error {
	if id == "" {
		return invalid("the %s is empty", what)
	}
	if err := checkUTF8(what, id); err != nil {
		return err
	}
	if n := utf16Len(id); n > maxIDLength {
		return invalid("%s %s has %d characters, and at most %d are allowed", what, quote(id), n, maxIDLength)
	}
	return nil
}

// utf16Len is the length of a text as JavaScript, and so the service, counts
// it.
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}
