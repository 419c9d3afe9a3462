import { fail, feed, feedMessage, json, list, localJSON, noContent } from "../answers.mjs";
import { trickyID } from "../values.mjs";

const room = { roomId: "my-room" };
const one = { ...room, feedId: "my-feed" };
const message = { ...one, messageId: "my-message" };
// The dev server names the time of a feed as requests do, and lists otherwise than the types say.
const localFeed = { feedId: "123", metadata: { title: "Feed" }, timestamp: 1795462905546 };
const local = {
  differs: "The package returns what its types do not describe; Go reads what it can of it",
  go: ({ result }) => ({ result: { ...result, timestamp: { $any: true }, createdAt: { $any: true }, updatedAt: { $any: true } } }),
};

const at = Date.UTC(2024, 1, 29, 23, 59, 59, 7);

export default function feeds(method) {
  method("getFeeds", { ids: ["0.roomId"], args: [room], answer: list([feed(), feed({ feedId: "é", metadata: {} })]) }, (call) => {
    call("none", [room], list([]));
    call("further pages", [room], json({ data: [feed()], nextCursor: "cursor-1" }));
    call("as the dev server answers", [room], localJSON({ feeds: [localFeed], nextCursor: null }), {
      ...local,
      go: { result: { $any: true } },
    });
  });

  method("createFeed", { ids: ["0.roomId"], args: [one], answer: json(feed()) }, (call) => {
    call("every field", [
      { ...room, feedId: trickyID, metadata: { name: "Älice 😀", tags: ["a", ""], none: [] }, createdAt: at },
    ], json(feed({ feedId: trickyID })));
    call("empty metadata", [{ ...one, metadata: {} }], json(feed({ metadata: {} })));
    call("exists already", [one], fail(409));
  });

  method("getFeed", { ids: ["0.roomId", "0.feedId"], args: [one], answer: json(feed()) }, (call) => {
    call("created in 1970", [one], json(feed({ createdAt: 1, updatedAt: 1 })));
    call("as the dev server answers", [one], localJSON(localFeed), local);
  });

  method("updateFeed", {
    ids: ["0.roomId", "0.feedId"],
    args: [{ ...one, metadata: { name: "New" } }],
    answer: json(feed()),
  }, (call) => {
    call("set and cleared", [{ ...one, metadata: { name: null, tags: ["a"], "é": "😀", none: [] } }], json(feed()));
    call("empty", [{ ...one, metadata: {} }], json(feed()));
  });

  method("deleteFeed", { ids: ["0.roomId", "0.feedId"], args: [one], answer: noContent() });

  method("getFeedMessages", {
    ids: ["0.roomId", "0.feedId"],
    args: [one],
    answer: list([feedMessage(), feedMessage({ id: "é", data: { a: 1 } })]),
  }, (call) => {
    call("none", [one], list([]));
    call("further pages", [one], json({ data: [feedMessage()], nextCursor: "cursor-1" }));
  });

  method("createFeedMessage", {
    ids: ["0.roomId", "0.feedId"],
    args: [{ ...one, data: { content: "Hi" } }],
    answer: json(feedMessage()),
  }, (call) => {
    call("every field", [
      { ...one, id: trickyID, createdAt: at, data: { role: "user", content: "😀 <&> \u2028", list: [1, null, {}], large: 1e21 } },
    ], json(feedMessage({ id: trickyID })));
    call("empty data", [{ ...one, data: {} }], json(feedMessage({ data: {} })));
    call("exists already", [{ ...one, id: "m", data: {} }], fail(409));
    call("no number", [{ ...one, data: { a: NaN } }], json(feedMessage()), {
      differs: "The package turns what is no number into null; Go refuses it",
      go: { refuses: true },
    });
  });

  method("updateFeedMessage", {
    ids: ["0.roomId", "0.feedId", "0.messageId"],
    args: [{ ...message, data: { content: "Hello" } }],
    answer: json(feedMessage()),
  }, (call) => {
    call("every field", [{ ...message, data: { nothing: null, list: [] }, updatedAt: at }], json(feedMessage()));
  });

  method("deleteFeedMessage", { ids: ["0.roomId", "0.feedId", "0.messageId"], args: [message], answer: noContent() });
}
