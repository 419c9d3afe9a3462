package liveblocks_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/liveblocks-go/liveblocks"
)

// sentBody is the body of the last request that a call makes.
func sentBody(t *testing.T, answer string, call func(*liveblocks.Client) error) string {
	t.Helper()
	var sent string
	_, c := newCanned(t, func(req *http.Request) (*http.Response, error) {
		body, err := req.GetBody()
		if err != nil {
			return nil, err
		}
		b, err := io.ReadAll(body)
		sent = string(b)
		return &http.Response{
			StatusCode:    http.StatusOK,
			Body:          io.NopCloser(strings.NewReader(answer)),
			ContentLength: -1,
		}, err
	})
	if err := call(c); err != nil {
		t.Fatal(err)
	}
	return sent
}

// A list that is nil in Go is empty, not null: null would clear the entry, and
// the room's default accesses, which may allow more, would count instead.
func TestNilPermissionsAreNone(t *testing.T) {
	got := sentBody(t, "{}", func(c *liveblocks.Client) error {
		_, err := c.CreateRoom(t.Context(), "room", liveblocks.CreateRoomParams{
			UsersAccesses:  map[string][]liveblocks.Permission{"ada": nil},
			GroupsAccesses: map[string][]liveblocks.Permission{},
		})
		return err
	})
	want := `{"id":"room","defaultAccesses":[],"usersAccesses":{"ada":[]},"groupsAccesses":{}}`
	if got != want {
		t.Errorf("created with %s, want %s", got, want)
	}
	got = sentBody(t, "{}", func(c *liveblocks.Client) error {
		_, err := c.UpdateRoom(t.Context(), "room", liveblocks.UpdateRoomParams{
			DefaultAccesses: liveblocks.Set[[]liveblocks.Permission](nil),
			UsersAccesses: map[string]liveblocks.Change[[]liveblocks.Permission]{
				"ada":   liveblocks.Set[[]liveblocks.Permission](nil),
				"bob":   liveblocks.Clear[[]liveblocks.Permission](),
				"carol": {}, // not mentioned
			},
			Metadata: map[string]liveblocks.Change[any]{"left": {}},
		})
		return err
	})
	want = `{"defaultAccesses":[],"usersAccesses":{"ada":[],"bob":null},"metadata":{}}`
	if got != want {
		t.Errorf("updated with %s, want %s", got, want)
	}
}

