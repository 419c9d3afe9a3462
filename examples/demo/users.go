package main

import "github.com/liveblocks-go/liveblocks"

// user is a row of the app's database.
type user struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Title  string `json:"title"`
	Color  string `json:"color"`
	Avatar string `json:"avatar"`
	// Rooms has the rooms that the user may enter, and what they may do there.
	Rooms map[string]liveblocks.Permission `json:"rooms"`
}

// room is one as well.
type room struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	About string   `json:"about"`
	Todos []string `json:"-"` // to begin with
}

// The names of the rooms begin alike, so as not to meet others in the project.
const (
	launch  = "go-demo:launch"
	roadmap = "go-demo:roadmap"
	budget  = "go-demo:budget"
)

var users = []user{
	{
		ID: "ada", Name: "Ada Lovelace", Title: "Founder", Color: "#7357f6", Avatar: "/avatars/ada.svg",
		Rooms: map[string]liveblocks.Permission{
			launch: liveblocks.FullAccess, roadmap: liveblocks.FullAccess, budget: liveblocks.FullAccess,
		},
	},
	{
		ID: "grace", Name: "Grace Hopper", Title: "Engineer", Color: "#0b8f86", Avatar: "/avatars/grace.svg",
		Rooms: map[string]liveblocks.Permission{
			launch: liveblocks.FullAccess, roadmap: liveblocks.ReadAccess, budget: liveblocks.ReadAccess,
		},
	},
	{
		ID: "alan", Name: "Alan Turing", Title: "Contractor", Color: "#e0592a", Avatar: "/avatars/alan.svg",
		Rooms: map[string]liveblocks.Permission{
			launch: liveblocks.FullAccess, roadmap: liveblocks.ReadAccess,
		},
	},
}

var rooms = []room{
	{launch, "Launch plan", "Everybody may write here.", []string{
		"Invite the first ten teams", "Record the two-minute tour", "Write the changelog", "Order the cake",
	}},
	{roadmap, "Roadmap", "Only Ada may write, the others may read.", []string{
		"Offline mode", "Comments on every line", "Keyboard shortcuts",
	}},
	{budget, "Budget", "Alan is not invited.", []string{
		"Travel for the team week", "A quieter coffee machine",
	}},
}
