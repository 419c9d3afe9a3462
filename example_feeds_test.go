package liveblocks_test

import (
	"context"
	"fmt"

	"github.com/liveblocks-go/liveblocks"
)

var exampleFeeds = exampleAPI(map[string]string{
	"POST /v2/rooms/notes/feeds":                  `{"feedId":"support","metadata":{"topic":"help"},"createdAt":1777626000000,"updatedAt":1777626000000}`,
	"PATCH /v2/rooms/notes/feeds/support":         `{"feedId":"support","metadata":{"topic":"billing"},"createdAt":1777626000000,"updatedAt":1777626000000}`,
	"POST /v2/rooms/notes/feeds/support/messages": `{"id":"msg_1","createdAt":1777626000000,"updatedAt":1777626000000,"data":{"role":"user","content":"Hi!"}}`,
	"GET /v2/rooms/notes/feeds/support/messages":  `{"data":[{"id":"msg_1","data":{"role":"user","content":"Hi!"}},{"id":"msg_2","data":{"role":"assistant","content":"Hello."}}]}`,
})

// ChatMessage is the app's own type of message.
type ChatMessage struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

func ExampleClient_CreateFeedMessage() {
	ctx := context.Background()
	client := exampleFeeds // see New
	feed, err := client.CreateFeed(ctx, "notes", "support", liveblocks.CreateFeedParams{
		Metadata: map[string]string{"topic": "help"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	message, err := client.CreateFeedMessage(ctx, "notes", feed.FeedID, liveblocks.CreateFeedMessageParams{
		Data: ChatMessage{Role: "user", Content: "Hi!"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(message.ID, message.CreatedAt)
	// Output: msg_1 2026-05-01 09:00:00 +0000 UTC
}

func ExampleClient_IterFeedMessages() {
	client := exampleFeeds // see New
	for message, err := range client.IterFeedMessages(context.Background(), "notes", "support", liveblocks.GetFeedMessagesParams{}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		var chat ChatMessage
		if err := message.DecodeData(&chat); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %s\n", chat.Role, chat.Content)
	}
	// Output:
	// user: Hi!
	// assistant: Hello.
}

func ExampleClient_UpdateFeed() {
	client := exampleFeeds // see New
	feed, err := client.UpdateFeed(context.Background(), "notes", "support", liveblocks.UpdateFeedParams{
		Metadata: map[string]liveblocks.Change[any]{
			"topic":  liveblocks.Set[any]("billing"),
			"labels": liveblocks.Clear[any](),
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	var metadata struct {
		Topic string `json:"topic"`
	}
	if err := feed.DecodeMetadata(&metadata); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(metadata.Topic)
	// Output: billing
}
