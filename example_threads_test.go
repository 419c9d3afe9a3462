package liveblocks_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/comment"
)

// exampleAPI returns a client of a server that has an answer for each route.
func exampleAPI(answers map[string]string) *liveblocks.Client {
	mux := http.NewServeMux()
	for route, answer := range answers {
		mux.HandleFunc(route, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, answer) })
	}
	client, err := liveblocks.New("sk_test", liveblocks.WithBaseURL(httptest.NewServer(mux).URL))
	if err != nil {
		log.Fatal(err)
	}
	return client
}

const exampleComment = `{"type":"comment","id":"cm_1","threadId":"th_1","roomId":"notes","userId":"ada",` +
	`"createdAt":"2026-05-01T09:00:00.000Z","metadata":{},"reactions":[],"attachments":[],"body":{"version":1,"content":[` +
	`{"type":"paragraph","children":[{"text":"Is this "},{"text":"final","bold":true},{"text":"?"}]}]}}`

const exampleThread = `{"type":"thread","id":"th_1","roomId":"notes","metadata":{"page":3,"priority":"high"},"resolved":false,` +
	`"createdAt":"2026-05-01T09:00:00.000Z","updatedAt":"2026-05-01T09:00:00.000Z","comments":[` + exampleComment + `]}`

var exampleThreads = exampleAPI(map[string]string{
	"GET /v2/rooms/notes/threads":                                  `{"data":[` + exampleThread + `]}`,
	"POST /v2/rooms/notes/threads":                                 exampleThread,
	"POST /v2/rooms/notes/threads/th_1/metadata":                   `{"priority":"low"}`,
	"POST /v2/rooms/notes/threads/th_1/comments":                   exampleComment,
	"POST /v2/rooms/notes/threads/th_1/comments/cm_1/add-reaction": `{"emoji":"👍","userId":"bob"}`,
})

func ExampleClient_CreateThread() {
	client := exampleThreads // see New
	thread, err := client.CreateThread(context.Background(), "notes", liveblocks.CreateThreadParams{
		Comment: liveblocks.CreateCommentParams{
			UserID: "ada",
			Body:   comment.FromMarkdown("Is this **final**?"),
		},
		Metadata: liveblocks.Metadata{"page": 3, "priority": "high"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(thread.ID, thread.Metadata.String("priority"), thread.Metadata.Number("page"))
	// Output: th_1 high 3
}

func ExampleClient_CreateComment() {
	client := exampleThreads // see New
	created, err := client.CreateComment(context.Background(), "notes", "th_1", liveblocks.CreateCommentParams{
		UserID: "ada",
		Body:   comment.FromMarkdown("Is this **final**?"),
	})
	var e *liveblocks.Error
	switch {
	case errors.As(err, &e) && e.MaybeApplied:
		fmt.Println("the comment may have been added: look before trying again")
	case err != nil:
		fmt.Println(err)
	default:
		fmt.Println(created.ID)
	}
	// Output: cm_1
}

// Range over the open threads of a room, and print what their comments say.
func ExampleClient_IterThreads() {
	client := exampleThreads // see New
	threads := client.IterThreads(context.Background(), "notes", liveblocks.GetThreadsParams{
		Filter: liveblocks.Filter{
			liveblocks.WhereResolved(false),
			liveblocks.WhereMetadata("page").AtLeast(2),
		},
	})
	for thread, err := range threads {
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, c := range thread.Comments {
			if c.Body == nil {
				continue // a deleted comment
			}
			text, err := comment.Stringify(context.Background(), *c.Body, comment.Plain)
			if err != nil {
				fmt.Println(err)
				return
			}
			fmt.Printf("%s: %s\n", c.UserID, text)
		}
	}
	// Output: ada: Is this final?
}

// Change one key of the metadata and remove another.
func ExampleClient_EditThreadMetadata() {
	client := exampleThreads // see New
	metadata, err := client.EditThreadMetadata(context.Background(), "notes", "th_1", liveblocks.EditThreadMetadataParams{
		UserID: "ada",
		Metadata: map[string]liveblocks.Change[any]{
			"priority": liveblocks.Set[any]("low"),
			"page":     liveblocks.Clear[any](),
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(metadata)
	// Output: map[priority:low]
}

func ExampleMetadata_Decode() {
	metadata := liveblocks.Metadata{"page": 3.0, "priority": "high"}
	var own struct {
		Page     int    `json:"page"`
		Priority string `json:"priority"`
	}
	if err := metadata.Decode(&own); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(own.Page, own.Priority)
	// Output: 3 high
}

func ExampleClient_AddCommentReaction() {
	client := exampleThreads // see New
	reaction, err := client.AddCommentReaction(context.Background(), "notes", "th_1", "cm_1", liveblocks.AddCommentReactionParams{
		Emoji:  "👍",
		UserID: "bob",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(reaction.UserID, reaction.Emoji)
	// Output: bob 👍
}