func TestRoomArgumentsAreRefused(t *testing.T) {
	long := strings.Repeat("é", 129)
	type permissions = map[string][]liveblocks.Permission
	manyUsers := permissions{}
	for i := range 1001 {
		manyUsers[fmt.Sprint(i)] = nil
	}
	manyKeys := liveblocks.RoomMetadata{}
	for i := range 51 {
		manyKeys[fmt.Sprint(i)] = ""
	}
	create := func(id string, params liveblocks.CreateRoomParams) func(*liveblocks.Client) error {
		return func(c *liveblocks.Client) error { _, err := c.CreateRoom(t.Context(), id, params); return err }
	}
	metadata := func(m liveblocks.RoomMetadata) func(*liveblocks.Client) error {
		return create("room", liveblocks.CreateRoomParams{Metadata: m})
	}
	list := func(params liveblocks.GetRoomsParams) func(*liveblocks.Client) error {
		return func(c *liveblocks.Client) error { _, err := c.GetRooms(t.Context(), params); return err }
	}
	presence := func(params liveblocks.SetPresenceParams) func(*liveblocks.Client) error {
		return func(c *liveblocks.Client) error { return c.SetPresence(t.Context(), "room", params) }
	}
	for _, tt := range []struct {
		name string
		call func(*liveblocks.Client) error
		want string // in the error
	}{
		{"no ID", create("", liveblocks.CreateRoomParams{}), "room ID is empty"},
		{"an ID that can't be addressed", create("..", liveblocks.CreateRoomParams{}), `".."`},
		{"a long ID", create(long, liveblocks.CreateRoomParams{}), "129 characters, and at most 128"},
		{"a long ID to upsert", func(c *liveblocks.Client) error {
			_, err := c.UpsertRoom(t.Context(), long, liveblocks.UpsertRoomParams{})
			return err
		}, "129 characters"},
		{"a long new ID", func(c *liveblocks.Client) error {
			_, err := c.UpdateRoomID(t.Context(), "room", long)
			return err
		}, "new room ID"},
		{"accesses of what is no text", create("room", liveblocks.CreateRoomParams{UsersAccesses: permissions{"a\xff": nil}}), "UTF-8"},
		{"an organization that is no text", create("room", liveblocks.CreateRoomParams{OrganizationID: "\xff"}), "UTF-8"},
		{"metadata that is no text", metadata(liveblocks.RoomMetadata{"k": []string{"\xff"}}), "UTF-8"},
		{"a key that is no text", metadata(liveblocks.RoomMetadata{"\xff": ""}), "UTF-8"},
		{"an ID in a route that is no text", func(c *liveblocks.Client) error { return c.DeleteRoom(t.Context(), "a\xff") }, "UTF-8"},
		{"an ID that is no text", create("a\xff", liveblocks.CreateRoomParams{}), "UTF-8"},
		{"no organization", func(c *liveblocks.Client) error {
			_, err := c.UpdateRoomOrganizationID(t.Context(), "room", liveblocks.UpdateRoomOrganizationIDParams{ToOrganizationID: "b"})
			return err
		}, "organization ID is empty"},
		{
			"a misspelt permission",
			create("room", liveblocks.CreateRoomParams{GroupsAccesses: permissions{"g": {"room:wirte"}}}), `"room:wirte"`,
		},
		{"a misspelt permission in an update", func(c *liveblocks.Client) error {
			_, err := c.UpdateRoom(t.Context(), "room", liveblocks.UpdateRoomParams{
				UsersAccesses: map[string]liveblocks.Change[[]liveblocks.Permission]{"u": liveblocks.Set([]liveblocks.Permission{"*:admin"})},
			})
			return err
		}, `"*:admin"`},
		{
			"accesses of nobody",
			create("room", liveblocks.CreateRoomParams{UsersAccesses: permissions{"": nil}}), "user ID is empty",
		},
		{"accesses of too many", create("room", liveblocks.CreateRoomParams{UsersAccesses: manyUsers}), "1001 users"},
		{"a number as metadata", metadata(liveblocks.RoomMetadata{"size": 10}), `under "size" is a int: want a string`},
		{"a mixed list as metadata", metadata(liveblocks.RoomMetadata{"tags": []any{"a", 1}}), "want a string or a []string"},
		{"nil as metadata", metadata(liveblocks.RoomMetadata{"gone": nil}), "want a string"},
		{"a long value", metadata(liveblocks.RoomMetadata{"a": strings.Repeat("x", 257)}), "257 characters"},
		{"a long key", metadata(liveblocks.RoomMetadata{strings.Repeat("k", 41): ""}), "41 characters"},
		{"an empty key", metadata(liveblocks.RoomMetadata{"": "x"}), "key is empty"},
		{"too many keys", metadata(manyKeys), "51 keys, and at most 50"},
		{"a value to set", func(c *liveblocks.Client) error {
			_, err := c.UpdateRoom(t.Context(), "room", liveblocks.UpdateRoomParams{
				Metadata: map[string]liveblocks.Change[any]{"n": liveblocks.Set[any](true)},
			})
			return err
		}, "is a bool"},
		{"a page that is too large", list(liveblocks.GetRoomsParams{Limit: 101}), "limit is 101: want 1 to 100"},
		{"a negative page", list(liveblocks.GetRoomsParams{Limit: -1}), "limit is -1"},
		{"a group with a comma", list(liveblocks.GetRoomsParams{GroupIDs: []string{"a,b"}}), `"a,b"`},
		{"an event that is no JSON", func(c *liveblocks.Client) error {
			return c.BroadcastEvent(t.Context(), "room", func() {})
		}, "a func()"},
		{"presence of nobody", presence(liveblocks.SetPresenceParams{Data: map[string]any{}}), "user ID is empty"},
		{"presence without data", presence(liveblocks.SetPresenceParams{UserID: "a"}), "presence data is nil"},
		{"presence that is no object", presence(liveblocks.SetPresenceParams{UserID: "a", Data: []int{1}}), "not a JSON object"},
		{
			"presence for too short a time",
			presence(liveblocks.SetPresenceParams{UserID: "a", Data: map[string]any{}, TTL: time.Second}), "TTL is 1s: want whole seconds from 2s",
		},
		{
			"presence for half a second",
			presence(liveblocks.SetPresenceParams{UserID: "a", Data: map[string]any{}, TTL: 2500 * time.Millisecond}), "TTL is 2.5s",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, c := newCanned(t, answer(http.StatusOK, "{}"))
			err := tt.call(c)
			if !errors.Is(err, liveblocks.ErrInvalidArgument) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want ErrInvalidArgument with %q", err, tt.want)
			}
			wantRequests(t, s, 0)
		})
	}
}

