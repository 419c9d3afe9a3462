package liveblocks

import (
	"bytes"
	"encoding/json"
)

// AIProvider is who runs the language model of an [AICopilot]. Other values than
// the constants are kept.
type AIProvider string

// The providers.
const (
	AIProviderOpenAI    AIProvider = "openai"
	AIProviderAnthropic AIProvider = "anthropic"
	AIProviderGoogle    AIProvider = "google"
	// AIProviderOpenAICompatible is any server with an API like OpenAI's.
	AIProviderOpenAICompatible AIProvider = "openai-compatible"
)

// AIProviderOptions are options that only one provider has: the one whose field
// is set.
type AIProviderOptions struct {
	OpenAI    *OpenAIOptions    `json:"openai,omitempty"`
	Anthropic *AnthropicOptions `json:"anthropic,omitempty"`
	Google    *GoogleOptions    `json:"google,omitempty"`

	// Raw has the options as the service sent them, including what this package
	// does not know. It is sent only if no other field is set.
	Raw json.RawMessage `json:"-"`
}

// OpenAIOptions are options of models by OpenAI.
type OpenAIOptions struct {
	ReasoningEffort ReasoningEffort `json:"reasoningEffort,omitempty"`
	WebSearch       *AIWebSearch    `json:"webSearch,omitempty"`
}

// ReasoningEffort is how much a model by OpenAI thinks before it answers. Other
// values than the constants are kept.
type ReasoningEffort string

// The efforts.
const (
	ReasoningEffortLow    ReasoningEffort = "low"
	ReasoningEffortMedium ReasoningEffort = "medium"
	ReasoningEffortHigh   ReasoningEffort = "high"
)

// AnthropicOptions are options of models by Anthropic.
type AnthropicOptions struct {
	Thinking  *AnthropicThinking `json:"thinking,omitempty"`
	WebSearch *AIWebSearch       `json:"webSearch,omitempty"`
}

// AnthropicThinking says whether a model by Anthropic thinks before it answers.
type AnthropicThinking struct {
	// Type is "enabled" or "disabled".
	Type string `json:"type"`
	// BudgetTokens is the most tokens it may think for. It is required if
	// thinking is enabled.
	BudgetTokens int `json:"budgetTokens,omitempty"`
}

// GoogleOptions are options of models by Google.
type GoogleOptions struct {
	ThinkingConfig *GoogleThinkingConfig `json:"thinkingConfig,omitempty"`
}

// GoogleThinkingConfig says how much a model by Google thinks before it answers.
type GoogleThinkingConfig struct {
	// ThinkingBudget is the most tokens it may think for; 0 is none at all, and
	// nil the default.
	ThinkingBudget *int `json:"thinkingBudget,omitempty"`
}

// AIWebSearch lets a model search the web.
type AIWebSearch struct {
	// AllowedDomains are the domains to search; all of them if it is nil.
	AllowedDomains []string `json:"allowedDomains,omitzero"`
}

// AICopilotSettings tune the language model of a copilot. What is nil is the
// model's default.
type AICopilotSettings struct {
	MaxTokens        *int     `json:"maxTokens,omitempty"`
	Temperature      *float64 `json:"temperature,omitempty"`
	TopP             *float64 `json:"topP,omitempty"`
	TopK             *float64 `json:"topK,omitempty"`
	FrequencyPenalty *float64 `json:"frequencyPenalty,omitempty"`
	PresencePenalty  *float64 `json:"presencePenalty,omitempty"`
	StopSequences    []string `json:"stopSequences,omitzero"`
	Seed             *int64   `json:"seed,omitempty"`
	MaxRetries       *int     `json:"maxRetries,omitempty"`
}

// plainAIProviderOptions has no methods, so that they can use encoding/json.
type plainAIProviderOptions AIProviderOptions

// UnmarshalJSON keeps what it does not know in Raw.
func (o *AIProviderOptions) UnmarshalJSON(data []byte) error {
	o.Raw = bytes.Clone(data)
	return json.Unmarshal(data, (*plainAIProviderOptions)(o))
}

// MarshalJSON encodes the options of the provider whose field is set, or else
// Raw.
func (o AIProviderOptions) MarshalJSON() ([]byte, error) {
	if o.Raw != nil && o.OpenAI == nil && o.Anthropic == nil && o.Google == nil {
		return o.Raw, nil
	}
	return marshalJSON(plainAIProviderOptions(o))
}

// check refuses options of another provider than the given one.
func (o *AIProviderOptions) check(provider AIProvider) error {
	if o == nil {
		return nil
	}
	for _, field := range []struct {
		name  string
		owner AIProvider
		set   bool
	}{
		{"OpenAI", AIProviderOpenAI, o.OpenAI != nil},
		{"Anthropic", AIProviderAnthropic, o.Anthropic != nil},
		{"Google", AIProviderGoogle, o.Google != nil},
	} {
		if field.set && field.owner != provider {
			return invalid("the ProviderOptions have options of %s, and the provider of the copilot is %q: set those of the provider alone",
				field.name, provider)
		}
	}
	if o.Anthropic != nil && o.Anthropic.Thinking != nil {
		return o.Anthropic.Thinking.check()
	}
	return nil
}

func (t *AnthropicThinking) check() error {
	switch {
	case t.Type == "":
		return invalid("the Type of Anthropic's thinking is empty: want \"enabled\" or \"disabled\"")
	case t.Type == "enabled" && t.BudgetTokens <= 0:
		return invalid("the BudgetTokens of Anthropic's thinking is %d: want at least 1, as thinking is enabled", t.BudgetTokens)
	}
	return nil
}
