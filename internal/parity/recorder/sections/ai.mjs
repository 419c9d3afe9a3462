import { copilot, fail, fileSource, json, noContent, page, sourceLink, text, unknownField, webSource } from "../answers.mjs";
import { file, refusedIDs, renamed, trickyID } from "../values.mjs";

const providers = {
  anthropic: {
    provider: "anthropic",
    providerModel: "claude-3-5-sonnet-latest",
    providerOptions: {
      anthropic: { thinking: { type: "enabled", budgetTokens: 1024 }, webSearch: { allowedDomains: ["a.example", "é.example"] } },
    },
  },
  "anthropic without thinking": {
    provider: "anthropic",
    providerModel: "claude-3-opus-latest",
    providerOptions: { anthropic: { thinking: { type: "disabled" } } },
  },
  google: {
    provider: "google",
    providerModel: "gemini-2.5-pro",
    providerOptions: { google: { thinkingConfig: { thinkingBudget: 512 } } },
  },
  "openai-compatible": {
    provider: "openai-compatible",
    providerModel: "my-model é",
    compatibleProviderName: "Mine",
    providerBaseUrl: "https://llm.example.com/v1?a=b&c",
  },
};

const settings = {
  maxTokens: 1000, temperature: 0.7, topP: 0.9, topK: 40, frequencyPenalty: -0.5, presencePenalty: 0.5,
  stopSequences: ["\n", "END"], seed: 42, maxRetries: 3,
};

const paged = (call, base, item) => {
  const params = (rest) => [{ ...base, ...rest }];
  call("a page", params({ limit: 10, startingAfter: trickyID }), page([item], "next"));
  call("zero and empty", params({ limit: 0, startingAfter: "" }), page([]), {
    differs: "In Go's parameters zero and empty mean that nothing was said",
    go: { query: "" },
  });
  call("none", params({}), page([]));
};

export default function ai(method) {
  copilots(method);
  sources(method);
}

function copilots(method) {
  const bare = { provider: "openai-compatible", providerOptions: undefined, settings: undefined };
  method("getAiCopilots", { args: [], answer: page([copilot()]) }, (call) => {
    paged(call, {}, copilot());
    call("every provider", [], page([
      ...Object.values(providers).map((provider) => copilot({ providerOptions: undefined, ...provider })),
      copilot({ provider: "later", providerModel: "m", providerOptions: { later: { a: [1] } } }),
    ]), {
      differs: "Go keeps the options of providers that it knows",
      go: ({ result }) => ({
        result: { ...result, data: [...result.data.slice(0, -1), { ...result.data.at(-1), providerOptions: { $any: true } }] },
      }),
    });
  });

  const least = {
    name: "Support", systemPrompt: "Be kind.", providerApiKey: "key-1", provider: "openai", providerModel: "gpt-4o",
  };
  method("createAiCopilot", { args: [least], answer: json(copilot(), 201) }, (call) => {
    call("every field", [
      {
        ...least,
        description: "é <b> & \u2028",
        knowledgePrompt: "Use it.",
        alwaysUseKnowledge: false,
        settings,
        providerOptions: { openai: { reasoningEffort: "high", webSearch: { allowedDomains: ["liveblocks.io"] } } },
      },
    ], json(copilot(), 201));
    call("settings of zero", [
      { ...least, settings: { maxTokens: 1, temperature: 0, topP: 0, topK: 0, frequencyPenalty: 0, presencePenalty: 0, seed: 0, maxRetries: 0, stopSequences: [] } },
    ], json(copilot(), 201));
    call("empty settings", [{ ...least, settings: {}, alwaysUseKnowledge: true }], json(copilot(), 201));
    for (const [name, provider] of Object.entries(providers)) {
      call(name, [{ ...least, ...provider }], json(copilot({ ...provider, providerOptions: provider.providerOptions }), 201));
    }
    call("unprocessable", [least], fail(422));
  });

  method("getAiCopilot", { ids: ["0"], args: ["co_abc123"], answer: json(copilot()) }, (call) => {
    call("least", ["co_abc123"], json(copilot({
      ...bare, description: undefined, knowledgePrompt: undefined, lastUsedAt: undefined, alwaysUseKnowledge: false,
      compatibleProviderName: "Mine", providerBaseUrl: "https://llm.example.com",
    })));
    call("used at null", ["co_abc123"], json(copilot({ lastUsedAt: null })));
  });

  method("updateAiCopilot", { ids: ["0"], args: ["co_abc123", { name: "New" }], answer: json(copilot()) }, (call) => {
    call("nothing", ["co_abc123", {}], json(copilot()));
    call("cleared", [
      "co_abc123",
      { description: null, knowledgePrompt: null, settings: null, provider: "openai", providerOptions: null },
    ], json(copilot({ description: undefined, knowledgePrompt: undefined, settings: undefined, providerOptions: undefined })));
    call("every field", [
      "co_abc123",
      {
        name: "New", description: "", systemPrompt: "é", knowledgePrompt: "k", alwaysUseKnowledge: false, settings,
        providerApiKey: "key-2", provider: "openai", providerModel: "gpt-5", providerOptions: { openai: { reasoningEffort: "low" } },
      },
    ], json(copilot()));
    for (const [name, provider] of Object.entries(providers)) {
      call(name, ["co_abc123", provider], json(copilot({ ...provider, providerOptions: provider.providerOptions })));
    }
  });

  method("deleteAiCopilot", { ids: ["0"], args: ["co_abc123"], answer: noContent() });
}

