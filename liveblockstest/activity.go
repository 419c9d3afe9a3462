package liveblockstest

import (
	"encoding/json"
	"slices"
	"time"
)

// activity is what goes on in a room.
type activity struct {
	broadcasts []json.RawMessage
	presences  []Presence
	users      []ActiveUser
}

// Presence is one that was set without a connection.
type Presence struct {
	UserID   string
	Data     json.RawMessage // a JSON object
	UserInfo json.RawMessage // a JSON object, or nil
	TTL      time.Duration   // 60 s, if the request did not say it
}

// ActiveUser is a user who is in a room.
type ActiveUser struct {
	UserID   string
	UserInfo any // encoded as JSON
}

// Broadcasts returns the events that were broadcast to a room, as JSON.
func (s *Server) Broadcasts(roomID string) []json.RawMessage {
	return slices.Clone(s.activityOf(roomID).broadcasts)
}

// Presences returns what was set as presence in a room, in the order of the
// requests.
func (s *Server) Presences(roomID string) []Presence {
	return slices.Clone(s.activityOf(roomID).presences)
}

func (s *Server) activityOf(roomID string) activity {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.rooms[roomID]; r != nil {
		return r.activity
	}
	return activity{}
}

// SetActiveUsers says who is in a room, which has to exist: the fake server lets
// nobody connect. It panics if there is no such room.
func (s *Server) SetActiveUsers(roomID string, users ...ActiveUser) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[roomID]
	if r == nil {
		panic("liveblockstest: there is no room " + roomID)
	}
	r.activity.users = slices.Clone(users)
}

func (c *call) getActiveUsers() any {
	type user struct {
		Type         string `json:"type"`
		ID           string `json:"id"`
		ConnectionID int    `json:"connectionId"`
		Info         any    `json:"info,omitempty"`
	}
	r := c.room()
	users := make([]user, len(r.activity.users))
	for i, u := range r.activity.users {
		users[i] = user{Type: "user", ID: u.UserID, ConnectionID: i, Info: u.UserInfo}
	}
	return map[string]any{"data": users}
}

func (c *call) broadcastEvent() any {
	r := c.room()
	if !json.Valid(c.body) {
		unprocessable("The event must be JSON")
	}
	r.activity.broadcasts = append(r.activity.broadcasts, c.body)
	return nil
}

func (c *call) setPresence() any {
	r := c.room()
	var body struct {
		UserID   string          `json:"userId"`
		Data     json.RawMessage `json:"data"`
		UserInfo json.RawMessage `json:"userInfo"`
		TTL      *int            `json:"ttl"`
	}
	c.decode(&body, "userId", "data")
	user{UserID: body.UserID, UserInfo: body.UserInfo}.check()
	parseObject("data.", body.Data)
	ttl := 60
	if body.TTL != nil {
		ttl = *body.TTL
	}
	if ttl < 2 || ttl > 3599 {
		unprocessable("Value at key 'ttl': Must be a number from 2 to 3599")
	}
	r.activity.presences = append(r.activity.presences, Presence{
		UserID: body.UserID, Data: body.Data, UserInfo: body.UserInfo, TTL: time.Duration(ttl) * time.Second,
	})
	return nil
}
