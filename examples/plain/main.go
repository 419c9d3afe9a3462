// Command plain is an auth endpoint of an app's own, without the ready-made
// handler. In the folder examples, with the dev server beside it:
//
//	npx liveblocks dev --no-check --cmd "go run ./plain"
//	curl -u ada: -H "Content-Type: application/json" -d '{"room":"docs:1"}' http://localhost:3000/api/liveblocks-auth
package main

import (
	"cmp"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"slices"

	"github.com/liveblocks-go/liveblocks"
)

func main() {
	baseURL := cmp.Or(os.Getenv("LIVEBLOCKS_BASE_URL"), "https://api.liveblocks.io")
	client, err := liveblocks.New(os.Getenv("LIVEBLOCKS_SECRET_KEY"), liveblocks.WithBaseURL(baseURL))
	if err != nil {
		log.Fatal(err)
	}
	http.Handle("POST /api/liveblocks-auth", authEndpoint(client))
	log.Fatal(http.ListenAndServe("127.0.0.1:3000", nil))
}

// rooms are those that the app's users may edit.
var rooms = map[string][]string{
	"ada":   {"docs:1", "docs:ada"},
	"grace": {"docs:1"},
}

func authEndpoint(client *liveblocks.Client) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		// Who is it? Your app knows better: it has a session of its own.
		userID, _, _ := r.BasicAuth()
		allowed, ok := rooms[userID]
		if !ok {
			http.Error(w, "not signed in", http.StatusUnauthorized)
			return
		}
		var request struct {
			Room string `json:"room"` // empty for what belongs to no room, such as the inbox
		}
		body := http.MaxBytesReader(w, r.Body, 64<<10)
		if err := json.NewDecoder(body).Decode(&request); err != nil {
			http.Error(w, "the body must be a JSON object", http.StatusBadRequest)
			return
		}

		if request.Room != "" && !slices.Contains(allowed, request.Room) {
			http.Error(w, "ask the owner to invite you", http.StatusForbidden)
			return
		}

		// Allow what the app knows, not what the browser asks for: a room "docs:*"
		// would be all of them.
		session := client.PrepareSession(userID, map[string]string{"name": userID})
		for _, room := range allowed {
			session.Allow(room, liveblocks.FullAccess)
		}
		resp, err := session.Authorize(r.Context())
		if err != nil {
			log.Print(err)
		}
		resp.ServeHTTP(w, r) // for the browser, also if there is an error
	}
}
