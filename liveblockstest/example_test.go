package liveblockstest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/comment"
	"github.com/liveblocks-go/liveblocks/liveblockstest"
	"github.com/liveblocks-go/liveblocks/webhook"
)

// newApp is the app that the examples test: it has an auth endpoint, and a page
// to review a document at, which leaves a comment in the document's room.
func newApp(client *liveblocks.Client) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/api/liveblocks-auth", client.AuthHandler(func(r *http.Request, room string) (*liveblocks.Session, error) {
		user, err := r.Cookie("user")
		if err != nil {
			return nil, liveblocks.ErrUnauthenticated
		}
		session := client.PrepareSession(user.Value, map[string]string{"name": strings.ToUpper(user.Value)})
		if strings.HasPrefix(room, "private:") {
			return nil, liveblocks.Forbidden("this document is private")
		}
		return session.Allow("docs:*", liveblocks.ReadAccess, liveblocks.CommentsWrite), nil
	}))
	mux.HandleFunc("POST /review/{room}", func(w http.ResponseWriter, r *http.Request) {
		room := r.PathValue("room")
		_, err := client.CreateThread(r.Context(), room, liveblocks.CreateThreadParams{
			Comment: liveblocks.CreateCommentParams{UserID: "bot", Body: comment.FromMarkdown("Please **review** this.")},
		})
		if err == nil {
			err = client.BroadcastEvent(r.Context(), room, map[string]string{"type": "REVIEW"})
		}
		switch {
		case errors.Is(err, liveblocks.ErrNotFound):
			http.Error(w, "there is no such document", http.StatusNotFound)
		case err != nil:
			http.Error(w, "try again later", http.StatusServiceUnavailable)
		}
	})
	return mux
}

// newClient is what a test does first.
func newClient(server *liveblockstest.Server) *liveblocks.Client {
	client, err := liveblocks.New(liveblockstest.SecretKey, liveblocks.WithBaseURL(server.URL), liveblocks.WithMaxAttempts(1))
	if err != nil {
		log.Fatal(err)
	}
	return client
}

// A test of a handler that calls the Liveblocks API.
func Example() {
	server := liveblockstest.NewServer()
	defer server.Close()
	client := newClient(server)
	app := newApp(client)

	r := httptest.NewRequest(http.MethodPost, "/review/docs:plan", nil)
	w := httptest.NewRecorder()
	app.ServeHTTP(w, r)
	fmt.Println("without the room:", w.Code)

	if _, err := client.CreateRoom(r.Context(), "docs:plan", liveblocks.CreateRoomParams{}); err != nil {
		log.Fatal(err)
	}
	w = httptest.NewRecorder()
	app.ServeHTTP(w, r)
	fmt.Println("with the room:", w.Code)

	threads, err := client.GetThreads(r.Context(), "docs:plan", liveblocks.GetThreadsParams{})
	if err != nil {
		log.Fatal(err)
	}
	text, _ := comment.Stringify(r.Context(), *threads.Data[0].Comments[0].Body, comment.Markdown)
	fmt.Println("comment:", text)
	fmt.Printf("broadcast: %s\n", server.Broadcasts("docs:plan")[0])
	// Output:
	// without the room: 404
	// with the room: 200
	// comment: Please **review** this.
	// broadcast: {"type":"REVIEW"}
}

// A test of what the app does when Liveblocks fails.
func ExampleServer_Inject() {
	server := liveblockstest.NewServer()
	defer server.Close()
	client := newClient(server)
	app := newApp(client)

	r := httptest.NewRequest(http.MethodPost, "/review/docs:plan", nil)
	if _, err := client.CreateRoom(r.Context(), "docs:plan", liveblocks.CreateRoomParams{}); err != nil {
		log.Fatal(err)
	}
	server.Inject(liveblockstest.Fault{Route: "POST /v2/rooms/{roomId}/broadcast-event", LoseAnswer: true})
	w := httptest.NewRecorder()
	app.ServeHTTP(w, r)
	fmt.Println(w.Code, w.Body)
	fmt.Println("broadcasts:", len(server.Broadcasts("docs:plan")))
	// Output:
	// 503 try again later
	//
	// broadcasts: 1
}

