// Canned answers, in the shapes that the service documents and the package's types describe.
// Each object of the service's own has a field that no client knows yet: unknownField.

export const unknownField = { later: [1, "two", null] };

export const json = (value, status = 200, headers = {}) => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  json: value,
});

export const text = (value, status = 200, type = "application/json") => ({
  status,
  headers: { "content-type": type },
  text: value,
});

export const binary = (bytes, status = 200) => ({
  status,
  headers: { "content-type": "application/octet-stream" },
  base64: Buffer.from(bytes).toString("base64"),
});

export const noContent = () => ({ status: 204, headers: {} });

export const lostConnection = () => ({ drop: true });

const errors = {
  400: { error: "BAD_REQUEST", message: "The request is malformed." },
  401: {
    error: "WRONG_KEY_USED",
    message: "Public key instead of the secret key.",
    suggestion: "Use the secret key.",
    docs: "",
  },
  403: {
    error: "UNAUTHORIZED_ROOM_ACCESS",
    message: "The user has no access to the room.",
    suggestion: "Add the user to the room first.",
    docs: "https://liveblocks.io/docs/errors",
  },
  404: {
    error: "RESOURCE_NOT_FOUND",
    message: "Not found: “é漢”.",
    suggestion: "Check the ID.",
    docs: "https://liveblocks.io/docs/api-reference",
  },
  409: { error: "RESOURCE_ALREADY_EXISTS", message: "It exists already.", docs: "" },
  422: {
    error: "UNPROCESSABLE_ENTITY",
    message: "Missing key: 'defaultAccesses'.",
    suggestion: "Check the data.",
  },
};

export const fail = (status) => json({ ...errors[status], unknownField }, status);

export const page = (data, nextCursor = null) => json({ nextCursor, data, unknownField });

export const list = (data) => json({ data, unknownField });

export const room = (changes) => ({
  type: "room",
  id: "my-room",
  lastConnectionAt: "2024-08-04T21:07:09.380Z",
  createdAt: "2024-07-13T14:32:50.697Z",
  organizationId: "org_acme",
  metadata: { color: "blue", size: "10", target: ["abc", "def"], "naïve 漢": "😀" },
  defaultAccesses: ["*:write"],
  groupsAccesses: { marketing: ["*:read", "comments:write"] },
  usersAccesses: { alice: ["*:write"], "vinod/é": ["room:read", "room:presence:write"] },
  unknownField,
  ...changes,
});

// localRoom is a room as the dev server answers.
export const localRoom = (changes) => ({
  type: "room",
  id: "my-room",
  organizationId: "default",
  createdAt: "2026-11-23T19:41:43.504Z",
  metadata: { a: "b", t: ["x"] },
  defaultAccesses: ["*:write"],
  groupsAccesses: {},
  usersAccesses: {},
  ...changes,
});

// localJSON is an answer as the dev server makes it.
export const localJSON = (value, status = 200, headers = {}) =>
  json(value, status, { "content-type": "application/json; charset=utf-8", ...headers });

export const body = {
  version: 1,
  content: [
    {
      type: "paragraph",
      children: [
        { text: "Hello " },
        { text: "bold & <b>", bold: true, italic: true, strikethrough: true, code: true },
        { type: "mention", kind: "user", id: "alice" },
        { type: "mention", kind: "group", id: "engineering", userIds: ["bob", "carol"] },
        { type: "link", url: "https://liveblocks.io/?a=1&b=2", text: "a link" },
        { text: " 😀 漢字\n\u2028" },
      ],
    },
    { type: "paragraph", children: [] },
  ],
};

export const attachment = (changes) => ({
  type: "attachment",
  id: "at_d75sF3",
  name: "résumé 1.pdf",
  size: 12345,
  mimeType: "application/pdf",
  unknownField,
  ...changes,
});