func TestRoomMetadata(t *testing.T) {
	var m liveblocks.RoomMetadata
	if err := json.Unmarshal([]byte(`{"color":"blue","tags":["a","b"],"none":[],"later":{"x":1},"mixed":["a",1]}`), &m); err != nil {
		t.Fatal(err)
	}
	want := liveblocks.RoomMetadata{
		"color": "blue", "tags": []string{"a", "b"}, "none": []string{},
		"later": map[string]any{"x": 1.0}, "mixed": []any{"a", 1.0},
	}
	if diff := cmp.Diff(want, m); diff != "" {
		t.Errorf("decoded (-want +got):\n%s", diff)
	}
	if got := m.String("color"); got != "blue" {
		t.Errorf("String: %q", got)
	}
	if got := m.String("tags"); got != "" {
		t.Errorf("String of a list: %q", got)
	}
	if diff := cmp.Diff([]string{"blue"}, m.Strings("color")); diff != "" {
		t.Error(diff)
	}
	if got := m.Strings("missing"); got != nil {
		t.Errorf("Strings of nothing: %q", got)
	}
	var own struct {
		Color string   `json:"color"`
		Tags  []string `json:"tags"`
	}
	if err := m.Decode(&own); err != nil || own.Color != "blue" || len(own.Tags) != 2 {
		t.Errorf("Decode: %+v, %v", own, err)
	}
	// What was read can be sent again, and so can types of the app's own.
	type color string
	got := sentBody(t, "{}", func(c *liveblocks.Client) error {
		_, err := c.CreateRoom(t.Context(), "r", liveblocks.CreateRoomParams{Metadata: liveblocks.RoomMetadata{
			"color": color("red"), "tags": want["tags"], "more": []color{"a"}, "any": []any{"x"},
		}})
		return err
	})
	if want := `{"id":"r","defaultAccesses":[],"metadata":{"any":["x"],"color":"red","more":["a"],"tags":["a","b"]}}`; got != want {
		t.Errorf("sent %s, want %s", got, want)
	}
}

func TestActiveUserInfo(t *testing.T) {
	_, c := newCanned(t, answer(http.StatusOK, `{"data":[
		{"type":"user","connectionId":1,"id":null,"info":{"name":"Ada"}},
		{"type":"user","connectionId":2,"id":"bob"}]}`))
	users, err := c.GetActiveUsers(t.Context(), "room")
	if err != nil {
		t.Fatal(err)
	}
	var info struct{ Name string }
	for i := range users.Data {
		if err := users.Data[i].DecodeInfo(&info); err != nil {
			t.Fatal(err)
		}
	}
	if users.Data[0].ID != "" || users.Data[1].ID != "bob" || info.Name != "Ada" {
		t.Errorf("got %+v with %+v", users.Data, info)
	}
}

// A creation that was carried out although its answer was lost must not be told
// that the room exists already; but a room that somebody else made, before or
// with other accesses, is a conflict.
func TestCreateRoomMeetsItsOwnFirstTry(t *testing.T) {
	params := liveblocks.CreateRoomParams{
		DefaultAccesses: []liveblocks.Permission{liveblocks.LegacyRoomRead, liveblocks.CommentsWrite},
		Metadata:        liveblocks.RoomMetadata{"tags": []string{"a"}},
	}
	const now = "Tue, 02 Jan 2024 03:04:05 GMT"
	room := func(createdAt, more string) string {
		return `{"id":"room","createdAt":"` + createdAt + `","metadata":{"tags":["a"]},` + more + `}`
	}
	own := room("2024-01-02T03:04:04.500Z", `"defaultAccesses":["comments:write","*:read"]`)
	conflict := answer(http.StatusConflict, `{"error":"ROOM_ALREADY_EXISTS"}`, "Date", now)
	for _, tt := range []struct {
		name    string
		answers []func(*http.Request) (*http.Response, error)
		success bool
	}{
		{"its own", []func(*http.Request) (*http.Response, error){connectionLost, conflict, answer(200, own)}, true},
		{"its own after 503", []func(*http.Request) (*http.Response, error){answer(503, ""), conflict, answer(200, own)}, true},
		{"at once", []func(*http.Request) (*http.Response, error){conflict, answer(200, own)}, false},
		{"after 429", []func(*http.Request) (*http.Response, error){answer(429, ""), conflict, answer(200, own)}, false},
		{"an older one", []func(*http.Request) (*http.Response, error){
			connectionLost, conflict,
			answer(200, room("2024-01-02T03:03:00.000Z", `"defaultAccesses":["comments:write","*:read"]`)),
		}, false},
		{"one with other accesses", []func(*http.Request) (*http.Response, error){
			connectionLost, conflict, answer(200, room("2024-01-02T03:04:04.500Z", `"defaultAccesses":["*:write"]`)),
		}, false},
		{"one for more users", []func(*http.Request) (*http.Response, error){
			connectionLost, conflict,
			answer(200, room("2024-01-02T03:04:04.500Z", `"defaultAccesses":["comments:write","*:read"],"usersAccesses":{"x":[]}`)),
		}, false},
		{"one that can't be looked up", []func(*http.Request) (*http.Response, error){connectionLost, conflict, answer(403, "")}, false},
		{"no date", []func(*http.Request) (*http.Response, error){connectionLost, answer(409, ""), answer(200, own)}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, c := newCanned(t, tt.answers...)
				room, err := c.CreateRoom(t.Context(), "room", params)
				if tt.success {
					if err != nil || room.ID != "room" {
						t.Errorf("got %v, %v", room, err)
					}
					return
				}
				if !errors.Is(err, liveblocks.ErrConflict) || room != nil {
					t.Errorf("got %v, %v, want ErrConflict", room, err)
				}
			})
		})
	}
}