// A test of what an auth endpoint lets a user do.
func ExampleParseToken() {
	server := liveblockstest.NewServer()
	defer server.Close()
	app := newApp(newClient(server))

	r := httptest.NewRequest(http.MethodPost, "/api/liveblocks-auth", strings.NewReader(`{"room":"docs:plan"}`))
	r.Header.Set("Content-Type", "application/json")
	r.AddCookie(&http.Cookie{Name: "user", Value: "ada"})
	w := httptest.NewRecorder()
	app.ServeHTTP(w, r)

	token, err := liveblockstest.ParseToken(w.Body.Bytes())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(token.UserID, string(token.UserInfo))
	fmt.Println(token.Permissions)
	// Output:
	// ada {"name":"ADA"}
	// map[docs:*:[*:read comments:write]]
}

// A test of an auth endpoint in one call.
func ExampleCheckAuthEndpoint() {
	server := liveblockstest.NewServer()
	defer server.Close()
	app := newApp(newClient(server))

	report := liveblockstest.CheckAuthEndpoint(app, liveblockstest.AuthCheck{
		Path:          "/api/liveblocks-auth",
		Room:          "docs:plan",
		ForbiddenRoom: "private:diary",
		SignIn:        func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "user", Value: "ada"}) },
	})
	fmt.Println("error:", report.Err())
	fmt.Print(report)
	// Output:
	// error: <nil>
	// the room: status 200, the browser connects
	// the room again: status 200, the browser connects
	// no room: status 200, the browser connects
	// the room "*": status 403, the browser stops
	// the room "d*": status 403, the browser stops
	// the room "docs:plan*": status 403, the browser stops
	// a forbidden room: status 403, the browser stops
	// the room, but not signed in: status 401, the browser stops
	// a body that is not JSON: status 400, the browser stops
	// a body that is not an object: status 400, the browser stops
	// a room that is not a string: status 400, the browser stops
	// a room in a body of 2 MiB: status 413, the browser retries
	// the room by GET: status 405, the browser stops
	// the room by PUT: status 405, the browser stops
	// the room by DELETE: status 405, the browser stops
}

// A test of a webhook endpoint.
func ExampleWebhookDelivery() {
	verifier, err := webhook.NewVerifier(liveblockstest.WebhookSecret)
	if err != nil {
		log.Fatal(err)
	}
	endpoint := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		event, err := verifier.VerifyRequest(r)
		if err != nil {
			http.Error(w, "not from Liveblocks", http.StatusBadRequest)
			return
		}
		if e, ok := event.(*webhook.RoomCreatedEvent); ok {
			fmt.Println("created:", e.RoomID)
		}
	})

	r, err := liveblockstest.WebhookDelivery{Event: &webhook.RoomCreatedEvent{RoomID: "docs:plan"}}.Request("/webhooks")
	if err != nil {
		log.Fatal(err)
	}
	w := httptest.NewRecorder()
	endpoint.ServeHTTP(w, r)
	fmt.Println(w.Code)
	// Output:
	// created: docs:plan
	// 200
}

// A look at what the app asked of Liveblocks.
func ExampleServer_Requests() {
	server := liveblockstest.NewServer()
	defer server.Close()
	client := newClient(server)

	r := httptest.NewRequest(http.MethodPost, "/review/docs:plan", nil)
	newApp(client).ServeHTTP(httptest.NewRecorder(), r)

	for _, request := range server.Requests("POST /v2/rooms/{roomId}/threads") {
		var body struct {
			Comment struct {
				UserID string          `json:"userId"`
				Body   json.RawMessage `json:"body"`
			} `json:"comment"`
		}
		if err := request.Decode(&body); err != nil {
			log.Fatal(err)
		}
		fmt.Println(request.Path, "by", body.Comment.UserID, "answered with", request.Status)
	}
	// Output:
	// /v2/rooms/docs%3Aplan/threads by bot answered with 404
}