function sources(method) {
  const base = { copilotId: "co_abc123" };
  const one = { ...base, knowledgeSourceId: "ks_abc123" };
  const ids = ["0.copilotId", "0.knowledgeSourceId"];
  const created = json({ id: "ks_abc123", unknownField });

  const web = { ...base, url: "https://docs.example.com/é?a=b&c", type: "individual_link" };
  method("createWebKnowledgeSource", { ids: ["0.copilotId"], args: [web], answer: created }, (call) => {
    call("crawl", [{ ...web, type: "crawl" }], created);
    call("sitemap", [{ ...web, type: "sitemap", url: "https://docs.example.com/sitemap.xml" }], created);
    call("unprocessable", [web], fail(422));
  });

  const upload = (f) => [{ ...base, file: f }];
  method("createFileKnowledgeSource", {
    ids: ["0.copilotId"],
    args: upload(file("résumé 1.pdf", "content é", "application/pdf")),
    answer: created,
  }, (call) => {
    call("name of all that needs escaping", upload(file(trickyID, "x", "text/plain")), created);
    call("no type", upload(file("a.bin", "x")), created);
    call("empty file", upload(file("empty.txt", "", "text/plain")), created);
    call("more than a part of other uploads", upload(file("large.pdf", 6 << 20, "application/pdf")), created);
    call("unprocessable", upload(file("a.txt", "x", "text/plain")), fail(422));
    const [plain] = upload(file("a.txt", "x", "text/plain"));
    for (const refused of refusedIDs) {
      call(`refused name ${JSON.stringify(refused)}`, [{ ...base, file: renamed(plain.file, refused) }], fail(404), {
        differs: "The name is a part of the path, and the URL then names something else; Go refuses it before sending",
        go: { refuses: true },
      });
    }
  });

  method("deleteFileKnowledgeSource", { ids, args: [one], answer: noContent() });
  method("deleteWebKnowledgeSource", { ids, args: [one], answer: noContent() });

  method("getKnowledgeSources", { ids: ["0.copilotId"], args: [base], answer: page([webSource(), fileSource()]) }, (call) => {
    paged(call, base, webSource({ status: "ingesting" }));
  });

  const notIndexed = (name) => ({
    differs: `The package reads ${name} time of indexing as ${name === "a missing" ? "an invalid date" : "1970"}`,
    go: ({ result: { lastIndexedAt, ...result } }) => ({ result }),
  });
  method("getKnowledgeSource", { ids, args: [one], answer: json(webSource()) }, (call) => {
    call("file", [one], json(fileSource()));
    call("state that is not known", [one], json(webSource({ status: "later" })));
    call("kind that is not known", [one], json({
      type: "ai-knowledge-later-source", id: "ks_1", createdAt: "2024-06-01T12:00:00.000Z", updatedAt: "2024-06-02T12:00:00.000Z",
      lastIndexedAt: "2024-06-03T12:00:00.000Z", status: "ready", later: { a: [1, null] },
    }));
    call("indexed at null", [one], json(webSource({ lastIndexedAt: null, status: "ingesting" })), notIndexed("a null"));
    call("never indexed", [one], json(webSource({ lastIndexedAt: undefined, status: "ingesting" })), notIndexed("a missing"));
  });

  method("getFileKnowledgeSourceMarkdown", {
    ids,
    args: [one],
    answer: json({ id: "ks_abc123", content: "# Title\n\né <b> & \u2028 😀\n", unknownField }),
  }, (call) => {
    call("empty", [one], json({ id: "ks_abc123", content: "" }));
    call("not JSON", [one], text("# Title", 200, "text/markdown"));
  });

  method("getWebKnowledgeSourceLinks", { ids, args: [one], answer: page([sourceLink()]) }, (call) => {
    paged(call, one, sourceLink({ status: "error" }));
    call("indexed at null", [one], page([sourceLink({ lastIndexedAt: null })]), {
      differs: "The package reads a null time of indexing as 1970",
      go: ({ result }) => ({
        result: { ...result, data: result.data.map(({ lastIndexedAt, ...link }) => link) },
      }),
    });
  });
}
