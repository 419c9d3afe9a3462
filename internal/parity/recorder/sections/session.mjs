import { fail, json, lostConnection, text } from "../answers.mjs";
import { trickyID } from "../values.mjs";

const token = json({ token: "eyJhbGciOiJIUzI1NiJ9.eyJrIjoiYWNjIn0.c2ln" });

// The arguments of prepareSession, and as a third one what allow is called with.
const authorize = (client, method, [userId, options, allows]) => {
  const session = client.prepareSession(userId, options);
  for (const [pattern, permissions] of allows) session.allow(pattern, permissions);
  return session.authorize().then(withoutError);
};

const identify = (client, method, args) => client.identifyUser(...args).then(withoutError);

const withoutError = ({ status, body }) => ({ status, body });

const failure = (status) => ({
  differs: "Go also returns an error, and a body that makes the browser client stop or retry",
  go: { fails: true, result: { status, body: { $any: true } } },
});

export default function session(method) {
  const one = [["my-room", ["*:write"]]];
  const always = { invoke: authorize };
  method("prepareSession", { args: ["alice", {}, one], answer: token, always, notFound: false }, (call) => {
    call("user info and organization", [
      "alice",
      { userInfo: { name: "Älice 😀", avatar: "https://x/?a=b&c", age: 3, tags: ["a", null] }, organizationId: "org_acme" },
      one,
    ], token);
    call("the former name of organization", ["alice", { tenantId: "org_old" }, one], token);
    call("organization and its former name", ["alice", { organizationId: "org_new", tenantId: "org_old" }, one], token);
    call("empty user info", ["alice", { userInfo: {} }, one], token);
    call("user ID of all that needs escaping", [trickyID, undefined, one], token);
    call("patterns", [
      "alice",
      undefined,
      [
        ["zebra:*", ["*:read", "comments:write"]],
        ["*", ["*:read"]],
        ["acme/é 😀:*", ["*:write", "storage:none", "feeds:read"]],
        ["zebra:*", ["comments:write", "comments:private:none"]],
        ["a".repeat(128), ["room:read", "room:presence:write"]],
      ],
    ], token);
    call("patterns that look like integers", [
      "alice",
      undefined,
      [["b", ["*:read"]], ["10", ["*:read"]], ["9", ["*:read"]]],
    ], token);
    call("every permission", [
      "alice",
      undefined,
      [["r", [
        "*:read", "*:write", "room:write", "room:read", "storage:read", "storage:write", "storage:none",
        "comments:write", "comments:read", "comments:none", "comments:public:write", "comments:public:read",
        "comments:public:none", "comments:private:write", "comments:private:read", "comments:private:none",
        "feeds:read", "feeds:write", "feeds:none", "room:presence:write",
      ]]],
    ], token);
    const rooms = (n) => Array.from({ length: n }, (_, i) => [`room-${i}`, ["*:write"]]);
    call("ten rooms", ["alice", undefined, rooms(10)], token);
    call("eleven rooms", ["alice", undefined, rooms(11)], token);
    call("empty user", ["", undefined, one], token);
    call("unknown permission", ["alice", undefined, [["r", ["*:admin"]]]], token);
    call("empty permission list", ["alice", undefined, [["r", []]]], token);
    for (const pattern of ["", "a*b", "**", "a".repeat(129)]) {
      call(`refused pattern ${pattern.slice(0, 5)} of ${pattern.length}`, ["alice", undefined, [[pattern, ["*:read"]]]], token);
    }
    call("created", ["alice", undefined, one], json({ token: "a.b.c", unknownField: 1 }, 201));
    call("forbidden", ["alice", undefined, one], fail(403), failure(403));
    call("unprocessable", ["alice", undefined, one], fail(422), failure({ $any: true }));
    call("not JSON", ["alice", undefined, one], text("<html>Bad gateway</html>", 502, "text/html"), failure(503));
    call("connection lost", ["alice", undefined, one], lostConnection(), failure(503));
  });

  method("identifyUser", {
    args: [{ userId: "alice", groupIds: ["engineering"] }],
    answer: token,
    always: { invoke: identify },
    notFound: false,
  }, (call) => {
    call("everything", [
      { userId: trickyID, groupIds: ["a/b", "é"], organizationId: "org_acme" },
      { userInfo: { name: "Älice 😀", nested: { list: [1, null] } } },
    ], token);
    call("no groups", [{ userId: "alice", groupIds: [] }], token);
    call("empty group", [{ userId: "alice", groupIds: ["g", ""] }], token, {
      differs: "No group has an empty ID; Go refuses it",
      go: { refuses: true },
    });
    call("user ID alone", ["alice"], token);
    call("user ID and info", ["alice", { userInfo: { name: "Alice" } }], token);
    call("the former name of organization", [{ userId: "alice", groupIds: ["g"], tenantId: "org_old" }], token);
    call("organization and its former name", [
      { userId: "alice", groupIds: ["g"], organizationId: "org_new", tenantId: "org_old" },
    ], token);
    call("empty user", [{ userId: "", groupIds: [] }], token);
    call("forbidden", ["alice"], fail(403), failure(403));
    call("not JSON", ["alice"], text("<html>Bad gateway</html>", 502, "text/html"), failure(503));
  });
}
