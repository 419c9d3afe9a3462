package liveblocks

import (
	"context"
	"iter"
	"net/http"
	"time"
)

// AICopilot is an AI copilot: a language model of some provider with a prompt
// and, if it has any, knowledge sources.
type AICopilot struct {
	Type               string `json:"type"` // "copilot"
	ID                 string `json:"id"`
	Name               string `json:"name"`
	Description        string `json:"description,omitempty"`
	SystemPrompt       string `json:"systemPrompt"`
	KnowledgePrompt    string `json:"knowledgePrompt,omitempty"`
	AlwaysUseKnowledge bool   `json:"alwaysUseKnowledge"`

	Provider        AIProvider         `json:"provider"`
	ProviderModel   string             `json:"providerModel"`
	ProviderOptions *AIProviderOptions `json:"providerOptions,omitempty"`
	// CompatibleProviderName and ProviderBaseURL are for
	// [AIProviderOpenAICompatible] alone.
	CompatibleProviderName string `json:"compatibleProviderName,omitempty"`
	ProviderBaseURL        string `json:"providerBaseUrl,omitempty"`

	Settings *AICopilotSettings `json:"settings,omitempty"`

	CreatedAt time.Time `json:"createdAt"`
	UpdatedAt time.Time `json:"updatedAt"`
	// LastUsedAt is zero if the copilot has never been used.
	LastUsedAt time.Time `json:"lastUsedAt,omitzero"`
}

// GetAICopilotsParams are the parameters of [Client.GetAICopilots] and
// [Client.IterAICopilots]. All fields are optional.
type GetAICopilotsParams struct {
	// Limit is the size of a page: 1 to 100. The default is 20.
	Limit int
	// StartingAfter is the NextCursor of the page before.
	StartingAfter string
}

// GetAICopilots returns a page of the project's AI copilots, the newest first.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-ai-copilots.
func (c *Client) GetAICopilots(ctx context.Context, params GetAICopilotsParams) (*Page[AICopilot], error) {
	return getPage[AICopilot](ctx, c, copilotsRoute, nil, params.Limit, params.StartingAfter)
}

// IterAICopilots ranges over the project's AI copilots, the newest first. It
// gets them a page at a time, as [Client.GetAICopilots] does, beginning after
// params.StartingAfter.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-ai-copilots.
func (c *Client) IterAICopilots(ctx context.Context, params GetAICopilotsParams) iter.Seq2[AICopilot, error] {
	return iterate(ctx, params.StartingAfter, func(ctx context.Context, cursor string) (*Page[AICopilot], error) {
		return c.GetAICopilots(ctx, GetAICopilotsParams{Limit: params.Limit, StartingAfter: cursor})
	})
}

const (
	copilotsRoute = "/v2/ai/copilots"
	copilotRoute  = copilotsRoute + "/{copilotId}"
)

// CreateAICopilotParams are the parameters of [Client.CreateAICopilot].
type CreateAICopilotParams struct {
	Name            string `json:"name"` // required
	Description     string `json:"description,omitzero"`
	SystemPrompt    string `json:"systemPrompt"` // required
	KnowledgePrompt string `json:"knowledgePrompt,omitzero"`
	// AlwaysUseKnowledge is the service's default unless it is set.
	AlwaysUseKnowledge Change[bool] `json:"alwaysUseKnowledge,omitzero"`

	Provider AIProvider `json:"provider"` // required
	// ProviderModel is one of the provider's models, such as "gpt-4o". It is
	// required.
	ProviderModel string `json:"providerModel"`
	// ProviderAPIKey is the app's own key for the provider. It is required.
	ProviderAPIKey string `json:"providerApiKey"`
	// ProviderOptions, unless nil, has the options of that provider alone.
	ProviderOptions *AIProviderOptions `json:"providerOptions,omitzero"`
	// CompatibleProviderName and ProviderBaseURL are for
	// [AIProviderOpenAICompatible], which requires them, and no other.
	CompatibleProviderName string `json:"compatibleProviderName,omitzero"`
	ProviderBaseURL        string `json:"providerBaseUrl,omitzero"`

	Settings *AICopilotSettings `json:"settings,omitzero"`
}

