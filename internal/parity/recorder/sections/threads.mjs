import {
  body, comment, documentedThread, fail, json, list, noContent, subscription, tagged, text, thread, unknownField,
} from "../answers.mjs";
import { trickyID } from "../values.mjs";

const room = { roomId: "my-room" };
const ids = ["0.roomId", "0.threadId"];
const one = { ...room, threadId: "th_d75sF3" };
const at = new Date("2024-02-29T23:59:59.007Z");

// asAnswered expects the answer as it is.
const asAnswered = ({ exchanges }) => ({ result: tagged(exchanges[0].answer.json) });

export default function threads(method) {
  method("getThreads", { ids: ["0.roomId"], args: [room], answer: list([thread()]) }, (call) => {
    const empty = list([]);
    call("none", [room], empty);
    call("deleted and edited comments", [room], list([
      thread({
        resolved: true,
        visibility: "private",
        metadata: {},
        comments: [
          comment({ editedAt: undefined, reactions: [], attachments: [], metadata: {} }),
          comment({ id: "cm_deleted", body: undefined, deletedAt: "2024-07-15T00:00:00.500Z" }),
        ],
      }),
      thread({ id: "th_empty", comments: [] }),
    ]));
    call("query", [{ ...room, query: `metadata["color"]:"blue" AND resolved:true` }], empty);
    call("empty query", [{ ...room, query: "" }], empty, {
      differs: "In Go's parameters an empty query is none",
      go: { query: "" },
    });
    call("filter by metadata", [
      { ...room, query: { metadata: { color: "blue", page: 3, ratio: 0.5, pinned: true, off: false, gone: null } } },
    ], empty);
    call("filter by operators", [
      {
        ...room,
        query: {
          metadata: {
            org: { startsWith: "liveblocks:" },
            low: { gt: 1 },
            range: { gte: -1.5, lte: 1e20 },
            open: { lt: 10, gt: 2 },
            plain: "x",
          },
        },
      },
    ], empty);
    call("filter by all", [{ ...room, query: { resolved: false, visibility: "private", metadata: { a: "1" } } }], empty);
    call("filter by resolved", [{ ...room, query: { resolved: true } }], empty);
    call("filter by visibility", [{ ...room, query: { visibility: "public" } }], empty);
    call("filter with quotes", [
      { ...room, query: { metadata: { "it's": "a'b", double: 'say "hi"', both: `'"`, "é\n": "😀\\ \u2028" } } },
    ], empty);
    call("filter with a key that looks like an operator", [{ ...room, query: { metadata: { lt: 3 } } }], empty, {
      differs: "The package takes the key for the operator of the same name; Go quotes it",
      go: { query: "query=" + encodeURIComponent("metadata['lt']:3") },
    });
    call("filter by a number with an exponent", [{ ...room, query: { metadata: { a: 1e21, b: { lt: 1e-7 } } } }], empty, {
      differs: "The package writes an exponent, which the query language lacks; Go writes all digits",
      go: { query: "query=" + encodeURIComponent("metadata['a']:1000000000000000000000 metadata['b']<0.0000001") },
    });
    call("filter with no number", [{ ...room, query: { metadata: { page: NaN } } }], empty, {
      differs: "The package asks for null instead; Go refuses it",
      go: { refuses: true },
    });
    call("filter with an empty key", [{ ...room, query: { metadata: { "": "x" } } }], empty);
    call("further pages", [room], json({ data: [], nextCursor: "cursor-1" }), {
      differs: "The package drops the cursor, and with it what else there is",
      go: { result: { data: [], nextCursor: "cursor-1" } },
    });
    call("threads without comments", [room], list([thread({ comments: undefined })]), {
      differs: "The package throws on a thread without comments",
      go: asAnswered,
    });
    call("comments without reactions", [room], list([thread({ comments: [comment({ reactions: undefined })] })]), {
      differs: "The package throws on a comment without reactions",
      go: asAnswered,
    });
  });

  method("getThread", { ids, args: [one], answer: json(thread()) }, (call) => {
    call("unknown elements of a comment", [one], json(thread({
      comments: [
        comment({
          body: {
            version: 2,
            content: [
              { type: "heading", level: 1, children: [{ text: "Later" }] },
              { type: "paragraph", children: [{ type: "emoji", name: "tada", extra: { a: [1] } }, { text: "x", underline: true }] },
            ],
          },
        }),
      ],
      visibility: "team",
    })));
    call("as the OpenAPI document shows it", [one], json(documentedThread()), {
      differs: "The package throws on a comment without reactions",
      go: asAnswered,
    });
  });

  method("createThread", {
    ids: ["0.roomId"],
    args: [{ ...room, data: { comment: { userId: "alice", body } } }],
    answer: json(thread()),
  }, (call) => {
    call("every field", [
      {
        ...room,
        data: {
          visibility: "private",
          metadata: { color: "blue", page: 3, ratio: 0.1, pinned: false, "naïve 漢": "😀 \u2028 <&>" },
          comment: {
            userId: trickyID,
            createdAt: at,
            body,
            attachmentIds: ["at_1", "at_2"],
            metadata: { score: -1.5, reviewed: true, label: "" },
          },
        },
      },
    ], json(thread({ visibility: "private" })));
    call("empty objects and lists", [
      { ...room, data: { metadata: {}, comment: { userId: "alice", body, attachmentIds: [], metadata: {} } } },
    ], json(thread({ metadata: {} })));
    call("date without milliseconds", [
      { ...room, data: { comment: { userId: "alice", body, createdAt: new Date("2024-02-29T00:00:00Z") } } },
    ], json(thread()));
    call("no number in the metadata", [
      { ...room, data: { metadata: { page: NaN }, comment: { userId: "alice", body } } },
    ], json(thread()), {
      differs: "The package sends null, which clears the key; Go refuses it",
      go: { refuses: true },
    });
    call("large numbers in the metadata", [
      { ...room, data: { metadata: { a: 9007199254740991, b: 1e21, c: 5e-324, d: -0 }, comment: { userId: "alice", body } } },
    ], json(thread({ metadata: { a: 9007199254740991, b: 1e21, c: 5e-324 } })));
    call("unprocessable", [{ ...room, data: { comment: { userId: "alice", body } } }], fail(422));
  });

  method("deleteThread", { ids, args: [one], answer: noContent() });

  method("getThreadParticipants", {
    ids,
    args: [one],
    answer: json({ participantIds: ["alice", "bob/é 😀"], unknownField }),
  }, (call) => {
    call("nobody", [one], json({ participantIds: [] }));
  });

  method("getThreadSubscriptions", {
    ids,
    args: [one],
    answer: list([subscription({ userId: "alice" }), subscription({ userId: "bob/é", kind: "later", createdAt: "2024-07-13T14:32:50Z" })]),
  }, (call) => {
    call("none", [one], list([]));
    call("further pages", [one], json({ data: [], nextCursor: "cursor-1" }), {
      differs: "The package drops the cursor, and with it what else there is",
      go: { result: { data: [], nextCursor: "cursor-1" } },
    });
  });

  for (const name of ["markThreadAsResolved", "markThreadAsUnresolved"]) {
    method(name, {
      ids,
      args: [{ ...one, data: { userId: "alice" } }],
      answer: json(thread({ resolved: name === "markThreadAsResolved" })),
    }, (call) => {
      call("awkward user", [{ ...one, data: { userId: trickyID } }], json(thread()));
      call("not JSON", [{ ...one, data: { userId: "alice" } }], text("<html>", 200, "text/html"));
    });
  }

  method("subscribeToThread", { ids, args: [{ ...one, data: { userId: "alice" } }], answer: json(subscription()) }, (call) => {
    call("awkward user", [{ ...one, data: { userId: trickyID } }], json(subscription({ kind: "later" })));
  });

  method("unsubscribeFromThread", { ids, args: [{ ...one, data: { userId: "alice" } }], answer: noContent() }, (call) => {
    call("awkward user", [{ ...one, data: { userId: trickyID } }], noContent());
  });

  const edit = (metadata, rest = {}) => [{ ...one, data: { metadata, userId: "alice", ...rest } }];
  method("editThreadMetadata", {
    ids,
    args: edit({ color: "yellow" }),
    answer: json({ color: "yellow", page: 3 }),
    always: { exact: true },
  }, (call) => {
    call("set and cleared", edit({ color: null, page: 1.5, pinned: false, label: "", "é": "😀" }), json({ page: 1.5 }));
    call("updated at", edit({ color: "yellow" }, { updatedAt: at }), json({ color: "yellow" }));
    call("empty", edit({}), json({}));
    call("undefined key", edit({ a: undefined, b: "x" }), json({ b: "x" }));
    call("no number", edit({ page: Infinity }), json({}), {
      differs: "The package sends null, which clears the key; Go refuses it",
      go: { refuses: true },
    });
    call("keys that clients may come to know", edit({ a: "b" }), json({ unknown: [1, { a: null }], unknownToo: null }));
  });
}
