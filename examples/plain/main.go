// Command plain is an auth endpoint of an app's own, without the ready-made
// handler. In the folder examples, with the dev server beside it:
//
//	npx liveblocks dev --no-check --cmd "go run ./plain"
//	curl -u ada: -H "Content-Type: application/json" -d '{"room":"docs:1"}' http://localhost:3000/api/liveblocks-auth
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

func authEndpoint(client *liveblocks.Client) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		// Who is it? Your app knows better: it has a session of its own.
		userID, _, ok := r.BasicAuth()
		if !ok {
			http.Error(w, "not signed in", http.StatusUnauthorized)
			return
		}

		// What others see of the user, and what the user may do. It is the same
		// whatever room the browser asks for.
		session := client.PrepareSession(userID, map[string]string{"name": userID})
		session.Allow("docs:*", liveblocks.ReadAccess)
		session.Allow("docs:by-"+userID+":*", liveblocks.FullAccess)

		// The response is for the browser, also if there is an error.
		resp, err := session.Authorize(r.Context())
		if err != nil {
			log.Print(err)
		}
		resp.ServeHTTP(w, r)
	}
}
