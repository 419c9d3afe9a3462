package liveblocks_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/liveblocks-go/liveblocks"
)

func TestCopilotArgumentsAreRefused(t *testing.T) {
	good := liveblocks.CreateAICopilotParams{
		Name: "Support", SystemPrompt: "Be kind.", ProviderAPIKey: "key-that-is-secret",
		Provider: liveblocks.AIProviderAnthropic, ProviderModel: "claude-3-opus-latest",
	}
	for want, change := range map[string]func(*liveblocks.CreateAICopilotParams){
		"Name":           func(p *liveblocks.CreateAICopilotParams) { p.Name = "" },
		"SystemPrompt":   func(p *liveblocks.CreateAICopilotParams) { p.SystemPrompt = "" },
		"Provider ":      func(p *liveblocks.CreateAICopilotParams) { p.Provider = "" },
		"ProviderModel":  func(p *liveblocks.CreateAICopilotParams) { p.ProviderModel = "" },
		"ProviderAPIKey": func(p *liveblocks.CreateAICopilotParams) { p.ProviderAPIKey = "" },
		"AlwaysUseKnowledge": func(p *liveblocks.CreateAICopilotParams) {
			p.AlwaysUseKnowledge = liveblocks.Clear[bool]()
		},
		"for no other": func(p *liveblocks.CreateAICopilotParams) { p.CompatibleProviderName = "Mine" },
		"are required for \"openai-compatible\"": func(p *liveblocks.CreateAICopilotParams) {
			p.Provider = liveblocks.AIProviderOpenAICompatible
		},
		"options of Google": func(p *liveblocks.CreateAICopilotParams) {
			p.ProviderOptions = &liveblocks.AIProviderOptions{Google: &liveblocks.GoogleOptions{}}
		},
		"BudgetTokens": func(p *liveblocks.CreateAICopilotParams) {
			p.ProviderOptions = &liveblocks.AIProviderOptions{Anthropic: &liveblocks.AnthropicOptions{
				Thinking: &liveblocks.AnthropicThinking{Type: "enabled"},
			}}
		},
	} {
		s, c := newCanned(t, answer(http.StatusOK, "{}"))
		params := good
		change(&params)
		_, err := c.CreateAICopilot(t.Context(), params)
		if !errors.Is(err, liveblocks.ErrInvalidArgument) || !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("want ErrInvalidArgument with %q, got %v", want, err)
		}
		if strings.Contains(fmt.Sprint(err), good.ProviderAPIKey) {
			t.Errorf("the error shows the provider's key: %v", err)
		}
		wantRequests(t, s, 0)
	}
	for want, params := range map[string]liveblocks.UpdateAICopilotParams{
		"Name":            {Name: liveblocks.Clear[string]()},
		"SystemPrompt":    {SystemPrompt: liveblocks.Clear[string]()},
		"ProviderAPIKey":  {ProviderAPIKey: liveblocks.Clear[string]()},
		"ProviderBaseURL": {ProviderBaseURL: liveblocks.Clear[string]()},
		"options of OpenAI": {
			Provider:        liveblocks.Set(liveblocks.AIProviderGoogle),
			ProviderOptions: liveblocks.Set(liveblocks.AIProviderOptions{OpenAI: &liveblocks.OpenAIOptions{}}),
		},
	} {
		s, c := newCanned(t, answer(http.StatusOK, "{}"))
		_, err := c.UpdateAICopilot(t.Context(), "copilot", params)
		if !errors.Is(err, liveblocks.ErrInvalidArgument) || !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("want ErrInvalidArgument with %q, got %v", want, err)
		}
		wantRequests(t, s, 0)
	}
}

func TestKnowledgeArgumentsAreRefused(t *testing.T) {
	for _, params := range []liveblocks.CreateWebKnowledgeSourceParams{
		{Type: liveblocks.WebCrawlSite},
		{URL: "example.com", Type: liveblocks.WebCrawlSite},
		{URL: "ftp://example.com", Type: liveblocks.WebCrawlSite},
		{URL: "https://", Type: liveblocks.WebCrawlSite},
		{URL: "https://example.com"},
	} {
		s, c := newCanned(t, answer(http.StatusOK, "{}"))
		if _, err := c.CreateWebKnowledgeSource(t.Context(), "copilot", params); !errors.Is(err, liveblocks.ErrInvalidArgument) {
			t.Errorf("%+v: got error %v, want ErrInvalidArgument", params, err)
		}
		wantRequests(t, s, 0)
	}
	s, c := newCanned(t, answer(http.StatusOK, "{}"))
	for _, limit := range []int{-1, 101} {
		if _, err := c.GetKnowledgeSources(t.Context(), "copilot", liveblocks.GetKnowledgeSourcesParams{Limit: limit}); !errors.Is(err, liveblocks.ErrInvalidArgument) {
			t.Errorf("limit %d: got error %v, want ErrInvalidArgument", limit, err)
		}
	}
	wantRequests(t, s, 0)
}

// What this package does not know yet is not lost.
func TestUnknownKindsAreKept(t *testing.T) {
	const options = `{"later":{"a":[1,null]}}`
	const source = `{"type":"ai-knowledge-later-source","id":"ks_1","status":"later","later":{"a":1}}`
	var (
		copilot liveblocks.AICopilot
		unknown liveblocks.KnowledgeSource
		again   liveblocks.AICopilot
	)
	if err := json.Unmarshal([]byte(`{"provider":"later","providerOptions":`+options+`}`), &copilot); err != nil {
		t.Fatal(err)
	}
	if got := string(copilot.ProviderOptions.Raw); copilot.Provider != "later" || got != options {
		t.Errorf("provider %s, options %s", copilot.Provider, got)
	}
	recode(t, copilot, &again)
	if got := string(again.ProviderOptions.Raw); got != options {
		t.Errorf("options %s after another round", got)
	}
	if err := json.Unmarshal([]byte(source), &unknown); err != nil {
		t.Fatal(err)
	}
	if string(unknown.Raw) != source || unknown.ID != "ks_1" || unknown.Status != "later" {
		t.Errorf("got %+v", unknown)
	}
	if data, err := json.Marshal(unknown); err != nil || string(data) != source {
		t.Errorf("marshalled as %s, error %v", data, err)
	}
}

func TestGoogleThinkingBudgetOfNothing(t *testing.T) {
	none := 0
	got := sentBody(t, "{}", func(c *liveblocks.Client) error {
		_, err := c.UpdateAICopilot(t.Context(), "copilot", liveblocks.UpdateAICopilotParams{
			ProviderOptions: liveblocks.Set(liveblocks.AIProviderOptions{Google: &liveblocks.GoogleOptions{
				ThinkingConfig: &liveblocks.GoogleThinkingConfig{ThinkingBudget: &none},
			}}),
		})
		return err
	})
	if want := `{"providerOptions":{"google":{"thinkingConfig":{"thinkingBudget":0}}}}`; got != want {
		t.Errorf("sent %s, want %s", got, want)
	}
}
