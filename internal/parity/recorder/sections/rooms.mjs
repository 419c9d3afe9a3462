import { fail, json, localJSON, localRoom, noContent, page, room, text, unknownField } from "../answers.mjs";
import { trickyID } from "../values.mjs";

export default function rooms(method) {
  method("getRooms", { args: [], answer: page([room()], "cursor-1") }, (call) => {
    const empty = page([]);
    call("last page", [{}], page([room(), room({ id: trickyID })]));
    call("as the dev server answers", [{}], localJSON({ data: [localRoom()], nextPage: null, nextCursor: null }));
    call("every parameter", [
      {
        limit: 10,
        startingAfter: "W1siaWQiLCJ+/=& é",
        userId: trickyID,
        groupIds: ["engineering", "a b", "é"],
        organizationId: "org_acme",
        query: `metadata["color"]:"blue" AND roomId^"a&b+c~d*"`,
      },
    ], empty);
    call("zero and empty", [
      { limit: 0, startingAfter: "", userId: "", groupIds: [], organizationId: "", query: "" },
    ], empty, {
      differs: "In Go's parameters zero and empty mean that nothing was said",
      go: { query: "" },
    });
    call("null and undefined", [{ limit: null, startingAfter: undefined, userId: null, query: undefined }], empty);
    call("the former name of organization", [{ tenantId: "org_old" }], empty);
    call("organization and its former name", [{ organizationId: "org_new", tenantId: "org_old" }], empty);
    call("filter by metadata", [{ query: { metadata: { color: "blue", size: "10" } } }], empty);
    call("filter by ID", [{ query: { roomId: { startsWith: "team/é:" } } }], empty);
    call("filter by both", [{ query: { metadata: { b: "1", a: "2" }, roomId: { startsWith: "x" } } }], empty);
    call("filter with quotes", [
      { query: { metadata: { single: "it's", double: `say "hi"`, both: `it's "it"`, back: "a\\b", line: "a\nb" } } },
    ], empty);
    call("filter with awkward keys", [{ query: { metadata: { "a b": "1", "é": "2", "it's": "3", 'q"q': "4" } } }], empty);
    call("filter with a key that looks like an operator", [{ query: { metadata: { startsWith: "x" } } }], empty, {
      differs: "The package takes the key for the operator of the same name; Go quotes it",
      go: { query: "query=" + encodeURIComponent("metadata['startsWith']:'x'") },
    });
    call("empty filter", [{ query: {} }], empty, {
      differs: "An empty filter is none",
      go: { query: "" },
    });
    call("nothing found", [{}], empty);
    call("unknown permission kept", [{}], page([room({ defaultAccesses: ["room:later"], metadata: {} })]));
    call("not the secret key", [{}], fail(401));
    call("malformed query", [{ query: "((" }], fail(422));
  });

  method("iterRooms", { args: [{}], answer: page([room()]) }, (call) => {
    call("three pages", [{ userId: "alice", query: { metadata: { color: "blue" } } }, { pageSize: 20 }], [
      page([room({ id: "a" }), room({ id: "b" })], "cursor+/= 1"),
      page([], "cursor-2"),
      page([room({ id: "c" })]),
    ]);
    call("every criterion", [
      { organizationId: "org_acme", userId: trickyID, groupIds: ["a", "b"], query: "roomId^'x'" },
      { pageSize: 100 },
    ], [page([room()], "next"), page([])]);
    call("empty", [{}], page([]));
    call("fails on the second page", [{}], [page([room()], "next"), fail(403)]);
  });

  const accesses = {
    groupsAccesses: { marketing: ["*:read", "comments:write"], "é/x": [] },
    usersAccesses: { [trickyID]: ["room:read", "room:presence:write"] },
  };
  const metadata = { color: "blue", tags: ["a", "b"], none: [], empty: "", "naïve 漢": "😀 \u2028 <&>" };

  for (const name of ["createRoom", "getOrCreateRoom"]) {
    method(name, { args: ["my-room", { defaultAccesses: [] }], answer: json(room()) }, (call) => {
      call("every field", [
        trickyID,
        { defaultAccesses: ["*:write", "storage:read"], ...accesses, metadata, organizationId: "org_acme" },
      ], json(room({ id: trickyID })));
      call("empty objects", [
        "my-room",
        { defaultAccesses: ["*:read"], groupsAccesses: {}, usersAccesses: {}, metadata: {} },
      ], json(room({ groupsAccesses: {}, usersAccesses: {}, metadata: {} })));
      call("undefined fields", ["my-room", { defaultAccesses: [], metadata: undefined, usersAccesses: undefined }], json(room()));
      call("the former name of organization", ["my-room", { defaultAccesses: [], tenantId: "org_old" }], json(room()));
      call("organization and its former name", [
        "my-room",
        { defaultAccesses: [], organizationId: "org_new", tenantId: "org_old" },
      ], json(room()));
      call("never connected", ["my-room", { defaultAccesses: [] }], json(room({ lastConnectionAt: undefined })));
      call("connected at null", ["my-room", { defaultAccesses: [] }], json(room({ lastConnectionAt: null })));
      call("unknown permission", ["my-room", { defaultAccesses: ["*:admin"] }], json(room()));
      call("unknown permission of a user", ["my-room", { defaultAccesses: [], usersAccesses: { a: ["nope"] } }], json(room()));
      call("exists already", ["my-room", { defaultAccesses: [] }], fail(409));
      call("unprocessable", ["my-room", { defaultAccesses: [] }], fail(422));
    });
  }

  method("upsertRoom", { ids: ["0"], args: ["my-room", { update: {} }], answer: json(room()) }, (call) => {
    call("every field", [
      "my-room",
      {
        update: {
          defaultAccesses: ["*:read"],
          groupsAccesses: { marketing: null, sales: ["*:read"] },
          usersAccesses: { alice: ["*:write"], bob: null },
          metadata: { color: null, size: "10", tags: ["x"] },
        },
        create: { defaultAccesses: ["*:write"], ...accesses, metadata, organizationId: "org_acme" },
      },
    ], json(room()));
    call("cleared", ["my-room", { update: { defaultAccesses: null } }], json(room()));
    call("create with nothing", ["my-room", { update: {}, create: { defaultAccesses: [] } }], json(room()));
    call("the former name of organization", ["my-room", { update: {}, create: { defaultAccesses: [], tenantId: "org_old" } }], json(room()), {
      differs: "The package forgets to rename tenantId here; Go knows only organizationId",
      go: { json: { update: {}, create: { defaultAccesses: [], organizationId: "org_old" } } },
    });
    call("unknown permission", ["my-room", { update: { defaultAccesses: ["nope"] } }], json(room()));
  });

  method("getRoom", { ids: ["0"], args: ["my-room"], answer: json(room()) }, (call) => {
    call("never connected", ["my-room"], json(room({ lastConnectionAt: undefined })));
    call("least", ["my-room"], json({
      type: "room", id: "my-room", createdAt: "2024-07-13T14:32:50Z", organizationId: "", metadata: {},
      defaultAccesses: [], groupsAccesses: {}, usersAccesses: {},
    }));
    call("times of other spellings", ["my-room"], json(room({
      createdAt: "2024-07-13T16:32:50.697123+02:00",
      lastConnectionAt: "1969-12-31T23:59:59.999Z",
    })));
    call("base URL with a path", ["my-room"], json(room()), {
      basePath: "/proxy/liveblocks",
      differs: "The package drops the path of a base URL; Go keeps it, for the sake of proxies",
      go: { path: "/proxy/liveblocks/v2/rooms/my-room" },
    });
    call("as the dev server answers", ["my-room"], localJSON(localRoom(), 200, { "x-lb-warn": "Something is amiss." }));
    call("wrong key", ["my-room"], fail(403));
    call("failure as the dev server answers", ["my-room"], localJSON({ error: "ROOM_NOT_FOUND", message: 'Room with id "x" not found.' }, 404));
    call("failure with a reason", ["my-room"], localJSON({ error: "Unprocessable Entity", reason: "Must be string" }, 422), {
      differs: "The package loses the reason and makes up a message",
      go: { fails: true },
    });
    call("failure without a message", ["my-room"], json({ error: "NOPE" }, 400), {
      differs: "The package loses the code and makes up a message",
      go: { fails: true },
    });
    call("failure with a message that is no text", ["my-room"], json({ error: "NOPE", message: { a: 1 } }, 400), {
      differs: "The package says [object Object]",
      go: { fails: true },
    });
    call("failure in HTML", ["my-room"], text("<html><body>Gone</body></html>", 410, "text/html"), {
      differs: "The package makes the whole page its message",
      go: { fails: true },
    });
    call("empty failure", ["my-room"], text("", 400), {
      differs: "The package makes up a message",
      go: { fails: true },
    });
    call("server failure", ["my-room"], text("<html>oops</html>", 500, "text/html"), {
      differs: "Go tries again, and does not make the whole page its message",
      go: { fails: true },
    });
    call("not JSON", ["my-room"], text('{"type":"room","id":'));
  });

  method("updateRoom", { ids: ["0"], args: ["my-room", {}], answer: json(room()) }, (call) => {
    call("every field", [
      "my-room",
      {
        defaultAccesses: ["*:write", "feeds:none"],
        groupsAccesses: { marketing: null, "é/x": ["*:read"] },
        usersAccesses: { [trickyID]: null, bob: [] },
        metadata: { color: null, "naïve 漢": ["😀"], size: "" },
      },
    ], json(room()));
    call("cleared", ["my-room", { defaultAccesses: null }], json(room()));
    call("no default accesses", ["my-room", { defaultAccesses: [] }], json(room()));
    call("empty objects", ["my-room", { groupsAccesses: {}, usersAccesses: {}, metadata: {} }], json(room()));
    call("undefined fields", ["my-room", { defaultAccesses: undefined, metadata: { color: "red" } }], json(room()));
    call("unknown permission", ["my-room", { usersAccesses: { alice: ["nope"] } }], json(room()));
    call("unprocessable", ["my-room", {}], fail(422));
  });

  method("updateRoomId", {
    ids: ["0.currentRoomId"],
    args: [{ currentRoomId: "my-room", newRoomId: "new/é room" }],
    answer: json(room({ id: "new/é room" })),
  }, (call) => {
    call("taken", [{ currentRoomId: "my-room", newRoomId: "taken" }], fail(409));
    call("new ID of all that needs escaping", [{ currentRoomId: "my-room", newRoomId: trickyID }], json(room({ id: trickyID })));
  });

  method("deleteRoom", { ids: ["0"], args: ["my-room"], answer: noContent() }, (call) => {
    call("answered with a body", ["my-room"], json({ unknownField }));
  });

  method("prewarmRoom", { ids: ["0"], args: ["my-room"], answer: noContent() });

  const users = json({
    data: [
      { type: "user", connectionId: 16, id: "alice", info: { name: "Älice 😀", level: 3 }, unknownField },
      { type: "user", connectionId: 20, id: null, info: {} },
      { type: "user", connectionId: 2147483648, id: "bob" },
    ],
    unknownField,
  });
  method("getActiveUsers", { ids: ["0"], args: ["my-room"], answer: users }, (call) => {
    call("nobody", ["my-room"], json({ data: [] }));
  });

  method("broadcastEvent", { ids: ["0"], args: ["my-room", { type: "EMOJI", emoji: "🔥" }], answer: noContent() }, (call) => {
    const events = {
      null: null, number: 1.5, "large number": 1e21, "small number": 5e-324, text: "é <b> & \u2028 'q'", false: false,
      list: [1, null, [], {}], object: { nothing: null, empty: {}, "é": [{ deep: [[0]] }] },
    };
    for (const [name, event] of Object.entries(events)) call(name, ["my-room", event], noContent());
    call("undefined property", ["my-room", { a: undefined, b: 1 }], noContent());
    call("not a number", ["my-room", { a: NaN, b: Infinity }], noContent(), {
      differs: "The package turns what is no number into null; Go refuses it",
      go: { refuses: true },
    });
  });

  method("setPresence", {
    ids: ["0"],
    args: ["my-room", { userId: "agent-1", data: { cursor: null, typing: true } }],
    answer: noContent(),
  }, (call) => {
    call("every field", [
      "my-room",
      {
        userId: trickyID,
        data: { cursor: { x: 0.1, y: -2 }, "é": [1, null] },
        userInfo: { name: "Agent 😀", avatar: "https://x/a.png?b&c", color: "#ff0000", level: 3, nothing: null },
        ttl: 60,
      },
    ], noContent());
    call("empty data", ["my-room", { userId: "agent-1", data: {}, userInfo: {} }], noContent());
    call("unprocessable", ["my-room", { userId: "agent-1", data: {}, ttl: 3599 }], fail(422));
    call("shorter than allowed", ["my-room", { userId: "agent-1", data: {}, ttl: 1 }], fail(422), {
      differs: "Go knows the limits and refuses the time before sending",
      go: { refuses: true },
    });
  });
}
