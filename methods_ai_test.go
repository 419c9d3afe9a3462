package liveblocks_test

import (
	"context"
	"net/http"
	"strings"

	"github.com/liveblocks-go/liveblocks"
)

var aiMethods = []method{
	{
		name: "GetAICopilots", jsName: "getAiCopilots",
		httpMethod: http.MethodGet, route: "/v2/ai/copilots",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetAICopilots(ctx, liveblocks.GetAICopilotsParams{})
			return err
		},
		repeatable: true,
	},
	{
		name:       "IterAICopilots",
		httpMethod: http.MethodGet, route: "/v2/ai/copilots",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return drain(c.IterAICopilots(ctx, liveblocks.GetAICopilotsParams{}))
		},
		repeatable: true,
	},
	{
		name: "CreateAICopilot", jsName: "createAiCopilot",
		httpMethod: http.MethodPost, route: "/v2/ai/copilots",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.CreateAICopilot(ctx, liveblocks.CreateAICopilotParams{
				Name: "Support", SystemPrompt: "Be kind.",
				Provider: liveblocks.AIProviderOpenAI, ProviderModel: "gpt-4o", ProviderAPIKey: "key",
			})
			return err
		},
	},
	{
		name: "GetAICopilot", jsName: "getAiCopilot",
		httpMethod: http.MethodGet, route: "/v2/ai/copilots/{copilotId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetAICopilot(ctx, ids[0])
			return err
		},
		repeatable: true,
	},
	{
		name: "UpdateAICopilot", jsName: "updateAiCopilot",
		httpMethod: http.MethodPost, route: "/v2/ai/copilots/{copilotId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.UpdateAICopilot(ctx, ids[0], liveblocks.UpdateAICopilotParams{Name: liveblocks.Set("Help")})
			return err
		},
		repeatable: true,
	},
	{
		name: "DeleteAICopilot", jsName: "deleteAiCopilot",
		httpMethod: http.MethodDelete, route: "/v2/ai/copilots/{copilotId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.DeleteAICopilot(ctx, ids[0])
		},
		repeatable: true,
		noAnswer:   true,
	},
	{
		name: "GetKnowledgeSources", jsName: "getKnowledgeSources",
		httpMethod: http.MethodGet, route: "/v2/ai/copilots/{copilotId}/knowledge",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetKnowledgeSources(ctx, ids[0], liveblocks.GetKnowledgeSourcesParams{})
			return err
		},
		repeatable: true,
	},
	{
		name:       "IterKnowledgeSources",
		httpMethod: http.MethodGet, route: "/v2/ai/copilots/{copilotId}/knowledge",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return drain(c.IterKnowledgeSources(ctx, ids[0], liveblocks.GetKnowledgeSourcesParams{}))
		},
		repeatable: true,
	},
	{
		name: "GetKnowledgeSource", jsName: "getKnowledgeSource",
		httpMethod: http.MethodGet, route: "/v2/ai/copilots/{copilotId}/knowledge/{knowledgeSourceId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetKnowledgeSource(ctx, ids[0], ids[1])
			return err
		},
		repeatable: true,
	},
	{
		name: "CreateWebKnowledgeSource", jsName: "createWebKnowledgeSource",
		httpMethod: http.MethodPost, route: "/v2/ai/copilots/{copilotId}/knowledge/web",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.CreateWebKnowledgeSource(ctx, ids[0], liveblocks.CreateWebKnowledgeSourceParams{
				URL: "https://example.com/", Type: liveblocks.WebCrawlSite,
			})
			return err
		},
	},
	{
		name: "CreateFileKnowledgeSource", jsName: "createFileKnowledgeSource",
		httpMethod: http.MethodPut, route: "/v2/ai/copilots/{copilotId}/knowledge/file/{name}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.CreateFileKnowledgeSource(ctx, ids[0], liveblocks.FileUpload{
				Name: ids[1], Size: 1, ReaderAt: strings.NewReader("a"),
			})
			return err
		},
		repeatable: true,
	},
	{
		name: "GetFileKnowledgeSourceMarkdown", jsName: "getFileKnowledgeSourceMarkdown",
		httpMethod: http.MethodGet, route: "/v2/ai/copilots/{copilotId}/knowledge/file/{knowledgeSourceId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetFileKnowledgeSourceMarkdown(ctx, ids[0], ids[1])
			return err
		},
		repeatable: true,
	},
	{
		name: "DeleteFileKnowledgeSource", jsName: "deleteFileKnowledgeSource",
		httpMethod: http.MethodDelete, route: "/v2/ai/copilots/{copilotId}/knowledge/file/{knowledgeSourceId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.DeleteFileKnowledgeSource(ctx, ids[0], ids[1])
		},
		repeatable: true,
		noAnswer:   true,
	},
	{
		name: "GetWebKnowledgeSourceLinks", jsName: "getWebKnowledgeSourceLinks",
		httpMethod: http.MethodGet, route: "/v2/ai/copilots/{copilotId}/knowledge/web/{knowledgeSourceId}/links",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			_, err := c.GetWebKnowledgeSourceLinks(ctx, ids[0], ids[1], liveblocks.GetWebKnowledgeSourceLinksParams{})
			return err
		},
		repeatable: true,
	},
	{
		name:       "IterWebKnowledgeSourceLinks",
		httpMethod: http.MethodGet, route: "/v2/ai/copilots/{copilotId}/knowledge/web/{knowledgeSourceId}/links",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return drain(c.IterWebKnowledgeSourceLinks(ctx, ids[0], ids[1], liveblocks.GetWebKnowledgeSourceLinksParams{}))
		},
		repeatable: true,
	},
	{
		name: "DeleteWebKnowledgeSource", jsName: "deleteWebKnowledgeSource",
		httpMethod: http.MethodDelete, route: "/v2/ai/copilots/{copilotId}/knowledge/web/{knowledgeSourceId}",
		call: func(ctx context.Context, c *liveblocks.Client, ids []string) error {
			return c.DeleteWebKnowledgeSource(ctx, ids[0], ids[1])
		},
		repeatable: true,
		noAnswer:   true,
	},
}
