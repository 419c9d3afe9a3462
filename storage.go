package liveblocks

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"

	"github.com/liveblocks-go/liveblocks/live"
)

// maxDocument is how much is read of an answer that is a whole document.
// Documents of up to 50 MB are common, and their encodings may be some times as
// large.
const maxDocument = 256 << 20

const storageRoute = "/v2/rooms/{roomId}/storage"

// PlainLSON is a storage tree, or part of one, in the JSON form that keeps the
// kinds of its nodes apart:
//
//	{"liveblocksType":"LiveObject","data":{"tags":{"liveblocksType":"LiveList","data":["a"]}}}
type PlainLSON json.RawMessage

// Object parses a tree whose outermost node is a LiveObject, as that of every
// storage is. It fails for kinds of nodes that package live does not know.
func (p PlainLSON) Object() (*live.Object, error) {
	node, err := live.ParsePlainLSON(p)
	if err != nil {
		return nil, err
	}
	object, ok := node.(*live.Object)
	if !ok {
		return nil, invalid("the plain LSON is a %T: want a LiveObject", node)
	}
	return object, nil
}

// PlainLSON returns p itself, so that p can be the argument of
// [Client.InitializeStorageDocument].
func (p PlainLSON) PlainLSON() json.RawMessage { return json.RawMessage(p) }

// MarshalJSON returns p, which is JSON.
func (p PlainLSON) MarshalJSON() ([]byte, error) { return json.RawMessage(p).MarshalJSON() }

// UnmarshalJSON sets p to a copy of b.
func (p *PlainLSON) UnmarshalJSON(b []byte) error { return (*json.RawMessage)(p).UnmarshalJSON(b) }

// String returns p as text.
func (p PlainLSON) String() string { return string(p) }

// GetStorageDocument returns the storage of a room in plain LSON, which tells
// what kind each node is of. [PlainLSON.Object] makes a tree of it, to look at
// or to initialize another room with. It is the getStorageDocument of
// @liveblocks/node with the format "plain-lson". If there is no such room, the
// error matches [ErrNotFound].
//
// A document of up to 256 MB is read. The call lasts as long as bytes arrive.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms-roomId-storage.
func (c *Client) GetStorageDocument(ctx context.Context, roomID string) (PlainLSON, error) {
	document, err := call[PlainLSON](ctx, c, getStorage(roomID, "plain-lson"))
	if err != nil {
		return nil, err
	}
	return *document, nil
}

// GetStorageDocumentJSON decodes the storage of a room into the value that out
// points to, as [json.Unmarshal] does. Objects and maps are JSON objects, lists
// are arrays. It is the getStorageDocument of @liveblocks/node with the format
// "json". If there is no such room, the error matches [ErrNotFound].
//
//	var board struct {
//		Title  string  `json:"title"`
//		Shapes []Shape `json:"shapes"`
//	}
//	err := client.GetStorageDocumentJSON(ctx, "board-1", &board)
//
// A document of up to 256 MB is read. The call lasts as long as bytes arrive.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms-roomId-storage.
func (c *Client) GetStorageDocumentJSON(ctx context.Context, roomID string, out any) error {
	return c.decode(ctx, getStorage(roomID, "json"), out)
}

func getStorage(roomID, format string) request {
	return request{
		method: http.MethodGet, route: storageRoute, ids: []string{roomID},
		query: url.Values{"format": {format}},
		bulk:  true, maxResponse: maxDocument,
	}
}

// decode carries out a request whose answer is JSON of the caller's own type.
func (c *Client) decode(ctx context.Context, r request, out any) error {
	if v := reflect.ValueOf(out); v.Kind() != reflect.Pointer || v.IsNil() {
		return invalid("the answer can't be decoded into a %T: want a pointer that is not nil", out)
	}
	resp, result, err := c.doCounting(ctx, r)
	if err != nil {
		return err
	}
	if err := decodeAnswer(resp.Body, out); err != nil {
		return c.answerError(r, result, err)
	}
	return nil
}

// StorageDocument is what [Client.InitializeStorageDocument] takes: a
// [*live.Object], or [PlainLSON].
type StorageDocument interface {
	PlainLSON() json.RawMessage
}

// InitializeStorageDocument fills the storage of a room, which has to exist and
// to be empty, and returns it. Users who are in the room are disconnected, and
// connect again by themselves. If the storage has something in it, the error
// matches [ErrConflict].
//
//	root := live.NewObject(map[string]any{
//		"title": "Untitled",
//		"tags":  live.NewList("a", "b"),
//	})
//	_, err := client.InitializeStorageDocument(ctx, "my-room", root)
//
// It is retried. If a retry finds that the storage is what was to be put in,
// that is a success.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#post-rooms-roomId-storage.
func (c *Client) InitializeStorageDocument(ctx context.Context, roomID string, document StorageDocument) (PlainLSON, error) {
	body, err := storageBody(document)
	if err != nil {
		return nil, err
	}
	stored, err := call[PlainLSON](ctx, c, request{
		method: http.MethodPost, route: storageRoute, ids: []string{roomID},
		raw: body, contentType: contentTypeJSON,
		bulk: true, maxResponse: maxDocument,
	})
	if err == nil {
		return *stored, nil
	}
	if mayBeOwnConflict(err) {
		if existing, getErr := c.GetStorageDocument(ctx, roomID); getErr == nil && sameJSON(existing, body) {
			return existing, nil
		}
	}
	return nil, err
}

func storageBody(document StorageDocument) ([]byte, error) {
	if v := reflect.ValueOf(document); document == nil || v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, invalid("the storage document is nil: want a *live.Object or PlainLSON")
	}
	body := document.PlainLSON()
	var root struct {
		Type string          `json:"liveblocksType"`
		Data json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(body, &root); err != nil {
		return nil, invalid("the storage document is not plain LSON: %v", err)
	}
	if root.Type != "LiveObject" || !bytes.HasPrefix(root.Data, []byte("{")) {
		return nil, invalid("the storage document is no LiveObject: want {\"liveblocksType\":\"LiveObject\",\"data\":{...}}")
	}
	return body, nil
}

// sameJSON tells whether two documents have the same value.
func sameJSON(a, b []byte) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}

// DeleteStorageDocument empties the storage of a room. Users who are in the
// room are disconnected, and connect again by themselves. The room's Yjs
// document is not touched. If there is no such room, the error matches
// [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#delete-rooms-roomId-storage.
func (c *Client) DeleteStorageDocument(ctx context.Context, roomID string) error {
	return c.exec(ctx, request{method: http.MethodDelete, route: storageRoute, ids: []string{roomID}})
}