func TestDeleteMeetsItsOwnFirstTry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c := newCanned(t, connectionLost, answer(http.StatusNotFound, ""))
		if err := c.DeleteRoom(t.Context(), "room"); err != nil {
			t.Errorf("deleted by the first attempt: %v", err)
		}
		_, c = newCanned(t, answer(http.StatusTooManyRequests, ""), answer(http.StatusNotFound, ""))
		if err := c.DeleteRoom(t.Context(), "room"); !errors.Is(err, liveblocks.ErrNotFound) {
			t.Errorf("not deleted by the first attempt: got %v, want ErrNotFound", err)
		}
	})
}

func TestIterRooms(t *testing.T) {
	page := func(id, next string) func(*http.Request) (*http.Response, error) {
		return answer(http.StatusOK, fmt.Sprintf(`{"data":[{"id":%q}],"nextCursor":%s}`, id, next))
	}
	ids := func(c *liveblocks.Client, params liveblocks.GetRoomsParams) (ids []string, err error) {
		for room, err := range c.IterRooms(t.Context(), params) {
			if err != nil {
				return ids, err
			}
			ids = append(ids, room.ID)
		}
		return ids, nil
	}
	t.Run("twice", func(t *testing.T) {
		s, c := newCanned(t, page("a", `"1"`), page("b", "null"), page("a", `"1"`), page("b", "null"))
		rooms := c.IterRooms(t.Context(), liveblocks.GetRoomsParams{StartingAfter: "0", Limit: 7})
		for range 2 {
			for _, err := range rooms {
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		for i, want := range []string{"limit=7&startingAfter=0", "limit=7&startingAfter=1", "limit=7&startingAfter=0", "limit=7&startingAfter=1"} {
			if got := s.requests[i].URL.RawQuery; got != want {
				t.Errorf("request %d: %s, want %s", i+1, got, want)
			}
		}
	})
	t.Run("by several goroutines", func(t *testing.T) {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next := map[string]string{"0": `"1"`, "1": `"2"`, "2": "null"}[r.FormValue("startingAfter")+r.FormValue("cursor")]
			fmt.Fprintf(w, `{"data":[{"id":"a"}],"nextCursor":%s}`, next)
		}))
		defer server.Close()
		c := newClient(t, server.URL)
		rooms := c.IterRooms(t.Context(), liveblocks.GetRoomsParams{StartingAfter: "0"})
		versions := c.IterVersionHistory(t.Context(), "room", liveblocks.GetVersionHistoryParams{Cursor: "0"})
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() { wantItems(t, rooms, 3) })
			wg.Go(func() { wantItems(t, versions, 3) })
		}
		wg.Wait()
	})
	t.Run("stopped", func(t *testing.T) {
		s, c := newCanned(t, page("a", `"1"`))
		for range c.IterRooms(t.Context(), liveblocks.GetRoomsParams{}) {
			break
		}
		wantRequests(t, s, 1)
	})
	t.Run("a cursor that repeats", func(t *testing.T) {
		_, c := newCanned(t, page("a", `"1"`), page("b", `"2"`), page("c", `"1"`))
		got, err := ids(c, liveblocks.GetRoomsParams{})
		if err == nil || !strings.Contains(err.Error(), "second time") {
			t.Errorf("got error %v", err)
		}
		if diff := cmp.Diff([]string{"a", "b", "c"}, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a failure", func(t *testing.T) {
		_, c := newCanned(t, page("a", `"1"`), answer(http.StatusForbidden, ""))
		got, err := ids(c, liveblocks.GetRoomsParams{})
		if !errors.Is(err, liveblocks.ErrForbidden) || len(got) != 1 {
			t.Errorf("got %v, %v", got, err)
		}
	})
}

func wantItems[T any](t *testing.T, seq iter.Seq2[T, error], want int) {
	t.Helper()
	got := 0
	for _, err := range seq {
		if err != nil {
			t.Error(err)
		}
		got++
	}
	if got != want {
		t.Errorf("got %d items, want %d", got, want)
	}
}
