package liveblockstest

import (
	"encoding/json"
	"net/http"
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
	activity activity
}

const defaultOrganization = "default"

func (c *call) getRooms() (any, error) {
	query := c.http.URL.Query()
	filter, err := parseQuery(query.Get("query"), "metadata", "roomId")
	if err != nil {
		return nil, err
	}
	userID, groups := query.Get("userId"), strings.Split(query.Get("groupIds"), ",")
	var found []*room
	for _, r := range c.rooms {
		named := userID == "" && !query.Has("groupIds")
		if _, ok := r.UsersAccesses[userID]; ok {
			named = true
		}
		for _, group := range groups {
			if _, ok := r.GroupsAccesses[group]; ok {
				named = true
			}
		}
		organization := query.Get("organizationId")
		if named && (organization == "" || organization == r.OrganizationID) &&
			filter.matches(map[string]any{"roomId": r.ID}, r.Metadata) {
			found = append(found, r)
		}
	}
	return paginate(c, found, func(r *room) int { return r.number }, 20, 100)
}

func (c *call) createRoom() (any, error) {
	var body struct {
		ID             string `json:"id"`
		OrganizationID string `json:"organizationId"`
		roomChanges
	}
	if err := c.decode(&body, "id", "defaultAccesses"); err != nil {
		return nil, err
	}
	if err := checkID("id", body.ID); err != nil {
		return nil, err
	}
	if strings.Contains(body.ID, "*") {
		return nil, unprocessable("Value at key 'id': Must not have an asterisk")
	}
	created, err := c.newRoom(body.ID, body.OrganizationID, body.roomChanges)
	if err != nil {
		return nil, err
	}
	if existing := c.rooms[body.ID]; existing != nil {
		if c.http.URL.Query().Has("idempotent") {
			return existing, nil
		}
		return nil, roomExists()
	}
	c.rooms[body.ID] = created
	return created, nil
}

func roomExists() error {
	return &apiError{
		Status: http.StatusConflict, Code: "ROOM_ALREADY_EXISTS", Message: "The room already exists.",
		Suggestion: "Please use a different room ID or update the existing room.",
	}
}

func (s *state) newRoom(id, organizationID string, changes roomChanges) (*room, error) {
	if organizationID == "" {
		organizationID = defaultOrganization
	}
	s.counter++
	r := &room{
		Type: "room", ID: id, OrganizationID: organizationID, CreatedAt: now(), DefaultAccesses: []string{},
		number: s.counter,
	}
	return r, r.change(changes, false)
}

func (c *call) getRoom() (any, error) {
	r, err := c.room()
	if err != nil {
		return nil, err
	}
	return r, nil
}

func (c *call) updateRoom() (any, error) {
	r, err := c.room()
	if err != nil {
		return nil, err
	}
	var changes roomChanges
	if err := c.decodeNullable(&changes); err != nil {
		return nil, err
	}
	return r, r.change(changes, true)
}

func (c *call) upsertRoom() (any, error) {
	var body struct {
		Update json.RawMessage `json:"update"`
		Create json.RawMessage `json:"create"`
	}
	if err := c.decode(&body, "update"); err != nil {
		return nil, err
	}
	var update roomChanges
	if err := decodeNullable("update.", body.Update, &update); err != nil {
		return nil, err
	}
	r := c.rooms[c.http.PathValue("roomId")]
	if r != nil {
		return r, r.change(update, true)
	}
	var create struct {
		OrganizationID string `json:"organizationId"`
		roomChanges
	}
	if body.Create != nil {
		if err := decode("create.", body.Create, &create); err != nil {
			return nil, err
		}
	}
	r, err := c.newRoom(c.http.PathValue("roomId"), create.OrganizationID, create.roomChanges)
	if err != nil {
		return nil, err
	}
	if err := r.change(update, true); err != nil {
		return nil, err
	}
	c.rooms[r.ID] = r
	return r, nil
}

func (c *call) updateRoomID() (any, error) {
	r, err := c.room()
	if err != nil {
		return nil, err
	}
	var body struct {
		NewRoomID string `json:"newRoomId"`
	}
	if err := c.decode(&body, "newRoomId"); err != nil {
		return nil, err
	}
	if err := checkID("newRoomId", body.NewRoomID); err != nil {
		return nil, err
	}
	if c.rooms[body.NewRoomID] != nil {
		return nil, roomExists()
	}
	delete(c.rooms, r.ID)
	r.ID = body.NewRoomID
	c.rooms[r.ID] = r
	return r, nil
}

func (c *call) deleteRoom() (any, error) {
	delete(c.rooms, c.http.PathValue("roomId"))
	return nil, nil
}

func (c *call) prewarmRoom() (any, error) {
	_, err := c.room()
	return nil, err
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
func (r *room) change(changes roomChanges, clear bool) (err error) {
	changed := *r
	if raw := changes.DefaultAccesses; string(raw) == "null" {
		changed.DefaultAccesses = []string{}
	} else if raw != nil {
		if changed.DefaultAccesses, err = parseAccesses("defaultAccesses", raw); err != nil {
			return err
		}
	}
	if changed.UsersAccesses, err = patch(r.UsersAccesses, changes.UsersAccesses, "usersAccesses", clear, parseAccesses); err != nil {
		return err
	}
	if changed.GroupsAccesses, err = patch(r.GroupsAccesses, changes.GroupsAccesses, "groupsAccesses", clear, parseAccesses); err != nil {
		return err
	}
	if changed.Metadata, err = patch(r.Metadata, changes.Metadata, "metadata", clear, parseRoomMetadata); err != nil {
		return err
	}
	if len(changed.UsersAccesses) > maxAccesses || len(changed.GroupsAccesses) > maxAccesses {
		return unprocessable("There are too many accesses: at most %d are allowed", maxAccesses)
	}
	if err := checkMetadata(changed.Metadata, maxRoomMetadataValue); err != nil {
		return err
	}
	*r = changed
	return nil
}

func parseAccesses(path string, raw json.RawMessage) ([]string, error) {
	var permissions []string
	if json.Unmarshal(raw, &permissions) != nil || permissions == nil {
		return nil, unprocessable("Value at keypath '%s': Must be an array of strings", path)
	}
	return permissions, checkPermissions(path, permissions)
}

// maxAccesses is how many users, and how many groups, a room can name.
const maxAccesses = 1000
