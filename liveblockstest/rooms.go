package liveblockstest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

type room struct {
	Type            string              `json:"type"`
	ID              string              `json:"id"`
	OrganizationID  string              `json:"organizationId"`
	CreatedAt       string              `json:"createdAt"`
	Metadata        map[string]any      `json:"metadata"` // strings and lists of strings
	DefaultAccesses []string            `json:"defaultAccesses"`
	GroupsAccesses  map[string][]string `json:"groupsAccesses"`
	UsersAccesses   map[string][]string `json:"usersAccesses"`

	number   int // of its creation
	storage  *storage
	threads  []*thread
	activity activity
}

const defaultOrganization = "default"

// room returns the room of a call's path.
func (c *call) room() *room { return c.roomByID(c.http.PathValue("roomId")) }

func (c *call) roomByID(id string) *room {
	if c.rooms[id] == nil {
		panic(&apiError{
			Status: http.StatusNotFound, Code: "ROOM_NOT_FOUND", Message: "Room not found.",
			Suggestion: "Please use a valid room ID.",
		})
	}
	return c.rooms[id]
}

func (c *call) getRooms() any {
	filter := parseQuery(c.query.Get("query"), "metadata", "roomId")
	organizationID := c.query.Get("organizationId")
	var found []*room
	for _, r := range c.rooms {
		if (organizationID == "" || organizationID == r.OrganizationID) &&
			c.namedIn(r) && filter.matches(map[string]any{"roomId": r.ID}, r.Metadata) {
			found = append(found, r)
		}
	}
	return paginate(c, found, func(r *room) int { return r.number }, 20, 100)
}

// namedIn tells whether a room names the user or one of the groups that the call
// asks for, if it does.
func (c *call) namedIn(r *room) bool {
	userID, groupIDs := c.query.Get("userId"), c.query.Get("groupIds")
	if userID == "" && groupIDs == "" {
		return true
	}
	_, named := r.UsersAccesses[userID]
	for id := range strings.SplitSeq(groupIDs, ",") {
		_, ok := r.GroupsAccesses[id]
		named = named || ok
	}
	return named
}

func (c *call) createRoom() any {
	var body struct {
		ID             string `json:"id"`
		OrganizationID string `json:"organizationId"`
		roomChanges
	}
	c.decode(&body, "id", "defaultAccesses")
	created := c.newRoom(body.ID, body.OrganizationID, body.roomChanges)
	if existing := c.rooms[body.ID]; existing != nil && c.query.Has("idempotent") {
		return existing
	}
	c.refuseExisting(body.ID)
	c.rooms[body.ID] = created
	return created
}

func (c *call) refuseExisting(id string) {
	if c.rooms[id] != nil {
		panic(&apiError{
			Status: http.StatusConflict, Code: "ROOM_ALREADY_EXISTS", Message: "The room already exists.",
			Suggestion: "Please use a different room ID or update the existing room.",
		})
	}
}

func (s *state) newRoom(id, organizationID string, changes roomChanges) *room {
	checkID("id", id)
	if strings.Contains(id, "*") {
		unprocessable("Value at key 'id': Must not have an asterisk")
	}
	if organizationID == "" {
		organizationID = defaultOrganization
	}
	s.counter++
	r := &room{
		Type: "room", ID: id, OrganizationID: organizationID, CreatedAt: now(), DefaultAccesses: []string{},
		number: s.counter, storage: newStorage(),
	}
	return r.change(changes, false)
}

func (c *call) getRoom() any { return c.room() }

func (c *call) updateRoom() any {
	r := c.room()
	var changes roomChanges
	c.decodeNullable(&changes)
	return r.change(changes, true)
}

func (c *call) upsertRoom() any {
	var body struct {
		Update roomChanges `json:"update"`
		Create struct {
			OrganizationID string `json:"organizationId"`
			roomChanges
		} `json:"create"`
	}
	c.decode(&body, "update")
	id := c.http.PathValue("roomId")
	if existing := c.rooms[id]; existing != nil {
		return existing.change(body.Update, true)
	}
	created := c.newRoom(id, body.Create.OrganizationID, body.Create.roomChanges).change(body.Update, true)
	c.rooms[id] = created
	return created
}

func (c *call) updateRoomID() any {
	r := c.room()
	var body struct {
		NewRoomID string `json:"newRoomId"`
	}
	c.decode(&body, "newRoomId")
	checkID("newRoomId", body.NewRoomID)
	c.refuseExisting(body.NewRoomID)
	delete(c.rooms, r.ID)
	for _, n := range c.notifications {
		if n.RoomID == r.ID {
			n.RoomID = body.NewRoomID
		}
	}
	for _, t := range r.threads {
		t.RoomID = body.NewRoomID
		for _, found := range t.Comments {
			found.RoomID = body.NewRoomID
		}
	}
	r.ID = body.NewRoomID
	c.rooms[r.ID] = r
	return r
}

func (c *call) deleteRoom() any {
	id := c.http.PathValue("roomId")
	delete(c.rooms, id)
	c.notifications = slices.DeleteFunc(c.notifications, func(n *notification) bool { return n.RoomID == id })
	return nil
}

// roomChanges is what can be set in a room. A field is nil if it is not
// mentioned.
type roomChanges struct {
	DefaultAccesses json.RawMessage `json:"defaultAccesses"`
	UsersAccesses   json.RawMessage `json:"usersAccesses"`
	GroupsAccesses  json.RawMessage `json:"groupsAccesses"`
	Metadata        json.RawMessage `json:"metadata"`
}

// change carries out all of the changes, or none. If clear is set, null clears
// what it is the value of.
func (r *room) change(changes roomChanges, clear bool) *room {
	changed := *r
	if raw := changes.DefaultAccesses; clear && string(raw) == "null" {
		changed.DefaultAccesses = []string{}
	} else if raw != nil {
		changed.DefaultAccesses = parseAccesses("defaultAccesses", raw)
	}
	changed.UsersAccesses = patch(r.UsersAccesses, changes.UsersAccesses, "usersAccesses", clear, parseAccesses)
	changed.GroupsAccesses = patch(r.GroupsAccesses, changes.GroupsAccesses, "groupsAccesses", clear, parseAccesses)
	changed.Metadata = patch(r.Metadata, changes.Metadata, "metadata", clear, parseRoomMetadata)
	checkMetadata(changed.Metadata, maxRoomMetadataValue)
	if len(changed.UsersAccesses) > maxAccesses || len(changed.GroupsAccesses) > maxAccesses {
		unprocessable("There are too many accesses: at most %d are allowed", maxAccesses)
	}
	*r = changed
	return r
}

// maxAccesses is how many users, and how many groups, a room can name.
const maxAccesses = 1000

func parseAccesses(path string, raw json.RawMessage) []string {
	var permissions []string
	if json.Unmarshal(raw, &permissions) != nil || permissions == nil {
		unprocessable("Value at keypath '%s': Must be an array of strings", path)
	}
	checkPermissions(path, permissions)
	return permissions
}
