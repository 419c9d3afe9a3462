package liveblockstest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/liveblockstest"
)

var ignoreTimes = cmpopts.IgnoreTypes(time.Time{})

func TestRoomLife(t *testing.T) {
	_, client := newServer(t)
	ctx := t.Context()
	created, err := client.CreateRoom(ctx, "room", liveblocks.CreateRoomParams{
		DefaultAccesses: []liveblocks.Permission{liveblocks.ReadAccess},
		UsersAccesses:   map[string][]liveblocks.Permission{"ada": {liveblocks.FullAccess}},
		Metadata:        liveblocks.RoomMetadata{"color": "blue", "tags": []string{"a"}},
		OrganizationID:  "acme",
	})
	if err != nil {
		t.Fatal(err)
	}
	if age := time.Since(created.CreatedAt); age > time.Minute || age < -time.Minute {
		t.Errorf("created at %v", created.CreatedAt)
	}
	want := &liveblocks.Room{
		Type: "room", ID: "room", OrganizationID: "acme",
		DefaultAccesses: []liveblocks.Permission{liveblocks.ReadAccess},
		UsersAccesses:   map[string][]liveblocks.Permission{"ada": {liveblocks.FullAccess}},
		GroupsAccesses:  map[string][]liveblocks.Permission{},
		Metadata:        liveblocks.RoomMetadata{"color": "blue", "tags": []string{"a"}},
	}
	check := func(what string, got *liveblocks.Room, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if diff := cmp.Diff(want, got, ignoreTimes); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	check("CreateRoom", created, nil)
	if _, err := client.CreateRoom(ctx, "room", liveblocks.CreateRoomParams{}); !errors.Is(err, liveblocks.ErrConflict) {
		t.Errorf("second CreateRoom: %v", err)
	}
	got, err := client.GetOrCreateRoom(ctx, "room", liveblocks.CreateRoomParams{})
	check("GetOrCreateRoom", got, err)

	got, err = client.UpdateRoom(ctx, "room", liveblocks.UpdateRoomParams{
		DefaultAccesses: liveblocks.Clear[[]liveblocks.Permission](),
		UsersAccesses: map[string]liveblocks.Change[[]liveblocks.Permission]{
			"ada": liveblocks.Clear[[]liveblocks.Permission](),
			"bob": liveblocks.Set([]liveblocks.Permission{liveblocks.ReadAccess}),
		},
		Metadata: map[string]liveblocks.Change[any]{
			"color": liveblocks.Clear[any](), "size": liveblocks.Set[any]("10"),
		},
	})
	want.DefaultAccesses = []liveblocks.Permission{}
	want.UsersAccesses = map[string][]liveblocks.Permission{"bob": {liveblocks.ReadAccess}}
	want.Metadata = liveblocks.RoomMetadata{"size": "10", "tags": []string{"a"}}
	check("UpdateRoom", got, err)

	got, err = client.UpsertRoom(ctx, "room", liveblocks.UpsertRoomParams{
		Update: liveblocks.UpdateRoomParams{Metadata: map[string]liveblocks.Change[any]{"size": liveblocks.Set[any]("11")}},
		Create: &liveblocks.CreateRoomParams{OrganizationID: "other"},
	})
	want.Metadata["size"] = "11"
	check("UpsertRoom", got, err)

	want.ID = "renamed"
	got, err = client.UpdateRoomID(ctx, "room", "renamed")
	check("UpdateRoomID", got, err)
	got, err = client.GetRoom(ctx, "renamed")
	check("GetRoom", got, err)

	for range 2 {
		if err := client.DeleteRoom(ctx, "renamed"); err != nil {
			t.Error(err)
		}
	}
	if _, err := client.GetRoom(ctx, "renamed"); !errors.Is(err, liveblocks.ErrNotFound) {
		t.Errorf("after DeleteRoom: %v", err)
	}

	upserted, err := client.UpsertRoom(ctx, "new", liveblocks.UpsertRoomParams{
		Update: liveblocks.UpdateRoomParams{Metadata: map[string]liveblocks.Change[any]{"a": liveblocks.Set[any]("1")}},
		Create: &liveblocks.CreateRoomParams{OrganizationID: "acme", Metadata: liveblocks.RoomMetadata{"b": "2"}},
	})
	want = &liveblocks.Room{
		Type: "room", ID: "new", OrganizationID: "acme",
		DefaultAccesses: []liveblocks.Permission{},
		UsersAccesses:   map[string][]liveblocks.Permission{},
		GroupsAccesses:  map[string][]liveblocks.Permission{},
		Metadata:        liveblocks.RoomMetadata{"a": "1", "b": "2"},
	}
	check("UpsertRoom of a new room", upserted, err)
}

func TestRoomList(t *testing.T) {
	_, client := newServer(t)
	ctx := t.Context()
	for i := range 45 {
		params := liveblocks.CreateRoomParams{Metadata: liveblocks.RoomMetadata{"parity": fmt.Sprint(i % 2), "it's": `"\`}}
		switch i {
		case 3:
			params.UsersAccesses = map[string][]liveblocks.Permission{"ada": {}}
		case 5:
			params.GroupsAccesses = map[string][]liveblocks.Permission{"eng": {}}
		case 7:
			params.OrganizationID = "acme"
		case 9:
			params.Metadata = liveblocks.RoomMetadata{"tags": []string{"x", "y"}}
		}
		if _, err := client.CreateRoom(ctx, fmt.Sprintf("r%02d", i), params); err != nil {
			t.Fatal(err)
		}
	}
	var all []string
	for room, err := range client.IterRooms(ctx, liveblocks.GetRoomsParams{Limit: 20}) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, room.ID)
	}
	if len(all) != 45 || all[0] != "r44" || !slices.IsSortedFunc(all, func(a, b string) int { return -cmpString(a, b) }) {
		t.Errorf("iterated over %v", all)
	}

	first, err := client.GetRooms(ctx, liveblocks.GetRoomsParams{})
	if err != nil || len(first.Data) != 20 || first.NextCursor == "" {
		t.Fatalf("first page: %v, %v", first, err)
	}
	// A room that is deleted between two pages leaves no gap.
	if err := client.DeleteRoom(ctx, first.Data[19].ID); err != nil {
		t.Fatal(err)
	}
	second, err := client.GetRooms(ctx, liveblocks.GetRoomsParams{StartingAfter: first.NextCursor})
	if err != nil || second.Data[0].ID != "r24" {
		t.Errorf("second page: %v, %v", second, err)
	}

	for name, test := range map[string]struct {
		params liveblocks.GetRoomsParams
		want   []string
	}{
		"user":          {liveblocks.GetRoomsParams{UserID: "ada"}, []string{"r03"}},
		"groups":        {liveblocks.GetRoomsParams{GroupIDs: []string{"x", "eng"}}, []string{"r05"}},
		"user or group": {liveblocks.GetRoomsParams{UserID: "ada", GroupIDs: []string{"eng"}}, []string{"r05", "r03"}},
		"organization":  {liveblocks.GetRoomsParams{OrganizationID: "acme"}, []string{"r07"}},
		"prefix":        {liveblocks.GetRoomsParams{Filter: liveblocks.Filter{liveblocks.WhereRoomIDStartsWith("r0"), liveblocks.WhereMetadata("parity").Is("0")}}, []string{"r08", "r06", "r04", "r02", "r00"}},
		"list":          {liveblocks.GetRoomsParams{Filter: liveblocks.Filter{liveblocks.WhereMetadata("tags").Is("y")}}, []string{"r09"}},
		"absent":        {liveblocks.GetRoomsParams{Filter: liveblocks.Filter{liveblocks.WhereMetadata("parity").Is(nil)}}, []string{"r09"}},
		"quoted":        {liveblocks.GetRoomsParams{Limit: 1, Filter: liveblocks.Filter{liveblocks.WhereMetadata("it's").StartsWith(`"\`)}}, []string{"r44"}},
		"by hand":       {liveblocks.GetRoomsParams{Query: `metadata["parity"]:"1" AND roomId^"r0" AND roomId^'r01'`}, []string{"r01"}},
		"nothing":       {liveblocks.GetRoomsParams{Filter: liveblocks.Filter{liveblocks.WhereMetadata("nope").Is("x")}}, nil},
	} {
		page, err := client.GetRooms(ctx, test.params)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, room := range page.Data {
			got = append(got, room.ID)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func cmpString(a, b string) int { return slices.Compare([]byte(a), []byte(b)) }

func TestActivity(t *testing.T) {
	server, client := newServer(t)
	ctx := t.Context()
	if _, err := client.CreateRoom(ctx, "room", liveblocks.CreateRoomParams{}); err != nil {
		t.Fatal(err)
	}
	if err := client.SetPresence(ctx, "room", liveblocks.SetPresenceParams{UserID: "bot", Data: map[string]int{"x": 1}, TTL: 5 * time.Second}); err != nil {
		t.Fatal(err)
	}
	if err := client.SetPresence(ctx, "room", liveblocks.SetPresenceParams{UserID: "bot", Data: struct{}{}, UserInfo: map[string]string{"name": "Bot"}}); err != nil {
		t.Fatal(err)
	}
	want := []liveblockstest.Presence{
		{UserID: "bot", Data: json.RawMessage(`{"x":1}`), TTL: 5 * time.Second},
		{UserID: "bot", Data: json.RawMessage(`{}`), UserInfo: json.RawMessage(`{"name":"Bot"}`), TTL: time.Minute},
	}
	if diff := cmp.Diff(want, server.Presences("room")); diff != "" {
		t.Errorf("presences (-want +got):\n%s", diff)
	}
	if server.Presences("nope") != nil || server.Broadcasts("nope") != nil {
		t.Error("there is activity where there is no room")
	}

	server.SetActiveUsers("room", liveblockstest.ActiveUser{UserID: "ada", UserInfo: map[string]string{"name": "Ada"}}, liveblockstest.ActiveUser{})
	users, err := client.GetActiveUsers(ctx, "room")
	wantUsers := []liveblocks.ActiveUser{
		{Type: "user", ID: "ada", ConnectionID: 0, Info: json.RawMessage(`{"name":"Ada"}`)},
		{Type: "user", ConnectionID: 1},
	}
	if err != nil || cmp.Diff(wantUsers, users.Data) != "" {
		t.Errorf("active users %+v, %v", users, err)
	}
	if err := client.BroadcastEvent(ctx, "nope", 1); !errors.Is(err, liveblocks.ErrNotFound) {
		t.Errorf("broadcast to no room: %v", err)
	}
	mustPanic(t, "no room", func() { server.SetActiveUsers("nope") })
}
