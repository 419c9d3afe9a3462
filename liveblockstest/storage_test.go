package liveblockstest_test

import (
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/live"
	"github.com/liveblocks-go/liveblocks/liveblockstest"
)

func storageOf(t *testing.T, client *liveblocks.Client, room string) (document any) {
	t.Helper()
	if err := client.GetStorageDocumentJSON(t.Context(), room, &document); err != nil {
		t.Fatal(err)
	}
	return document
}

func parse(t *testing.T, document string) (value any) {
	t.Helper()
	if err := json.Unmarshal([]byte(document), &value); err != nil {
		t.Fatal(err)
	}
	return value
}

func TestStorageDocument(t *testing.T) {
	_, client := newServer(t)
	ctx := t.Context()
	newRoom(t, client, "room", "")
	root := live.NewObject(map[string]any{
		"title": "Board",
		"tags":  live.NewList("a", "b", live.NewObject(map[string]any{"c": 1})),
		"users": live.NewMap(map[string]any{"ada": 1}),
		"text":  live.NewRichText(live.Segment{Text: "hi", Attributes: live.Attributes{"bold": true}}),
	})
	if _, err := client.InitializeStorageDocument(ctx, "room", root); err != nil {
		t.Fatal(err)
	}
	if _, err := client.InitializeStorageDocument(ctx, "room", root); !errors.Is(err, liveblocks.ErrConflict) {
		t.Errorf("second InitializeStorageDocument: %v", err)
	}
	want := parse(t, `{"title":"Board","tags":["a","b",{"c":1}],"users":{"ada":1},"text":[["hi",{"bold":true}]]}`)
	if diff := cmp.Diff(want, storageOf(t, client, "room")); diff != "" {
		t.Errorf("storage (-want +got):\n%s", diff)
	}
	lson, err := client.GetStorageDocument(ctx, "room")
	if err != nil || !strings.Contains(string(lson), `"liveblocksType":"LiveMap"`) {
		t.Errorf("plain LSON %s, %v", lson, err)
	}
	if err := client.DeleteStorageDocument(ctx, "room"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]any{}, storageOf(t, client, "room")); diff != "" {
		t.Errorf("storage after its deletion (-want +got):\n%s", diff)
	}
}

