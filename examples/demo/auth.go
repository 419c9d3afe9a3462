package main

import (
	"net/http"

	"github.com/liveblocks-go/liveblocks"
)

// authorize is the app's Liveblocks endpoint: it says who the user is and what
// they may do in which rooms.
func (a *app) authorize(r *http.Request, room string) (*liveblocks.Session, error) {
	user, ok := a.currentUser(r)
	if !ok {
		return nil, liveblocks.ErrUnauthenticated
	}
	if room != "" && user.Rooms[room] == "" {
		return nil, liveblocks.Forbidden(user.Name + " has not been invited to this room.")
	}

	session := a.client.PrepareSession(user.ID, map[string]string{
		"name": user.Name, "title": user.Title, "color": user.Color, "avatar": user.Avatar,
	})
	for id, access := range user.Rooms {
		session.Allow(id, access)
	}
	return session, nil
}
