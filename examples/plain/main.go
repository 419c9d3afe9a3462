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

func authEndpoint(client *liveblocks.Client) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		// Who is it? Your app knows better: it has a session of its own.
		userID, _, ok := r.BasicAuth()
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

		session := client.PrepareSession(userID, map[string]string{"name": userID})
		switch {
		case request.Room == "":
		case mayEdit(userID, request.Room):
			session.Allow(request.Room, liveblocks.FullAccess)
		default:
			http.Error(w, "ask the owner to invite you", http.StatusForbidden)
			return
		}

		// The response is for the browser, also if there is an error.
		resp, err := session.Authorize(r.Context())
		if err != nil {
			log.Print(err)
		}
		resp.ServeHTTP(w, r)
	}
}

// mayEdit knows all rooms by their names. To go by a prefix would be a mistake:
// a room "docs:*", asked for by a browser, would be a pattern.
func mayEdit(userID, room string) bool {
	return room == "docs:1" || room == "docs:by-"+userID
}
