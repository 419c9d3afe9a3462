package liveblocks

import (
	"maps"
	"reflect"
	"slices"
)

// CreateRoomParams are the parameters of [Client.CreateRoom],
// [Client.GetOrCreateRoom] and [Client.UpsertRoom]. All fields are optional.
type CreateRoomParams struct {
	// DefaultAccesses is what every user may do, if nothing else is said for
	// the user or one of their groups. With none, the room is private.
	DefaultAccesses []Permission
	// UsersAccesses and GroupsAccesses are what some users and groups may do,
	// by their IDs. There are at most 1000 of each.
	UsersAccesses  map[string][]Permission
	GroupsAccesses map[string][]Permission
	Metadata       RoomMetadata
	// OrganizationID is the organization that the room belongs to, if not the
	// default one.
	OrganizationID string
}

// UpdateRoomParams are the parameters of [Client.UpdateRoom]. Each field, and
// each entry of the maps, is set with [Set], cleared with [Clear], or left
// alone if it is not mentioned.
type UpdateRoomParams struct {
	DefaultAccesses Change[[]Permission]
	UsersAccesses   map[string]Change[[]Permission] // by user ID
	GroupsAccesses  map[string]Change[[]Permission] // by group ID
	// Metadata has strings and lists of strings, as [RoomMetadata] has.
	Metadata map[string]Change[any]
}

// permissionList is a list that is never null in JSON: null would clear an
// entry and let the default accesses apply, which may allow more.
type permissionList []Permission

func (l permissionList) MarshalJSON() ([]byte, error) {
	if l == nil {
		return []byte("[]"), nil
	}
	return marshalJSON([]Permission(l))
}

type createRoomBody struct {
	ID              string                    `json:"id,omitempty"`
	DefaultAccesses permissionList            `json:"defaultAccesses"`
	UsersAccesses   map[string]permissionList `json:"usersAccesses,omitzero"`
	GroupsAccesses  map[string]permissionList `json:"groupsAccesses,omitzero"`
	Metadata        RoomMetadata              `json:"metadata,omitzero"`
	OrganizationID  string                    `json:"organizationId,omitempty"`
}

func (p CreateRoomParams) body(c *Client) (createRoomBody, error) {
	b := createRoomBody{DefaultAccesses: p.DefaultAccesses, Metadata: p.Metadata, OrganizationID: p.OrganizationID}
	err := c.checkPermissions(p.DefaultAccesses)
	if err == nil {
		b.UsersAccesses, err = c.accesses("user", p.UsersAccesses)
	}
	if err == nil {
		b.GroupsAccesses, err = c.accesses("group", p.GroupsAccesses)
	}
	if err == nil {
		err = p.Metadata.check()
	}
	if err == nil {
		err = checkUTF8("the organization ID", p.OrganizationID)
	}
	return b, err
}

func (c *Client) accesses(what string, accesses map[string][]Permission) (map[string]permissionList, error) {
	if accesses == nil {
		return nil, nil
	}
	if err := checkAccessCount(what, len(accesses)); err != nil {
		return nil, err
	}
	out := make(map[string]permissionList, len(accesses))
	for id, perms := range accesses {
		if err := c.checkAccess(what, id, perms); err != nil {
			return nil, err
		}
		out[id] = perms
	}
	return out, nil
}

const maxAccesses = 1000

func checkAccessCount(what string, n int) error {
	if n > maxAccesses {
		return invalid("there are accesses for %d %ss, and at most %d are allowed", n, what, maxAccesses)
	}
	return nil
}

func (c *Client) checkAccess(what, id string, perms []Permission) error {
	if id == "" {
		return invalid("a %s ID is empty in the accesses", what)
	}
	if err := checkUTF8("the "+what+" ID", id); err != nil {
		return err
	}
	return c.checkPermissions(perms)
}

// describe tells whether the room is as the params ask for.
func (p CreateRoomParams) describe(room *Room) bool {
	return samePermissions(p.DefaultAccesses, room.DefaultAccesses) &&
		maps.EqualFunc(p.UsersAccesses, room.UsersAccesses, samePermissions) &&
		maps.EqualFunc(p.GroupsAccesses, room.GroupsAccesses, samePermissions) &&
		maps.EqualFunc(p.Metadata, room.Metadata, sameMetadata) &&
		(p.OrganizationID == "" || p.OrganizationID == room.OrganizationID)
}

// samePermissions compares two lists in which the order, and the choice between
// a permission's two names, mean nothing.
func samePermissions(a, b []Permission) bool {
	return slices.Equal(normalPermissions(a), normalPermissions(b))
}

func normalPermissions(perms []Permission) []Permission {
	normal := make([]Permission, len(perms))
	for i, p := range perms {
		switch p {
		case LegacyRoomWrite:
			p = FullAccess
		case LegacyRoomRead:
			p = ReadAccess
		}
		normal[i] = p
	}
	slices.Sort(normal)
	return normal
}

func sameMetadata(a, b any) bool {
	return reflect.DeepEqual(metadataTexts(a), metadataTexts(b))
}

type updateRoomBody struct {
	DefaultAccesses Change[permissionList]            `json:"defaultAccesses,omitzero"`
	UsersAccesses   map[string]Change[permissionList] `json:"usersAccesses,omitzero"`
	GroupsAccesses  map[string]Change[permissionList] `json:"groupsAccesses,omitzero"`
	Metadata        map[string]Change[any]            `json:"metadata,omitzero"`
}

func (p UpdateRoomParams) body(c *Client) (b updateRoomBody, err error) {
	if b.DefaultAccesses, err = c.accessChange(p.DefaultAccesses); err != nil {
		return b, err
	}
	if b.UsersAccesses, err = c.accessChanges("user", p.UsersAccesses); err != nil {
		return b, err
	}
	if b.GroupsAccesses, err = c.accessChanges("group", p.GroupsAccesses); err != nil {
		return b, err
	}
	b.Metadata = changesOnly(p.Metadata)
	return b, checkRoomMetadataChanges(b.Metadata)
}

func (c *Client) accessChange(change Change[[]Permission]) (Change[permissionList], error) {
	if change.IsClear() {
		return Clear[permissionList](), nil
	}
	perms, ok := change.Get()
	if !ok {
		return Change[permissionList]{}, nil
	}
	return Set(permissionList(perms)), c.checkPermissions(perms)
}

func (c *Client) accessChanges(what string, changes map[string]Change[[]Permission]) (map[string]Change[permissionList], error) {
	if changes == nil {
		return nil, nil
	}
	if err := checkAccessCount(what, len(changes)); err != nil {
		return nil, err
	}
	out := make(map[string]Change[permissionList], len(changes))
	for id, change := range changes {
		perms, _ := change.Get()
		if err := c.checkAccess(what, id, perms); err != nil {
			return nil, err
		}
		var err error
		if out[id], err = c.accessChange(change); err != nil {
			return nil, err
		}
	}
	return changesOnly(out), nil
}

// changesOnly returns the map without the entries that change nothing, which
// would be null, and so clear something, in JSON.
func changesOnly[T any](changes map[string]Change[T]) map[string]Change[T] {
	kept := maps.Clone(changes)
	maps.DeleteFunc(kept, func(_ string, c Change[T]) bool { return c.IsZero() })
	return kept
}

// changesNotNull is changesOnly for a field that is always sent, as {} if there
// are no changes.
func changesNotNull[T any](changes map[string]Change[T]) map[string]Change[T] {
	if changes == nil {
		return map[string]Change[T]{}
	}
	return changesOnly(changes)
}
