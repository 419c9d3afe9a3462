package liveblocks_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/live"
)

func TestStorageDocumentIntoOwnType(t *testing.T) {
	_, c := newCanned(t, answer(http.StatusOK, `{"title":"Plan","shapes":[{"x":9007199254740993}],"more":null}`))
	type shape struct {
		X int64 `json:"x"`
	}
	var board struct {
		Title  string
		Shapes []shape
	}
	if err := c.GetStorageDocumentJSON(t.Context(), "room", &board); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]shape{{9007199254740993}}, board.Shapes); diff != "" || board.Title != "Plan" {
		t.Errorf("title %q, shapes:\n%s", board.Title, diff)
	}

	var wrong struct{ Title int }
	err := c.GetStorageDocumentJSON(t.Context(), "room", &wrong)
	var mismatch *json.UnmarshalTypeError
	if !errors.As(err, &mismatch) {
		t.Errorf("got error %v, want one that wraps a *json.UnmarshalTypeError", err)
	}
}

func TestDocumentTargetsAreRefused(t *testing.T) {
	var board struct{}
	var nilPointer *struct{}
	for _, out := range []any{nil, board, nilPointer, map[string]any{}} {
		s, c := newCanned(t, answer(http.StatusOK, "{}"))
		if err := c.GetStorageDocumentJSON(t.Context(), "room", out); !errors.Is(err, liveblocks.ErrInvalidArgument) {
			t.Errorf("into %T: got error %v, want ErrInvalidArgument", out, err)
		}
		if err := c.GetYjsDocument(t.Context(), "room", liveblocks.GetYjsDocumentParams{}, out); !errors.Is(err, liveblocks.ErrInvalidArgument) {
			t.Errorf("into %T: got error %v, want ErrInvalidArgument", out, err)
		}
		wantRequests(t, s, 0)
	}
}

func TestPlainLSON(t *testing.T) {
	const document = `{"liveblocksType":"LiveObject","data":{"tags":{"liveblocksType":"LiveList","data":["a","b"]}}}`
	_, c := newCanned(t, answer(http.StatusOK, document))
	lson, err := c.GetStorageDocument(t.Context(), "room")
	if err != nil || lson.String() != document {
		t.Fatalf("got %s, %v", lson, err)
	}
	root, err := lson.Object()
	if err != nil {
		t.Fatal(err)
	}
	tags, _ := live.Get[*live.List](root, "tags")
	if tags == nil || tags.Len() != 2 {
		t.Errorf("tags: %v", tags)
	}
	for _, bad := range []liveblocks.PlainLSON{nil, liveblocks.PlainLSON(`{}`), liveblocks.PlainLSON(`{"liveblocksType":"LiveList","data":[]}`)} {
		if root, err := bad.Object(); err == nil {
			t.Errorf("%q became %v", bad, root)
		}
	}
}

func TestStorageDocumentsAreRefused(t *testing.T) {
	var nilObject *live.Object
	for _, tt := range []struct {
		document liveblocks.StorageDocument
		want     string
	}{
		{nil, "is nil"},
		{nilObject, "is nil"},
		{live.NewList("a"), "no LiveObject"},
		{liveblocks.PlainLSON(`{"liveblocksType":"LiveObject"`), "not plain LSON"},
		{liveblocks.PlainLSON(`{"liveblocksType":"LiveObject"}`), "no LiveObject"},
		{liveblocks.PlainLSON(`{"liveblocksType":"LiveObject","data":[]}`), "no LiveObject"},
		{liveblocks.PlainLSON(`{"title":"x"}`), "no LiveObject"},
		{liveblocks.PlainLSON(`[]`), "not plain LSON"},
		{liveblocks.PlainLSON(nil), "not plain LSON"},
	} {
		s, c := newCanned(t, answer(http.StatusOK, "{}"))
		_, err := c.InitializeStorageDocument(t.Context(), "room", tt.document)
		if !errors.Is(err, liveblocks.ErrInvalidArgument) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v: got error %v, want ErrInvalidArgument with %q", tt.document, err, tt.want)
		}
		wantRequests(t, s, 0)
	}
}

