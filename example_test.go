package liveblocks_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"

	"github.com/liveblocks-go/liveblocks"
)

// exampleServer stands in for api.liveblocks.io, so that the examples run.
var exampleServer = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/v2/authorize-user", "/v2/identify-user":
		fmt.Fprint(w, `{"token":"eyJhbGciOi..."}`)
	default:
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, `{"error":"ROOM_NOT_FOUND","message":"Room not found"}`)
	}
}))

// exampleClient is made as in ExampleNew, but for the server.
var exampleClient = func() *liveblocks.Client {
	client, err := liveblocks.New("sk_test", liveblocks.WithBaseURL(exampleServer.URL))
	if err != nil {
		log.Fatal(err)
	}
	return client
}()

// User is a user in the app's own database.
type User struct {
	ID    string
	Name  string
	Color string
	Rooms []string
}

// CurrentUser stands in for the session handling of the app.
func CurrentUser(*http.Request) (*User, error) {
	return &User{ID: "ada", Name: "Ada Lovelace", Color: "#d33a6c", Rooms: []string{"notes"}}, nil
}

func ExampleNew() {
	client, err := liveblocks.New(os.Getenv("LIVEBLOCKS_SECRET_KEY"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(client)
	// Output: liveblocks: the secret key is empty: copy the secret key from https://liveblocks.io/dashboard/apikeys
}

// The handler of an authentication endpoint, written out. Client.AuthHandler
// does the same, and checks more.
func ExampleClient_PrepareSession() {
	handler := func(w http.ResponseWriter, r *http.Request) {
		user, err := CurrentUser(r)
		if err != nil {
			http.Error(w, "not signed in", http.StatusUnauthorized)
			return
		}
		session := exampleClient.PrepareSession(user.ID, map[string]string{
			"name":  user.Name,
			"color": user.Color,
		})
		for _, room := range user.Rooms {
			session.Allow(room, liveblocks.FullAccess)
		}
		resp, err := session.Authorize(r.Context())
		if err != nil {
			log.Print(err)
		}
		resp.ServeHTTP(w, r) // a token, or what makes the browser do the right thing
	}

	w := httptest.NewRecorder()
	handler(w, httptest.NewRequest("POST", "/api/liveblocks-auth", strings.NewReader(`{"room":"notes"}`)))
	fmt.Println(w.Code, w.Body)
	// Output: 200 {"token":"eyJhbGciOi..."}
}

func ExampleSession_Allow() {
	session := exampleClient.PrepareSession("ada", nil).
		Allow("notes", liveblocks.FullAccess).
		Allow("team:*", liveblocks.ReadAccess, liveblocks.CommentsWrite)
	fmt.Println(session.Err())

	session.Allow("te*m", liveblocks.ReadAccess)
	fmt.Println(session.Err())
	// Output:
	// <nil>
	// liveblocks: room pattern "te*m": an asterisk is allowed only once and at the end, as in "team:*"
}

func ExampleSession_Authorize() {
	resp, err := exampleClient.PrepareSession("ada", nil).
		Allow("notes", liveblocks.FullAccess).
		Authorize(context.Background())
	if err != nil {
		log.Print(err)
	}
	fmt.Println(resp.Status, string(resp.Body))
	// Output: 200 {"token":"eyJhbGciOi..."}
}

func ExampleClient_AuthHandler() {
	auth := exampleClient.AuthHandler(func(r *http.Request, room string) (*liveblocks.Session, error) {
		user, err := CurrentUser(r)
		if err != nil {
			return nil, liveblocks.ErrUnauthenticated
		}
		// room is empty for what belongs to no room, such as the inbox.
		if room != "" && !slices.Contains(user.Rooms, room) {
			return nil, liveblocks.Forbidden("ask the owner to invite you")
		}
		session := exampleClient.PrepareSession(user.ID, map[string]string{"name": user.Name})
		for _, id := range user.Rooms {
			session.Allow(id, liveblocks.FullAccess)
		}
		return session, nil
	})
	http.Handle("/api/liveblocks-auth", auth)

	for _, body := range []string{`{"room":"notes"}`, `{"room":"payroll"}`} {
		r := httptest.NewRequest("POST", "/api/liveblocks-auth", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		auth.ServeHTTP(w, r)
		fmt.Println(w.Code, w.Body)
	}
	// Output:
	// 200 {"token":"eyJhbGciOi..."}
	// 403 {"error":"forbidden","reason":"ask the owner to invite you"}
}

func ExampleClient_IdentifyUser() {
	identity := liveblocks.Identity{UserID: "ada", GroupIDs: []string{"engineering"}}
	resp, err := exampleClient.IdentifyUser(context.Background(), identity, map[string]string{"name": "Ada Lovelace"})
	if err != nil {
		log.Print(err)
	}
	fmt.Println(resp.Status, string(resp.Body))
	// Output: 200 {"token":"eyJhbGciOi..."}
}

func ExampleError() {
	err := error(&liveblocks.Error{
		Status: 404, Code: "ROOM_NOT_FOUND", Message: "Room not found",
		Method: "GET", Route: "/v2/rooms/{roomId}", Attempts: 1,
	})
	if errors.Is(err, liveblocks.ErrNotFound) {
		fmt.Println("no such room")
	}
	var e *liveblocks.Error
	if errors.As(err, &e) {
		fmt.Println(e.Status, e.Code, e.MaybeApplied)
	}
	fmt.Println(err)
	// Output:
	// no such room
	// 404 ROOM_NOT_FOUND false
	// liveblocks: GET /v2/rooms/{roomId}: 404 Not Found (ROOM_NOT_FOUND): Room not found
}
