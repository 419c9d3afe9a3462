package liveblocks

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/liveblocks-go/liveblocks/live"
)

// JSONPatchOperation is one change of [Client.PatchStorageDocument]. The
// functions whose names start with Patch make them.
//
// A path is a JSON Pointer (RFC 6901), such as /shapes/0/x, where "~" in a key is
// written "~0" and "/" is written "~1". Every node on the way has to be a
// LiveObject, a LiveList or a LiveMap: a path can't lead into plain JSON.
//
// A value is anything that can be encoded as JSON; the service makes LiveObjects
// of the objects in it and LiveLists of the arrays. A [*live.File] or a
// [*live.Text] may be the value itself.
type JSONPatchOperation struct {
	op, path, from string
	value          any
}

// PatchAdd sets a field of an object or a map, or inserts into a list; the index
// "-" is the end of a list.
func PatchAdd(path string, value any) JSONPatchOperation {
	return JSONPatchOperation{op: "add", path: path, value: value}
}

// PatchReplace replaces a value that exists.
func PatchReplace(path string, value any) JSONPatchOperation {
	return JSONPatchOperation{op: "replace", path: path, value: value}
}

// PatchRemove removes a value that exists.
func PatchRemove(path string) JSONPatchOperation {
	return JSONPatchOperation{op: "remove", path: path}
}

// PatchMove moves the value at one path to another.
func PatchMove(from, path string) JSONPatchOperation {
	return JSONPatchOperation{op: "move", path: path, from: from}
}

// PatchCopy copies the value at one path to another.
func PatchCopy(from, path string) JSONPatchOperation {
	return JSONPatchOperation{op: "copy", path: path, from: from}
}

// PatchTest makes the patch fail unless the value at the path is the given one.
func PatchTest(path string, value any) JSONPatchOperation {
	return JSONPatchOperation{op: "test", path: path, value: value}
}

// MarshalJSON encodes the operation as RFC 6902 says.
func (o JSONPatchOperation) MarshalJSON() ([]byte, error) {
	out := newJSONObject(64).string("op", o.op)
	if o.op == "move" || o.op == "copy" {
		return out.string("from", o.from).string("path", o.path).end(), nil
	}
	out = out.string("path", o.path)
	if o.op == "remove" {
		return out.end(), nil
	}
	value, err := o.encodedValue()
	if err != nil {
		return nil, err
	}
	return out.raw("value", value).end(), nil
}

// encodedValue encodes the nodes that plain JSON can't express in plain LSON.
func (o JSONPatchOperation) encodedValue() (json.RawMessage, error) {
	switch v := o.value.(type) {
	case *live.File:
		return v.PlainLSON(), nil
	case *live.Text:
		return v.PlainLSON(), nil
	}
	return marshalJSON(o.value)
}

func (o JSONPatchOperation) check(i int) error {
	if o.op == "" {
		return invalid("operation %d of the patch is empty: make it with one of the Patch functions", i+1)
	}
	for _, path := range []string{o.path, o.from} {
		if path != "" && !strings.HasPrefix(path, "/") {
			return invalid("operation %d of the patch has the path %s: want one that starts with a slash, such as \"/title\"", i+1, quote(path))
		}
		if strings.Contains(strings.NewReplacer("~0", "", "~1", "").Replace(path), "~") {
			return invalid("operation %d of the patch has the path %s with a lone \"~\": want \"~0\" for it", i+1, quote(path))
		}
	}
	return nil
}

// PatchStorageDocument changes the storage of a room by a JSON Patch (RFC
// 6902). The operations are carried out in their order; if one fails, none is,
// and the error matches [ErrUnprocessable]. For changes that depend on what is
// there, [Client.MutateStorage] is the better choice. If there is no such room,
// the error matches [ErrNotFound].
//
// It is not retried if the patch may have been applied; the error says so in
// [Error.MaybeApplied]. @liveblocks/node has no such method.
//
// See https://liveblocks.io/docs/guides/modifying-storage-via-rest-api-with-json-patch.
func (c *Client) PatchStorageDocument(ctx context.Context, roomID string, patch []JSONPatchOperation) error {
	if len(patch) == 0 {
		return invalid("the patch is empty: want at least one operation")
	}
	for i, operation := range patch {
		if err := operation.check(i); err != nil {
			return err
		}
	}
	return c.exec(ctx, request{
		method: http.MethodPatch, route: storageRoute + "/json-patch", ids: []string{roomID}, body: patch,
		once: true, bulk: true,
	})
}
