//go:build integration

package liveblocks_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/live"
)

// asJSON is a value as it looks in JSON.
func asJSON(t *testing.T, v any) (out any) {
	t.Helper()
	b, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(b, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestIntegrationRooms(t *testing.T) {
	s := newDevServer(t)
	ctx, c := t.Context(), s.client
	const id = "team/1: é?#%2e"

	before := time.Now().Add(-time.Second)
	created, err := c.CreateRoom(ctx, id, liveblocks.CreateRoomParams{
		DefaultAccesses: []liveblocks.Permission{liveblocks.ReadAccess},
		UsersAccesses:   map[string][]liveblocks.Permission{"ada": {liveblocks.FullAccess}, "bob": nil},
		GroupsAccesses:  map[string][]liveblocks.Permission{"design": {liveblocks.ReadAccess, liveblocks.CommentsWrite}},
		Metadata:        liveblocks.RoomMetadata{"color": "blue", "tags": []string{"a", "b"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if created.ID != id || created.CreatedAt.Before(before) || !created.LastConnectionAt.IsZero() {
		t.Errorf("created %+v", created)
	}
	if diff := cmp.Diff([]string{"a", "b"}, created.Metadata.Strings("tags")); diff != "" {
		t.Error(diff)
	}
	if _, err := c.CreateRoom(ctx, id, liveblocks.CreateRoomParams{}); !errors.Is(err, liveblocks.ErrConflict) {
		t.Errorf("created again: got %v, want ErrConflict", err)
	}
	same, err := c.GetOrCreateRoom(ctx, id, liveblocks.CreateRoomParams{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(created, same); diff != "" {
		t.Errorf("got or created (-created +got):\n%s", diff)
	}
	got, err := c.GetRoom(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(created, got); diff != "" {
		t.Errorf("got (-created +got):\n%s", diff)
	}
	// JSON of times: Go leaves out zeros at the end of a fraction.
	theirs := s.callPackage(t, "getRoom", id).(map[string]any)
	ours := asJSON(t, got).(map[string]any)
	ours["createdAt"] = got.CreatedAt.Format("2006-01-02T15:04:05.000Z")
	if diff := cmp.Diff(theirs, ours); diff != "" {
		t.Errorf("the room (-package +Go):\n%s", diff)
	}

	updated, err := c.UpdateRoom(ctx, id, liveblocks.UpdateRoomParams{
		DefaultAccesses: liveblocks.Set([]liveblocks.Permission{}),
		UsersAccesses: map[string]liveblocks.Change[[]liveblocks.Permission]{
			"ada": liveblocks.Clear[[]liveblocks.Permission](),
			"eve": liveblocks.Set([]liveblocks.Permission{liveblocks.ReadAccess}),
		},
		Metadata: map[string]liveblocks.Change[any]{"color": liveblocks.Set[any]("red")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(updated.DefaultAccesses) != 0 || updated.Metadata.String("color") != "red" || len(updated.Metadata.Strings("tags")) != 2 {
		t.Errorf("updated %+v", updated)
	}
	if _, ok := updated.UsersAccesses["ada"]; ok || len(updated.UsersAccesses["eve"]) != 1 || updated.UsersAccesses["bob"] == nil {
		t.Errorf("users: %v", updated.UsersAccesses)
	}

	if err := c.DeleteRoom(ctx, id); err != nil {
		t.Fatal(err)
	}
	var e *liveblocks.Error
	if _, err := c.GetRoom(ctx, id); !errors.As(err, &e) || !errors.Is(err, liveblocks.ErrNotFound) || e.Code != "ROOM_NOT_FOUND" {
		t.Errorf("deleted: got %v, want ErrNotFound", err)
	}
	// What the dev server does not have.
	if _, err := c.UpdateRoomID(ctx, id, "other"); !errors.Is(err, liveblocks.ErrNotImplemented) {
		t.Errorf("got %v, want ErrNotImplemented", err)
	}
}

// The dev server checks the query language, but lists all rooms whatever a
// query says.
func TestIntegrationListRooms(t *testing.T) {
	s := newDevServer(t)
	ctx, c := t.Context(), s.client
	var want []string
	for i := range 5 {
		id := fmt.Sprintf("room %d", i)
		want = append(want, id)
		if _, err := c.CreateRoom(ctx, id, liveblocks.CreateRoomParams{}); err != nil {
			t.Fatal(err)
		}
	}
	list := func(params liveblocks.GetRoomsParams) (ids []string) {
		t.Helper()
		for room, err := range c.IterRooms(ctx, params) {
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, room.ID)
		}
		slices.Sort(ids)
		return ids
	}
	for _, params := range []liveblocks.GetRoomsParams{
		{},
		{Query: `roomId^"room" AND metadata["color"]:"blue"`, UserID: "ada", GroupIDs: []string{"a", "b"}},
		{Filter: liveblocks.Filter{
			liveblocks.WhereRoomIDStartsWith("it's \"here\" \\ \n é"),
			liveblocks.WhereMetadata(`k'"\`).Is(`v'"\`),
			liveblocks.WhereMetadata("plain").Is("x"),
		}},
	} {
		if diff := cmp.Diff(want, list(params)); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", params, diff)
		}
	}
	_, err := c.GetRooms(ctx, liveblocks.GetRoomsParams{Query: "(("})
	var e *liveblocks.Error
	if !errors.Is(err, liveblocks.ErrUnprocessable) || !errors.As(err, &e) || e.Code != "INVALID_QUERY" || e.Message == "" {
		t.Errorf("a query that is none: got %v", err)
	}
}

// Liveblocks' own parser has to read filters as they were meant.
func TestIntegrationFilterParses(t *testing.T) {
	texts := []string{"", "x", " ", "it's", `say "hi"`, `'"`, `\`, `\\'`, `\"`, `\u0041`, "a\nb\tc\x00\x1f\x7f", "é 漢 😀 \u2028", "AND", "null", "*"}
	var queries []string
	var want [][][]any
	add := func(condition liveblocks.Condition, parts ...any) {
		query, err := liveblocks.Filter{condition, liveblocks.WhereUnread(true)}.Query()
		if err != nil {
			t.Fatal(err)
		}
		queries = append(queries, query)
		want = append(want, [][]any{parts, {"unread", ":", true}})
	}
	for _, text := range texts {
		add(liveblocks.WhereMetadata("k").Is(text), "metadata", "k", ":", text)
		if text != "" {
			add(liveblocks.WhereRoomIDStartsWith(text), "roomId", "^", text)
			add(liveblocks.WhereMetadata("k").StartsWith(text), "metadata", "k", "^", text)
		}
		if text != "" && text != " " {
			add(liveblocks.WhereMetadata(text).Is("v"), "metadata", text, ":", "v")
		}
	}
	add(liveblocks.WhereMetadata("k").Is(nil), "metadata", "k", ":", nil)
	add(liveblocks.WhereMetadata("k").Is(false), "metadata", "k", ":", false)
	for _, n := range []float64{0, 1, -1.5, 0.001, 123456789, 1e21, -1e-7} {
		add(liveblocks.WhereMetadata("k").Is(n), "metadata", "k", ":", n)
		add(liveblocks.WhereMetadata("k").LessThan(n), "metadata", "k", "<", n)
		add(liveblocks.WhereMetadata("k").AtMost(n), "metadata", "k", "<=", n)
		add(liveblocks.WhereMetadata("k").GreaterThan(n), "metadata", "k", ">", n)
		add(liveblocks.WhereMetadata("k").AtLeast(n), "metadata", "k", ">=", n)
	}
	got := askPeer[[][][]any](t, "parse", map[string]any{"queries": queries})
	for i := range want {
		if diff := cmp.Diff(want[i], got[i]); diff != "" {
			t.Errorf("%s (-want +parsed):\n%s", queries[i], diff)
		}
	}
}

func TestIntegrationActiveUsers(t *testing.T) {
	s := newDevServer(t)
	ctx, c := t.Context(), s.client
	const room = "room"
	enter := func(user string, info any) *peer {
		resp, err := c.PrepareSession(user, info).Allow(room, liveblocks.FullAccess).Authorize(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var body struct{ Token string }
		if err := json.Unmarshal(resp.Body, &body); err != nil {
			t.Fatal(err)
		}
		return startPeer(t, "enter", map[string]any{"baseUrl": s.BaseURL(), "room": room, "token": body.Token})
	}
	if _, err := c.GetActiveUsers(ctx, room); !errors.Is(err, liveblocks.ErrNotFound) {
		t.Errorf("no room yet: got %v, want ErrNotFound", err)
	}
	ada := enter("ada", map[string]any{"name": "Ada"})
	bob := enter("bob", nil)
	var status string
	ada.read(&status)
	bob.read(&status)

	users, err := c.GetActiveUsers(ctx, room)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(users.Data, func(a, b liveblocks.ActiveUser) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	if len(users.Data) != 2 || users.Data[0].ID != "ada" || users.Data[1].ID != "bob" || users.Data[0].ConnectionID == users.Data[1].ConnectionID {
		t.Fatalf("active users: %+v", users.Data)
	}
	var info struct{ Name string }
	if err := users.Data[0].DecodeInfo(&info); err != nil || info.Name != "Ada" {
		t.Errorf("info %+v, %v", info, err)
	}
	if theirs := s.callPackage(t, "getActiveUsers", room).(map[string]any)["data"].([]any); len(theirs) != 2 {
		t.Errorf("the package sees %v", theirs)
	}
	got, err := c.GetRoom(ctx, room)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("last connection: %v", got.LastConnectionAt)
	ada.end()
	bob.end()
	for deadline := time.Now().Add(5 * time.Second); ; {
		users, err := c.GetActiveUsers(ctx, room)
		if err != nil {
			t.Fatal(err)
		}
		if len(users.Data) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("still active: %+v", users.Data)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestIntegrationStorage(t *testing.T) {
	s := newDevServer(t)
	ctx, c := t.Context(), s.client
	const room = "room / 1"
	if _, err := c.GetStorageDocument(ctx, room); !errors.Is(err, liveblocks.ErrNotFound) {
		t.Errorf("no room yet: got %v, want ErrNotFound", err)
	}
	if _, err := c.CreateRoom(ctx, room, liveblocks.CreateRoomParams{}); err != nil {
		t.Fatal(err)
	}
	type shape struct {
		Kind string  `json:"kind"`
		X    float64 `json:"x"`
	}
	type board struct {
		Title  string            `json:"title"`
		Shapes []shape           `json:"shapes"`
		Tags   map[string]string `json:"tags" live:"map"`
		Plain  map[string]any    `json:"plain" live:"atomic"`
	}
	want := board{
		Title:  "Plan 漢 <b> \u2028",
		Shapes: []shape{{"circle", 0.1}, {"square", -1e21}},
		Tags:   map[string]string{"é/": "x", "": "empty"},
		Plain:  map[string]any{"deep": []any{nil, map[string]any{}}},
	}
	root, err := live.ObjectFrom(want)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := c.InitializeStorageDocument(ctx, room, root)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(asJSON(t, root.PlainLSON()), asJSON(t, stored)); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
	if _, err := c.InitializeStorageDocument(ctx, room, root); !errors.Is(err, liveblocks.ErrConflict) {
		t.Errorf("initialized again: got %v, want ErrConflict", err)
	}
	document, err := c.GetStorageDocument(ctx, room)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s.callPackage(t, "getStorageDocument", room), asJSON(t, document)); diff != "" {
		t.Errorf("plain LSON (-package +Go):\n%s", diff)
	}
	tree, err := document.Object()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(asJSON(t, root), asJSON(t, tree)); diff != "" {
		t.Errorf("tree (-want +got):\n%s", diff)
	}
	var got board
	if err := c.GetStorageDocumentJSON(ctx, room, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("decoded (-want +got):\n%s", diff)
	}
	if err := c.DeleteStorageDocument(ctx, room); err != nil {
		t.Fatal(err)
	}
	if document, err := c.GetStorageDocument(ctx, room); err != nil || document.String() != `{"liveblocksType":"LiveObject","data":{}}` {
		t.Errorf("deleted, and got %s, %v", document, err)
	}
	// A document that has texts can be stored, too.
	withText := live.NewObject(map[string]any{"text": live.NewText("hello")})
	if _, err := c.InitializeStorageDocument(ctx, room, withText); err != nil {
		t.Errorf("with a text: %v", err)
	}
	var texts struct{ Text [][]any }
	if err := c.GetStorageDocumentJSON(ctx, room, &texts); err != nil || len(texts.Text) != 1 || texts.Text[0][0] != "hello" {
		t.Errorf("with a text: got %v, %v", texts, err)
	}
}

func TestIntegrationYjs(t *testing.T) {
	s := newDevServer(t)
	ctx, c := t.Context(), s.client
	const room = "room"
	if _, err := c.CreateRoom(ctx, room, liveblocks.CreateRoomParams{}); err != nil {
		t.Fatal(err)
	}
	type document struct {
		Text string         `json:"text"`
		Map  map[string]any `json:"map"`
	}
	const guid = "sub/1 é"
	makeUpdate := func(text string, entries map[string]any, subdocument string) []byte {
		t.Helper()
		update, err := base64.StdEncoding.DecodeString(askPeer[string](t, "update", map[string]any{
			"text": text, "entries": entries, "subdocument": subdocument,
		}))
		if err != nil {
			t.Fatal(err)
		}
		return update
	}
	read := func(params liveblocks.YjsUpdateParams) document {
		t.Helper()
		update, err := c.GetYjsDocumentAsBinaryUpdate(ctx, room, params)
		if err != nil {
			t.Fatal(err)
		}
		return askPeer[document](t, "read", map[string]any{"update": base64.StdEncoding.EncodeToString(update)})
	}
	want := document{"Hello 😀 <b>", map[string]any{"n": 1.5, "é": []any{nil, true}}}
	update := makeUpdate(want.Text, want.Map, guid)
	for range 2 { // the second time changes nothing
		if err := c.SendYjsBinaryUpdate(ctx, room, update, liveblocks.YjsUpdateParams{}); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(want, read(liveblocks.YjsUpdateParams{})); diff != "" {
		t.Errorf("read by Yjs (-sent +got):\n%s", diff)
	}
	var all struct{ Text string }
	if err := c.GetYjsDocument(ctx, room, liveblocks.GetYjsDocumentParams{}, &all); err != nil {
		t.Fatal(err)
	}
	if all.Text != want.Text {
		t.Errorf("text %q, want %q", all.Text, want.Text)
	}
	for _, tt := range []struct {
		params liveblocks.GetYjsDocumentParams
		args   map[string]any
	}{
		{liveblocks.GetYjsDocumentParams{}, map[string]any{}},
		{liveblocks.GetYjsDocumentParams{Key: "map", Type: liveblocks.YjsMap}, map[string]any{"key": "map", "type": "ymap"}},
		{liveblocks.GetYjsDocumentParams{Key: "text", Type: liveblocks.YjsText, Format: true}, map[string]any{"key": "text", "type": "ytext", "format": true}},
	} {
		var ours any
		if err := c.GetYjsDocument(ctx, room, tt.params, &ours); err != nil {
			t.Errorf("%+v: %v", tt.params, err)
			continue
		}
		if diff := cmp.Diff(s.callPackage(t, "getYjsDocument", room, tt.args), ours); diff != "" {
			t.Errorf("%+v (-package +Go):\n%s", tt.params, diff)
		}
	}
	// A subdocument is apart from the root.
	sub := liveblocks.YjsUpdateParams{GUID: guid}
	if err := c.SendYjsBinaryUpdate(ctx, room, makeUpdate("below", map[string]any{}, ""), sub); err != nil {
		t.Fatal(err)
	}
	if got := read(sub).Text; got != "below" {
		t.Errorf("subdocument: %q", got)
	}
	if got := read(liveblocks.YjsUpdateParams{}).Text; got != want.Text {
		t.Errorf("root: %q", got)
	}
	if err := c.SendYjsBinaryUpdate(ctx, room, []byte("no update"), liveblocks.YjsUpdateParams{}); err == nil {
		t.Error("what is no update was accepted")
	}
}