func TestInitializeStorageMeetsItsOwnFirstTry(t *testing.T) {
	root := live.NewObject(map[string]any{"title": "Plan", "tags": live.NewList(1)})
	conflict := answer(http.StatusConflict, `{"error":"CANNOT_UPDATE_EXISTING_STORAGE"}`)
	own := answer(http.StatusOK, `{"data":{"tags":{"data":[1.0],"liveblocksType":"LiveList"},"title":"Plan"},"liveblocksType":"LiveObject"}`)
	other := answer(http.StatusOK, `{"data":{"title":"Other"},"liveblocksType":"LiveObject"}`)
	for _, tt := range []struct {
		name    string
		answers []func(*http.Request) (*http.Response, error)
		success bool
	}{
		{"its own", []func(*http.Request) (*http.Response, error){connectionLost, conflict, own}, true},
		{"at once", []func(*http.Request) (*http.Response, error){conflict, own}, false},
		{"another", []func(*http.Request) (*http.Response, error){connectionLost, conflict, other}, false},
		{"unreadable", []func(*http.Request) (*http.Response, error){connectionLost, conflict, answer(404, "")}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, c := newCanned(t, tt.answers...)
				document, err := c.InitializeStorageDocument(t.Context(), "room", root)
				if tt.success != (err == nil) || !tt.success && (!errors.Is(err, liveblocks.ErrConflict) || document != nil) {
					t.Errorf("got %s, %v", document, err)
				}
			})
		})
	}
}

func TestPatchStorageDocument(t *testing.T) {
	text := live.NewText("hello")
	file := live.NewFile(live.FileData{ID: "fl_1", Name: "a.png", Size: 3, MIMEType: "image/png"})
	got := sentBody(t, "", func(c *liveblocks.Client) error {
		return c.PatchStorageDocument(t.Context(), "room", []liveblocks.JSONPatchOperation{
			liveblocks.PatchTest("/version", 1),
			liveblocks.PatchAdd("/tags/-", "a<b"),
			liveblocks.PatchReplace("/gone", nil),
			liveblocks.PatchRemove("/a~1b~0c"),
			liveblocks.PatchMove("/from", "/to"),
			liveblocks.PatchCopy("/to", "/copy"),
			liveblocks.PatchAdd("/text", text),
			liveblocks.PatchAdd("/file", file),
			liveblocks.PatchAdd("/shapes", live.NewList(live.NewObject(map[string]any{"x": 1}))),
		})
	})
	want := `[{"op":"test","path":"/version","value":1},` +
		`{"op":"add","path":"/tags/-","value":"a<b"},` +
		`{"op":"replace","path":"/gone","value":null},` +
		`{"op":"remove","path":"/a~1b~0c"},` +
		`{"op":"move","from":"/from","path":"/to"},` +
		`{"op":"copy","from":"/to","path":"/copy"},` +
		`{"op":"add","path":"/text","value":{"liveblocksType":"LiveText","data":[["hello"]],"version":0}},` +
		`{"op":"add","path":"/file","value":{"liveblocksType":"LiveFile","data":{"id":"fl_1","name":"a.png","size":3,"mimeType":"image/png"}}},` +
		`{"op":"add","path":"/shapes","value":[{"x":1}]}]`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPatchesAreRefused(t *testing.T) {
	for _, tt := range []struct {
		patch []liveblocks.JSONPatchOperation
		want  string
	}{
		{nil, "the patch is empty"},
		{[]liveblocks.JSONPatchOperation{{}}, "operation 1 of the patch is empty"},
		{[]liveblocks.JSONPatchOperation{liveblocks.PatchRemove("/a"), liveblocks.PatchRemove("title")}, `operation 2 of the patch has the path "title"`},
		{[]liveblocks.JSONPatchOperation{liveblocks.PatchMove("from", "/to")}, `"from"`},
		{[]liveblocks.JSONPatchOperation{liveblocks.PatchRemove("/a~b")}, "lone"},
		{[]liveblocks.JSONPatchOperation{liveblocks.PatchAdd("/a", func() {})}, "can't be encoded"},
	} {
		s, c := newCanned(t, answer(http.StatusOK, ""))
		err := c.PatchStorageDocument(t.Context(), "room", tt.patch)
		if !errors.Is(err, liveblocks.ErrInvalidArgument) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("got error %v, want ErrInvalidArgument with %q", err, tt.want)
		}
		wantRequests(t, s, 0)
	}
}

func TestEmptyYjsUpdateIsRefused(t *testing.T) {
	s, c := newCanned(t, answer(http.StatusOK, ""))
	if err := c.SendYjsBinaryUpdate(t.Context(), "room", nil, liveblocks.YjsUpdateParams{}); !errors.Is(err, liveblocks.ErrInvalidArgument) {
		t.Errorf("got error %v, want ErrInvalidArgument", err)
	}
	wantRequests(t, s, 0)
}

// An answer without a version must not pass for a version.
func TestSnapshotWithoutVersion(t *testing.T) {
	for _, none := range []func(*http.Request) (*http.Response, error){
		answer(http.StatusNoContent, ""), answer(http.StatusOK, "{}"), answer(http.StatusOK, `{"data":{}}`),
	} {
		_, c := newCanned(t, none)
		snapshot, err := c.CreateVersionHistorySnapshot(t.Context(), "room")
		if err == nil || snapshot != nil || !strings.Contains(err.Error(), "names no version") {
			t.Errorf("got %v, %v", snapshot, err)
		}
	}
}