func TestMutateStorage(t *testing.T) {
	server, client := newServer(t)
	ctx := t.Context()
	newRoom(t, client, "room", "")
	err := client.MutateStorage(ctx, "room", func(root *live.Object) error {
		return errors.Join(
			root.Set("count", 1),
			root.Set("items", live.NewList("a", "b", "c")),
			root.Set("text", live.NewText("hello")),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
	// The answer to the first attempt is lost; nothing is done twice.
	server.Inject(liveblockstest.Fault{Route: "POST /v2/rooms/{roomId}/send-message", LoseAnswer: true})
	err = client.MutateStorage(ctx, "room", func(root *live.Object) error {
		items, _ := live.Get[*live.List](root, "items")
		text, _ := live.Get[*live.Text](root, "text")
		return errors.Join(
			items.Push("d"), items.Move(0, 2), items.Delete(0),
			text.Insert(5, " world", nil), text.Format(0, 5, live.Attributes{"bold": true}),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
	want := parse(t, `{"count":1,"items":["c","a","d"],"text":[["hello",{"bold":true}],[" world"]]}`)
	if diff := cmp.Diff(want, storageOf(t, client, "room")); diff != "" {
		t.Errorf("storage (-want +got):\n%s", diff)
	}
	if n := len(server.Requests("POST /v2/rooms/{roomId}/send-message")); n < 3 {
		t.Errorf("%d requests, want at least 3", n)
	}
}

func TestMutateStorageAtOnce(t *testing.T) {
	_, client := newServer(t)
	newRoom(t, client, "room", "")
	if _, err := client.InitializeStorageDocument(t.Context(), "room", live.NewObject(map[string]any{"items": live.NewList()})); err != nil {
		t.Fatal(err)
	}
	const writers, pushes = 4, 10
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for range pushes {
				err := client.MutateStorage(t.Context(), "room", func(root *live.Object) error {
					items, _ := live.Get[*live.List](root, "items")
					return items.Push("x")
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if items := storageOf(t, client, "room").(map[string]any)["items"].([]any); len(items) != writers*pushes {
		t.Errorf("%d items, want %d", len(items), writers*pushes)
	}
}

// What package live never sends is sent by hand.
func TestStorageRefusals(t *testing.T) {
	server, client := newServer(t)
	newRoom(t, client, "room", "")
	if err := client.MutateStorage(t.Context(), "room", func(root *live.Object) error { return root.Set("text", live.NewText("hi")) }); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		op     string
		status int
		want   string
	}{
		{`{"type":3,"id":"root","data":{}}`, 422, "Missing key: 'messages.0.ops.0.opId'"},
		{`{"type":99,"opId":"9:0"}`, 422, "messages.0.ops.0.type"},
		{`{"type":5,"opId":"9:0","id":null}`, 422, "messages.0.ops.0.id"},
		{`{"type":3,"opId":"9:0","id":"root","data":[]}`, 422, "messages.0.ops.0.data"},
		{`{"type":8,"opId":"9:0","id":"9:0","parentId":"root","parentKey":"x","data":1,"intent":"shout"}`, 422, "messages.0.ops.0.intent"},
		{`{"type":9,"opId":"9:0","id":"9:0","parentId":"root","parentKey":"x","data":"text","version":0}`, 422, "messages.0.ops.0.data"},
		{`{"type":10,"opId":"9:0","id":"x","baseVersion":0,"ops":[{"type":"shout","index":0}]}`, 422, "messages.0.ops.0.ops.0.type"},
		{`{"type":10,"opId":"9:0","id":"x","baseVersion":0,"ops":[{"type":"insert","index":0}]}`, 422, "Missing key: 'messages.0.ops.0.ops.0.text'"},
		{`{"type":11,"opId":"9:0","id":"9:0","parentId":"root","parentKey":"x","data":{}}`, 422, "not uploaded"},
		{`{"type":8,"opId":"9:0","id":"9:0","parentId":"8:8","parentKey":"x","data":1}`, 200, `{"id":"ACK","opId":"9:0","type":5}`},
		{`{"type":1,"opId":"9:0","id":"root","parentKey":"!"}`, 200, `"ACK"`},
		{`{"type":2,"opId":"9:1","id":"9:1","parentId":"root","parentKey":"list"}`, 200, `"9:1"`},
		{`{"type":8,"opId":"9:2","id":"9:2","parentId":"9:1","parentKey":"é","data":1}`, 200, `"ACK"`},
		{`{"type":8,"opId":"9:3","id":"9:3","parentId":"9:1","parentKey":"","data":1}`, 200, `"ACK"`},
		{`{"type":6,"opId":"9:4","id":"root","key":"list"}`, 200, `"9:4"`},
		{`{"type":10,"opId":"9:0","id":"root","baseVersion":0,"ops":[{"type":"insert","index":0,"text":"x"}]}`, 200, `"ACK"`},
	} {
		status, answer := do(t, "POST", server.URL+"/v2/rooms/room/send-message", liveblockstest.SecretKey, `{"messages":[{"type":201,"ops":[`+test.op+`]}]}`)
		if status != test.status || !strings.Contains(answer, test.want) {
			t.Errorf("%s: %d %s, want %d with %q", test.op, status, answer, test.status, test.want)
		}
	}
	if diff := cmp.Diff(parse(t, `{"text":[["hi"]]}`), storageOf(t, client, "room")); diff != "" {
		t.Errorf("what was refused was done (-want +got):\n%s", diff)
	}

	_, nodes := do(t, "POST", server.URL+"/v2/rooms/room/request-storage-mutation", liveblockstest.SecretKey, `{}`)
	_, id, _ := strings.Cut(nodes[strings.LastIndex(strings.TrimSpace(nodes), "\n"):], `["`)
	id, _, _ = strings.Cut(id, `"`)
	beyond := `{"type":10,"opId":"9:5","id":"` + id + `","baseVersion":0,"ops":[{"type":"insert","index":0,"text":"x"},{"type":"delete","index":2,"length":9}]}`
	if status, answer := do(t, "POST", server.URL+"/v2/rooms/room/send-message", liveblockstest.SecretKey, `{"messages":[{"type":201,"ops":[`+beyond+`]}]}`); status != 200 || !strings.Contains(answer, `"type":299`) {
		t.Errorf("an edit beyond the end: %d %s", status, answer)
	}
	if diff := cmp.Diff(parse(t, `{"text":[["hi"]]}`), storageOf(t, client, "room")); diff != "" {
		t.Errorf("half of an edit was done (-want +got):\n%s", diff)
	}

	// Somebody edits a text meanwhile: the service adapts the change, the fake
	// server rejects it, and says so.
	err := client.MutateStorage(t.Context(), "room", func(root *live.Object) error {
		other := client.MutateStorage(t.Context(), "room", func(root *live.Object) error {
			text, _ := live.Get[*live.Text](root, "text")
			return text.Insert(0, "A", nil)
		})
		text, _ := live.Get[*live.Text](root, "text")
		return errors.Join(other, text.Insert(0, "B", nil))
	})
	if rejected := new(live.OpError); !errors.As(err, &rejected) || len(rejected.Rejected) != 1 || !strings.Contains(rejected.Reason, "behind") {
		t.Errorf("got %v, want a rejection", err)
	}
}