export const comment = (changes) => ({
  type: "comment",
  threadId: "th_d75sF3",
  roomId: "my-room",
  id: "cm_agH76a",
  userId: "alice",
  createdAt: "2024-07-13T14:32:50.697Z",
  editedAt: "2024-07-14T00:00:00Z",
  body,
  reactions: [
    {
      emoji: "👨‍👩‍👧",
      createdAt: "2024-07-13T15:00:00.001Z",
      users: [{ id: "bob", unknownField }, { id: "carol" }],
      unknownField,
    },
  ],
  attachments: [attachment()],
  metadata: { reviewed: false, score: 4.5, label: "a'b\"c" },
  unknownField,
  ...changes,
});

export const thread = (changes) => ({
  type: "thread",
  id: "th_d75sF3",
  roomId: "my-room",
  comments: [comment()],
  createdAt: "2024-07-13T14:32:50.697Z",
  updatedAt: "2024-07-13T22:32:50.697Z",
  metadata: { color: "blue", page: 3, pinned: true },
  resolved: false,
  visibility: "public",
  unknownField,
  ...changes,
});

// documentedComment and documentedThread have the fields that the OpenAPI document's examples have.
// Those lack some that the types of the package require.
export const documentedComment = () => ({
  type: "comment",
  threadId: "th_d75sF3",
  roomId: "my-room",
  id: "cm_agH76a",
  userId: "alice",
  createdAt: "2019-08-24T14:15:22Z",
  editedAt: "2019-08-24T14:15:23Z",
  deletedAt: "2019-08-24T14:15:24Z",
  body: {},
});

export const documentedThread = () => ({
  type: "thread",
  id: "th_d75sF3",
  roomId: "my-room",
  comments: [documentedComment()],
  createdAt: "2019-08-24T14:15:22Z",
  metadata: {},
  updatedAt: "2019-08-24T14:15:25Z",
});

// tagged is an answer as the package would return it: the times in it are Dates.
export const tagged = (value, key = "") => {
  if (Array.isArray(value)) return value.map((item) => tagged(item));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, tagged(v, k)]));
  }
  return /[a-z]At$/.test(key) && typeof value === "string" ? { $date: value } : value;
};

export const reaction = (changes) => ({
  emoji: "👨‍👩‍👧",
  createdAt: "2024-07-13T14:32:50.697Z",
  userId: "alice",
  unknownField,
  ...changes,
});

export const subscription = (changes) => ({
  kind: "thread",
  subjectId: "th_d75sF3",
  createdAt: "2024-07-13T14:32:50.697Z",
  unknownField,
  ...changes,
});

export const threadNotification = (changes) => ({
  id: "in_oiUGKT",
  kind: "thread",
  roomId: "my-room",
  threadId: "th_d75sF3",
  notifiedAt: "2024-08-04T21:07:09.380Z",
  readAt: "2024-08-05T21:07:09.380Z",
  organizationId: "org_acme",
  unknownField,
  ...changes,
});

export const mentionNotification = (changes) => ({
  id: "in_Mention1",
  kind: "textMention",
  roomId: "my-room",
  notifiedAt: "2024-08-04T21:07:09.380Z",
  readAt: null,
  createdBy: "bob",
  mentionId: "in_mention",
  mention: { kind: "user", id: "alice", unknownField },
  unknownField,
  ...changes,
});

export const customNotification = (changes) => ({
  id: "in_Custom01",
  kind: "$fileUploaded",
  roomId: "my-room",
  subjectId: "file-1",
  notifiedAt: "2024-08-04T21:07:09.380Z",
  readAt: null,
  activities: [
    {
      id: "ac_1",
      createdAt: "2024-08-04T21:07:09.380Z",
      data: { file: "https://example.com/é.zip", size: 256, success: true, ratio: 0.5 },
      unknownField,
    },
  ],
  unknownField,
  ...changes,
});

