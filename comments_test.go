package liveblocks_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/comment"
)

func TestCommentBodies(t *testing.T) {
	for body, want := range map[string]*comment.Body{
		``:                             nil,
		`,"body":null`:                 nil,
		`,"body":{}`:                   nil,
		`,"body":{ }`:                  nil,
		`,"body":` + helloJSON:         &helloRead,
		`,"body":  ` + helloJSON + ` `: &helloRead,
	} {
		// What was there before has to go.
		got := liveblocks.Comment{Body: &comment.Body{}}
		if err := json.Unmarshal([]byte(`{"id":"cm_1"`+body+`}`), &got); err != nil {
			t.Errorf("%s: %v", body, err)
		}
		if diff := cmp.Diff(want, got.Body); diff != "" {
			t.Errorf("%s (-want +got)\n%s", body, diff)
		}
	}
	if err := json.Unmarshal([]byte(`{"body":[]}`), new(liveblocks.Comment)); err == nil {
		t.Error("a list passes for a body")
	}
}

const helloJSON = `{"version":1,"content":[{"type":"paragraph","children":[{"text":"Hello"}]}]}`

var helloRead = comment.Body{Version: 1, Content: helloBody.Content}

func TestCommentRefused(t *testing.T) {
	block := func(b comment.Block) comment.Body { return comment.Body{Content: []comment.Block{b}} }
	inline := func(i comment.Inline) comment.Body {
		return block(comment.Paragraph{Children: []comment.Inline{i}})
	}
	for name, test := range map[string]struct {
		change  func(*liveblocks.CreateCommentParams)
		message string
	}{
		"no user":             {func(p *liveblocks.CreateCommentParams) { p.UserID = "" }, "user ID is empty"},
		"long user":           {func(p *liveblocks.CreateCommentParams) { p.UserID = strings.Repeat("u", 129) }, "129 characters"},
		"no body":             {func(p *liveblocks.CreateCommentParams) { p.Body = comment.Body{} }, "no Body"},
		"nil block":           {func(p *liveblocks.CreateCommentParams) { p.Body = block(nil) }, "Body.Content[0] is a <nil>"},
		"pointer to block":    {func(p *liveblocks.CreateCommentParams) { p.Body = block((*comment.Paragraph)(nil)) }, "*comment.Paragraph"},
		"nil element":         {func(p *liveblocks.CreateCommentParams) { p.Body = inline(nil) }, "Body.Content[0].Children[0]"},
		"attachment no UTF-8": {func(p *liveblocks.CreateCommentParams) { p.AttachmentIDs = []string{"\xff"} }, "the attachment ID \"\\xff\" is not valid UTF-8"},
		"no UTF-8":            {func(p *liveblocks.CreateCommentParams) { p.Body = inline(comment.Text{Text: "\xff"}) }, "not valid UTF-8"},
		"unknown without raw": {func(p *liveblocks.CreateCommentParams) { p.Body = inline(comment.Unknown{}) }, "can't be encoded"},
		"empty attachment":    {func(p *liveblocks.CreateCommentParams) { p.AttachmentIDs = []string{"at_1", ""} }, "attachment ID 2"},
		"year":                {func(p *liveblocks.CreateCommentParams) { p.CreatedAt = time.Date(12345, 1, 1, 0, 0, 0, 0, time.UTC) }, "12345-01-01"},
	} {
		t.Run(name, func(t *testing.T) {
			s, c := newCanned(t, answer(200, "{}"))
			params := helloComment
			test.change(&params)
			_, commentErr := c.CreateComment(t.Context(), "room", "th", params)
			_, threadErr := c.CreateThread(t.Context(), "room", liveblocks.CreateThreadParams{Comment: params})
			for _, err := range []error{commentErr, threadErr} {
				if !errors.Is(err, liveblocks.ErrInvalidArgument) || !strings.Contains(err.Error(), test.message) {
					t.Errorf("got error %v, want ErrInvalidArgument with %q", err, test.message)
				}
			}
			wantRequests(t, s, 0)
		})
	}
}

