// Command identify is an auth endpoint with ID tokens: it says who the user is,
// and Liveblocks knows from each room's own permissions what they may do there.
// In the folder examples, with the dev server beside it:
//
//	npx liveblocks dev --no-check --cmd "go run ./identify"
//	curl -u ada: -X POST http://localhost:3000/api/liveblocks-auth
package main

import (
	"cmp"
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

// groups are those of the app's users. A room that gives "engineering" access
// gives it to ada and grace.
var groups = map[string][]string{
	"ada":   {"engineering", "founders"},
	"grace": {"engineering"},
}

func authEndpoint(client *liveblocks.Client) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		// Who is it? Your app knows better: it has a session of its own.
		userID, _, ok := r.BasicAuth()
		if !ok {
			http.Error(w, "not signed in", http.StatusUnauthorized)
			return
		}

		identity := liveblocks.Identity{UserID: userID, GroupIDs: groups[userID]}
		resp, err := client.IdentifyUser(r.Context(), identity, map[string]string{"name": userID})
		if err != nil {
			log.Print(err)
		}
		resp.ServeHTTP(w, r) // for the browser, also if there is an error
	}
}