func (p *CreateAICopilotParams) check() error {
	for _, required := range []struct{ name, value string }{
		{"Name", p.Name},
		{"SystemPrompt", p.SystemPrompt},
		{"Provider", string(p.Provider)},
		{"ProviderModel", p.ProviderModel},
		{"ProviderAPIKey", p.ProviderAPIKey},
	} {
		if required.value == "" {
			return invalid("the %s of the copilot is empty: it is required", required.name)
		}
	}
	if p.AlwaysUseKnowledge.IsClear() {
		return errNotClearable("AlwaysUseKnowledge")
	}
	compatible := p.Provider == AIProviderOpenAICompatible
	if compatible != (p.CompatibleProviderName != "") || compatible != (p.ProviderBaseURL != "") {
		return invalid("the provider of the copilot is %q: CompatibleProviderName and ProviderBaseURL are required for %q, and for no other",
			p.Provider, AIProviderOpenAICompatible)
	}
	return p.ProviderOptions.check(p.Provider)
}

// CreateAICopilot creates an AI copilot. What the service does not accept, such
// as a model that the provider does not have, is an error that matches
// [ErrUnprocessable].
//
// It is not retried if the copilot may have been created; the error says so in
// [Error.MaybeApplied].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#create-ai-copilot.
func (c *Client) CreateAICopilot(ctx context.Context, params CreateAICopilotParams) (*AICopilot, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[AICopilot](ctx, c, request{method: http.MethodPost, route: copilotsRoute, body: params, once: true})
}

// GetAICopilot returns an AI copilot. If there is no such copilot, the error
// matches [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-ai-copilot.
func (c *Client) GetAICopilot(ctx context.Context, copilotID string) (*AICopilot, error) {
	return call[AICopilot](ctx, c, request{method: http.MethodGet, route: copilotRoute, ids: []string{copilotID}})
}

// UpdateAICopilotParams are the parameters of [Client.UpdateAICopilot]. Each
// field is set with [Set] or left alone if it is not mentioned; Description,
// KnowledgePrompt, ProviderOptions and Settings can be cleared with [Clear].
type UpdateAICopilotParams struct {
	Name               Change[string] `json:"name,omitzero"`
	Description        Change[string] `json:"description,omitzero"`
	SystemPrompt       Change[string] `json:"systemPrompt,omitzero"`
	KnowledgePrompt    Change[string] `json:"knowledgePrompt,omitzero"`
	AlwaysUseKnowledge Change[bool]   `json:"alwaysUseKnowledge,omitzero"`

	Provider       Change[AIProvider] `json:"provider,omitzero"`
	ProviderModel  Change[string]     `json:"providerModel,omitzero"`
	ProviderAPIKey Change[string]     `json:"providerApiKey,omitzero"`
	// ProviderOptions replaces all of the options.
	ProviderOptions        Change[AIProviderOptions] `json:"providerOptions,omitzero"`
	CompatibleProviderName Change[string]            `json:"compatibleProviderName,omitzero"`
	ProviderBaseURL        Change[string]            `json:"providerBaseUrl,omitzero"`

	// Settings replaces all of the settings.
	Settings Change[AICopilotSettings] `json:"settings,omitzero"`
}

func (p *UpdateAICopilotParams) check() error {
	for _, field := range []struct {
		name    string
		cleared bool
	}{
		{"Name", p.Name.IsClear()},
		{"SystemPrompt", p.SystemPrompt.IsClear()},
		{"AlwaysUseKnowledge", p.AlwaysUseKnowledge.IsClear()},
		{"Provider", p.Provider.IsClear()},
		{"ProviderModel", p.ProviderModel.IsClear()},
		{"ProviderAPIKey", p.ProviderAPIKey.IsClear()},
		{"CompatibleProviderName", p.CompatibleProviderName.IsClear()},
		{"ProviderBaseURL", p.ProviderBaseURL.IsClear()},
	} {
		if field.cleared {
			return errNotClearable(field.name)
		}
	}
	provider, ok := p.Provider.Get()
	options, hasOptions := p.ProviderOptions.Get()
	if ok && hasOptions {
		return options.check(provider)
	}
	return nil
}

func errNotClearable(field string) error {
	return invalid("the %s of a copilot can't be cleared: set it to a value, or leave it alone", field)
}

// UpdateAICopilot changes an AI copilot. If there is no such copilot, the error
// matches [ErrNotFound]; if the result would not make sense, as with a model
// that the provider does not have, [ErrUnprocessable].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#update-ai-copilot.
func (c *Client) UpdateAICopilot(ctx context.Context, copilotID string, params UpdateAICopilotParams) (*AICopilot, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[AICopilot](ctx, c, request{method: http.MethodPost, route: copilotRoute, ids: []string{copilotID}, body: params})
}

// DeleteAICopilot deletes an AI copilot for good. If there is no such copilot,
// the error matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#delete-ai-copilot.
func (c *Client) DeleteAICopilot(ctx context.Context, copilotID string) error {
	return c.exec(ctx, request{method: http.MethodDelete, route: copilotRoute, ids: []string{copilotID}})
}