// TestCommentWrittenBack sends what was read, though it is not what this package
// would write: nothing of it may be lost.
func TestCommentWrittenBack(t *testing.T) {
	const odd = `{"version":2,"content":[{"type":"heading","level":1},{"type":"paragraph","children":[` +
		`{"type":"link","url":"tel:1"},{"type":"mention","id":"ada"},{"type":"emoji","name":"tada"}],"align":"left"}],"note":"x"}`
	var body comment.Body
	if err := json.Unmarshal([]byte(odd), &body); err != nil {
		t.Fatal(err)
	}
	got := editedJSON(t, liveblocks.EditCommentParams{Body: body})
	if diff := diffJSON(t, `{"body":`+odd+`}`, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestEditCommentAttachments(t *testing.T) {
	for name, test := range map[string]struct {
		ids  liveblocks.Change[[]string]
		want string
	}{
		"left alone":  {liveblocks.Change[[]string]{}, `{"body":` + helloJSON + `}`},
		"cleared":     {liveblocks.Clear[[]string](), `{"body":` + helloJSON + `,"attachmentIds":[]}`},
		"set to none": {liveblocks.Set([]string(nil)), `{"body":` + helloJSON + `,"attachmentIds":[]}`},
		"set":         {liveblocks.Set([]string{"at_1"}), `{"body":` + helloJSON + `,"attachmentIds":["at_1"]}`},
	} {
		t.Run(name, func(t *testing.T) {
			got := editedJSON(t, liveblocks.EditCommentParams{Body: helloBody, AttachmentIDs: test.ids})
			if diff := diffJSON(t, test.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestMetadataChanges leaves alone what is the zero Change, which would be null,
// and so clear the key.
func TestMetadataChanges(t *testing.T) {
	got := editedJSON(t, liveblocks.EditCommentParams{Body: helloBody, Metadata: map[string]liveblocks.Change[any]{
		"set": liveblocks.Set[any](1), "cleared": liveblocks.Clear[any](), "left alone": {},
	}})
	if diff := diffJSON(t, `{"body":`+helloJSON+`,"metadata":{"set":1,"cleared":null}}`, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// editedJSON returns the body of the request that EditComment sends.
func editedJSON(t *testing.T, params liveblocks.EditCommentParams) string {
	t.Helper()
	var sent []byte
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, _ = io.ReadAll(r.Body)
		_, _ = io.WriteString(w, `{}`)
	}))
	defer server.Close()
	if _, err := newClient(t, server.URL).EditComment(t.Context(), "room", "th", "cm", params); err != nil {
		t.Fatal(err)
	}
	return string(sent)
}

func diffJSON(t *testing.T, want, got string) string {
	t.Helper()
	var wantValue, gotValue any
	if err := errors.Join(json.Unmarshal([]byte(want), &wantValue), json.Unmarshal([]byte(got), &gotValue)); err != nil {
		t.Fatal(err)
	}
	return cmp.Diff(wantValue, gotValue)
}

// TestReactionMeetsItself lets the answer to the first attempt get lost, so that
// the second meets the reaction that the first has added.
func TestReactionMeetsItself(t *testing.T) {
	const conflict = `{"error":"REACTION_ALREADY_EXISTS"}`
	commentWith := func(emoji string, users ...string) string {
		reaction := liveblocks.CommentReaction{Emoji: emoji, CreatedAt: time.Unix(1e9, 0).UTC()}
		for _, user := range users {
			reaction.Users = append(reaction.Users, liveblocks.ReactionUser{ID: user})
		}
		data, err := json.Marshal(liveblocks.Comment{Reactions: []liveblocks.CommentReaction{reaction}})
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	for name, test := range map[string]struct {
		answers  []func(*http.Request) (*http.Response, error)
		added    bool
		requests []string
	}{
		"lost, then met": {
			[]func(*http.Request) (*http.Response, error){connectionLost, answer(409, conflict), answer(200, commentWith("👍", "bob", "ada"))},
			true,
			[]string{"POST", "POST", "GET"},
		},
		"lost, then met another's": {
			[]func(*http.Request) (*http.Response, error){connectionLost, answer(409, conflict), answer(200, commentWith("👍", "bob"))},
			false,
			[]string{"POST", "POST", "GET"},
		},
		"lost, then the comment can't be got": {
			[]func(*http.Request) (*http.Response, error){answer(503, ""), answer(409, conflict), answer(403, "")},
			false,
			[]string{"POST", "POST", "GET"},
		},
		"there before": {
			[]func(*http.Request) (*http.Response, error){answer(409, conflict)},
			false,
			[]string{"POST"},
		},
		"rate limited, and there before": {
			[]func(*http.Request) (*http.Response, error){answer(429, ""), answer(409, conflict)},
			false,
			[]string{"POST", "POST"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, c := newCanned(t, test.answers...)
				got, err := c.AddCommentReaction(t.Context(), "room", "th", "cm", liveblocks.AddCommentReactionParams{Emoji: "👍", UserID: "ada"})
				switch {
				case test.added:
					want := &liveblocks.CommentUserReaction{Emoji: "👍", UserID: "ada", CreatedAt: time.Unix(1e9, 0).UTC()}
					if diff := cmp.Diff(want, got); err != nil || diff != "" {
						t.Errorf("error %v (-want +got)\n%s", err, diff)
					}
				case !errors.Is(err, liveblocks.ErrConflict) || got != nil:
					t.Errorf("got %v, %v, want ErrConflict", got, err)
				}
				var methods []string
				for _, r := range s.requests {
					methods = append(methods, r.Method)
				}
				if !slices.Equal(methods, test.requests) {
					t.Errorf("sent %v, want %v", methods, test.requests)
				}
			})
		})
	}
}

// TestReactionIsGone: a removal whose answer was lost is done, though the next
// attempt finds nothing to remove.
func TestReactionIsGone(t *testing.T) {
	params := liveblocks.RemoveCommentReactionParams{Emoji: "👍", UserID: "ada"}
	synctest.Test(t, func(t *testing.T) {
		_, c := newCanned(t, connectionLost, answer(404, ""))
		if err := c.RemoveCommentReaction(t.Context(), "room", "th", "cm", params); err != nil {
			t.Error(err)
		}
		_, c = newCanned(t, answer(404, ""))
		if err := c.RemoveCommentReaction(t.Context(), "room", "th", "cm", params); !errors.Is(err, liveblocks.ErrNotFound) {
			t.Errorf("got error %v, want ErrNotFound", err)
		}
	})
}

func TestReactionRefused(t *testing.T) {
	s, c := newCanned(t, answer(200, "{}"))
	for _, bad := range []liveblocks.AddCommentReactionParams{{UserID: "ada"}, {Emoji: "👍"}, {Emoji: "\xff", UserID: "ada"}} {
		_, addErr := c.AddCommentReaction(t.Context(), "room", "th", "cm", bad)
		removeErr := c.RemoveCommentReaction(t.Context(), "room", "th", "cm", liveblocks.RemoveCommentReactionParams{Emoji: bad.Emoji, UserID: bad.UserID})
		if !errors.Is(addErr, liveblocks.ErrInvalidArgument) || !errors.Is(removeErr, liveblocks.ErrInvalidArgument) {
			t.Errorf("%+v: got errors %v and %v, want ErrInvalidArgument", bad, addErr, removeErr)
		}
	}
	wantRequests(t, s, 0)
}
