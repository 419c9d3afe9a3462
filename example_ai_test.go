package liveblocks_test

import (
	"context"
	"fmt"

	"github.com/liveblocks-go/liveblocks"
)

var exampleAI = exampleAPI(map[string]string{
	"POST /v2/ai/copilots":                    `{"type":"copilot","id":"co_1","name":"Support","provider":"openai","providerModel":"gpt-4o"}`,
	"POST /v2/ai/copilots/co_1":               `{"type":"copilot","id":"co_1","name":"Support","provider":"openai","providerModel":"gpt-4o"}`,
	"POST /v2/ai/copilots/co_1/knowledge/web": `{"id":"ks_1"}`,
	"GET /v2/ai/copilots/co_1/knowledge/ks_1": `{"type":"ai-knowledge-web-source","id":"ks_1","status":"ready","link":{"url":"https://example.com/docs","type":"crawl"}}`,
})

func ExampleClient_CreateAICopilot() {
	client := exampleAI   // see New
	openAIKey := "sk-..." // from the app's configuration
	temperature := 0.2
	copilot, err := client.CreateAICopilot(context.Background(), liveblocks.CreateAICopilotParams{
		Name:           "Support",
		SystemPrompt:   "You answer questions about our product.",
		Provider:       liveblocks.AIProviderOpenAI,
		ProviderModel:  "gpt-4o",
		ProviderAPIKey: openAIKey,
		Settings:       &liveblocks.AICopilotSettings{Temperature: &temperature},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(copilot.ID, copilot.ProviderModel)
	// Output: co_1 gpt-4o
}

func ExampleClient_UpdateAICopilot() {
	client := exampleAI // see New
	_, err := client.UpdateAICopilot(context.Background(), "co_1", liveblocks.UpdateAICopilotParams{
		Name:        liveblocks.Set("Help desk"),
		Description: liveblocks.Clear[string](),
	})
	fmt.Println(err)
	// Output: <nil>
}

func ExampleClient_CreateWebKnowledgeSource() {
	ctx := context.Background()
	client := exampleAI // see New
	created, err := client.CreateWebKnowledgeSource(ctx, "co_1", liveblocks.CreateWebKnowledgeSourceParams{
		URL:  "https://example.com/docs",
		Type: liveblocks.WebCrawlSite,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	source, err := client.GetKnowledgeSource(ctx, "co_1", created.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(source.Link.URL, source.Status)
	// Output: https://example.com/docs ready
}
