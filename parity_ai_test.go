package liveblocks_test

import (
	"context"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/internal/parity"
)

// optionalOf is the argument at a path, or nil if it is absent.
func optionalOf[T any](args parity.Args, path string) *T {
	if !args.Has(path) {
		return nil
	}
	v := parity.Get[T](args, path)
	return &v
}

var aiTwins = twins{
	"getAiCopilots": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetAICopilots(ctx, liveblocks.GetAICopilotsParams{
			Limit:         parity.Get[int](args, "0.limit"),
			StartingAfter: args.String("0.startingAfter"),
		})
	},
	"createAiCopilot": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.CreateAICopilot(ctx, liveblocks.CreateAICopilotParams{
			Name:                   args.String("0.name"),
			Description:            args.String("0.description"),
			SystemPrompt:           args.String("0.systemPrompt"),
			KnowledgePrompt:        args.String("0.knowledgePrompt"),
			AlwaysUseKnowledge:     changeArg[bool](args, "0.alwaysUseKnowledge"),
			Provider:               parity.Get[liveblocks.AIProvider](args, "0.provider"),
			ProviderModel:          args.String("0.providerModel"),
			ProviderAPIKey:         args.String("0.providerApiKey"),
			ProviderOptions:        optionalOf[liveblocks.AIProviderOptions](args, "0.providerOptions"),
			CompatibleProviderName: args.String("0.compatibleProviderName"),
			ProviderBaseURL:        args.String("0.providerBaseUrl"),
			Settings:               optionalOf[liveblocks.AICopilotSettings](args, "0.settings"),
		})
	},
	"getAiCopilot": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetAICopilot(ctx, args.String("0"))
	},
	"updateAiCopilot": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.UpdateAICopilot(ctx, args.String("0"), liveblocks.UpdateAICopilotParams{
			Name:                   changeArg[string](args, "1.name"),
			Description:            changeArg[string](args, "1.description"),
			SystemPrompt:           changeArg[string](args, "1.systemPrompt"),
			KnowledgePrompt:        changeArg[string](args, "1.knowledgePrompt"),
			AlwaysUseKnowledge:     changeArg[bool](args, "1.alwaysUseKnowledge"),
			Provider:               changeArg[liveblocks.AIProvider](args, "1.provider"),
			ProviderModel:          changeArg[string](args, "1.providerModel"),
			ProviderAPIKey:         changeArg[string](args, "1.providerApiKey"),
			ProviderOptions:        changeArg[liveblocks.AIProviderOptions](args, "1.providerOptions"),
			CompatibleProviderName: changeArg[string](args, "1.compatibleProviderName"),
			ProviderBaseURL:        changeArg[string](args, "1.providerBaseUrl"),
			Settings:               changeArg[liveblocks.AICopilotSettings](args, "1.settings"),
		})
	},
	"deleteAiCopilot": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.DeleteAICopilot(ctx, args.String("0"))
	},
	"createWebKnowledgeSource": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.CreateWebKnowledgeSource(ctx, args.String("0.copilotId"), liveblocks.CreateWebKnowledgeSourceParams{
			URL:  args.String("0.url"),
			Type: parity.Get[liveblocks.WebCrawlType](args, "0.type"),
		})
	},
	"createFileKnowledgeSource": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.CreateFileKnowledgeSource(ctx, args.String("0.copilotId"), fileOf(args, "0.file"))
	},
	"deleteFileKnowledgeSource": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.DeleteFileKnowledgeSource(ctx, args.String("0.copilotId"), args.String("0.knowledgeSourceId"))
	},
	"deleteWebKnowledgeSource": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.DeleteWebKnowledgeSource(ctx, args.String("0.copilotId"), args.String("0.knowledgeSourceId"))
	},
	"getKnowledgeSources": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetKnowledgeSources(ctx, args.String("0.copilotId"), liveblocks.GetKnowledgeSourcesParams{
			Limit:         parity.Get[int](args, "0.limit"),
			StartingAfter: args.String("0.startingAfter"),
		})
	},
	"getKnowledgeSource": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetKnowledgeSource(ctx, args.String("0.copilotId"), args.String("0.knowledgeSourceId"))
	},
	"getFileKnowledgeSourceMarkdown": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetFileKnowledgeSourceMarkdown(ctx, args.String("0.copilotId"), args.String("0.knowledgeSourceId"))
	},
	"getWebKnowledgeSourceLinks": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetWebKnowledgeSourceLinks(ctx, args.String("0.copilotId"), args.String("0.knowledgeSourceId"),
			liveblocks.GetWebKnowledgeSourceLinksParams{
				Limit:         parity.Get[int](args, "0.limit"),
				StartingAfter: args.String("0.startingAfter"),
			})
	},
}