export const group = (changes) => ({
  type: "group",
  id: "engineering",
  tenantId: "org_acme",
  organizationId: "org_acme",
  createdAt: "2024-07-13T14:32:50.697Z",
  updatedAt: "2024-07-14T14:32:50.697Z",
  scopes: { mention: true },
  members: [
    { id: "alice", addedAt: "2024-07-13T14:32:50.697Z", unknownField },
    { id: "bob/é", addedAt: "2024-07-13T14:32:50Z" },
  ],
  unknownField,
  ...changes,
});

export const feed = (changes) => ({
  feedId: "my-feed",
  metadata: { name: "My feed", tags: ["a", "b"] },
  createdAt: 1720881170697,
  updatedAt: 1720881170698,
  unknownField,
  ...changes,
});

export const feedMessage = (changes) => ({
  id: "my-message",
  createdAt: 1720881170697,
  updatedAt: 1720881170698,
  data: { role: "user", content: "Hi 😀", nested: { list: [1, null, "x"], nothing: null } },
  unknownField,
  ...changes,
});

export const copilot = (changes) => ({
  type: "copilot",
  id: "co_abc123",
  name: "Support",
  description: "Answers questions",
  systemPrompt: "You are helpful.",
  knowledgePrompt: "Use the docs.",
  alwaysUseKnowledge: true,
  provider: "openai",
  providerModel: "gpt-4o",
  providerOptions: { openai: { reasoningEffort: "low", webSearch: { allowedDomains: ["liveblocks.io"] } } },
  settings: {
    maxTokens: 1000,
    temperature: 0.7,
    topP: 0.9,
    topK: 40,
    frequencyPenalty: -0.5,
    presencePenalty: 0.5,
    stopSequences: ["\n", "END"],
    seed: 42,
    maxRetries: 3,
  },
  createdAt: "2024-06-01T12:00:00.000Z",
  updatedAt: "2024-06-02T12:00:00.123Z",
  lastUsedAt: "2024-06-03T12:00:00.000Z",
  unknownField,
  ...changes,
});

export const webSource = (changes) => ({
  type: "ai-knowledge-web-source",
  id: "ks_abc123",
  createdAt: "2024-06-01T12:00:00.000Z",
  updatedAt: "2024-06-02T12:00:00.000Z",
  lastIndexedAt: "2024-06-03T12:00:00.123Z",
  status: "ready",
  link: { url: "https://docs.example.com/?a=b", type: "crawl", unknownField },
  unknownField,
  ...changes,
});

export const fileSource = (changes) => ({
  type: "ai-knowledge-file-source",
  id: "ks_def456",
  createdAt: "2024-06-01T12:00:00.000Z",
  updatedAt: "2024-06-02T12:00:00.000Z",
  lastIndexedAt: "2024-06-03T12:00:00.000Z",
  status: "error",
  errorMessage: "The file could not be read.",
  file: { name: "doc é.pdf", mimeType: "application/pdf", unknownField },
  unknownField,
  ...changes,
});

export const sourceLink = (changes) => ({
  id: "ksl_abc123",
  url: "https://docs.example.com/guide",
  status: "ready",
  createdAt: "2024-06-01T12:00:00.000Z",
  lastIndexedAt: "2024-06-03T12:00:00.000Z",
  unknownField,
  ...changes,
});

export const version = (changes) => ({
  type: "historyVersion",
  kind: "yjs",
  id: "vh_abc123",
  createdAt: "2024-10-15T10:30:00.000Z",
  authors: [{ id: "user-123", unknownField }, { id: "user-456" }],
  unknownField,
  ...changes,
});

export const notificationSettings = (changes) => ({
  email: { thread: true, textMention: false, $fileUploaded: true },
  slack: { thread: true, textMention: true, $fileUploaded: false },
  teams: { thread: false, textMention: true, $fileUploaded: true },
  webPush: { thread: true, textMention: true, $fileUploaded: false },
  ...changes,
});

export const subscriptionSettings = (changes) => ({
  threads: "replies_and_mentions",
  textMentions: "mine",
  unknownField,
  ...changes,
});

