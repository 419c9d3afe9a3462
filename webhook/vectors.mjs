// Signs and verifies deliveries with the standardwebhooks package and with the
// WebhookHandler of @liveblocks/node.
//
//   node vectors.mjs record > testdata/vectors.json   the vectors of vectors_test.go
//   node vectors.mjs sign < deliveries.json           adds signatures
//   node vectors.mjs verify < deliveries.json         adds the packages' verdicts
//
// A delivery is { name, secret, now, headers, body }; now is in Unix seconds.

import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { WebhookHandler } from "@liveblocks/node";
import { Webhook } from "standardwebhooks";

const NOW = 1_700_000_000;
const SECRET = "whsec_" + Buffer.alloc(24, "a key of 24 bytes length").toString("base64");
const OTHER_SECRET = "whsec_" + Buffer.alloc(24, "another key, 24 bytes ok").toString("base64");

function signature({ secret, headers, body }) {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  try {
    return new Webhook(secret).sign(id, new Date(Number(timestamp) * 1000), body);
  } catch {
    // standardwebhooks wants padded base64. The official guide to verifying by
    // hand has Node's decoder instead, and so does @liveblocks/node.
    const key = Buffer.from(secret.slice("whsec_".length), "base64");
    const mac = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`);
    return "v1," + mac.digest("base64");
  }
}

function verdict(verify) {
  try {
    verify();
    return { ok: true };
  } catch (error) {
    // Past the first comma the messages quote signatures.
    return { ok: false, error: error.message.split(",")[0] };
  }
}

function verdicts(delivery) {
  const { secret, now, headers, body } = delivery;
  const realNow = Date.now;
  Date.now = () => now * 1000;
  try {
    return {
      node: verdict(() => new WebhookHandler(secret).verifyRequest({ headers, rawBody: body })),
      standard: verdict(() => new Webhook(secret).verify(body, headers)),
    };
  } finally {
    Date.now = realNow;
  }
}

const room = { projectId: "prj_1", roomId: "room:1" };
const thread = { ...room, threadId: "th_1" };
const comment = { ...thread, commentId: "cm_1" };
const at = "2026-01-02T03:04:05.678Z";
const later = "2026-01-02T03:34:05.678Z";
const notification = {
  channel: "email", projectId: "prj_1", userId: "ana", inboxNotificationId: "in_1", createdAt: later, triggeredAt: at,
};

const events = {
  storageUpdated: { ...room, updatedAt: at },
  ydocUpdated: { ...room, updatedAt: "2026-01-02T03:04:05Z" },
  userEntered: { ...room, connectionId: 4, userId: "ana", userInfo: { name: "Ana", tags: [1, null] }, enteredAt: at, numActiveUsers: 8 },
  userLeft: { ...room, connectionId: 4, userId: null, userInfo: null, leftAt: at, numActiveUsers: 0 },
  roomCreated: { ...room, createdAt: at },
  roomDeleted: { ...room, deletedAt: at },
  threadCreated: { ...thread, createdAt: at, createdBy: "ana" },
  threadDeleted: { ...thread, deletedAt: at },
  threadMetadataUpdated: { ...thread, updatedAt: at, updatedBy: "ana" },
  threadMarkedAsResolved: { ...thread, updatedAt: at, updatedBy: "ana" },
  threadMarkedAsUnresolved: { ...thread, updatedAt: at, updatedBy: "ana" },
  commentCreated: { ...comment, createdAt: at, createdBy: "ana" },
  commentEdited: { ...comment, editedAt: at },
  commentDeleted: { ...comment, deletedAt: at },
  commentMetadataUpdated: { ...comment, updatedAt: at, updatedBy: "ana" },
  commentReactionAdded: { ...comment, emoji: "👍", addedAt: at, addedBy: "ana" },
  commentReactionRemoved: { ...comment, emoji: "👩‍👩‍👧", removedAt: at, removedBy: "ana" },
};

const notifications = {
  thread: { ...notification, kind: "thread", roomId: "room:1", threadId: "th_1" },
  textMention: { ...notification, kind: "textMention", roomId: "room:1", mentionId: "me_1", channel: "slack" },
  "custom in a room": { ...notification, kind: "$fileUploaded", roomId: "room:1", subjectId: "file 1", channel: "teams" },
  "custom without a room": { ...notification, kind: "$", roomId: null, subjectId: "file 1", channel: "webPush" },
  "unknown kind": { ...notification, kind: "poll", pollId: "po_1" },
};

// vector makes a delivery, signs it and then changes it as the case asks.
function vector(name, body, { secret = SECRET, id = "msg_1", timestamp = NOW, signer = secret, change = () => {} } = {}) {
  const headers = { "webhook-id": id, "webhook-timestamp": String(timestamp) };
  const delivery = { name, secret, now: NOW, headers, body };
  headers["webhook-signature"] = signature({ ...delivery, secret: signer });
  change(delivery, headers);
  return { ...delivery, ...verdicts(delivery) };
}

function record() {
  const vectors = [];
  const add = (...args) => vectors.push(vector(...args));
  const plain = JSON.stringify({ type: "storageUpdated", data: events.storageUpdated });
  const changed = (name, change, options) => add(name, plain, { ...options, change });
  const setSignature = (make) => (_, headers) => {
    headers["webhook-signature"] = make(headers["webhook-signature"]);
  };

  for (const [type, data] of Object.entries(events)) add(`event ${type}`, JSON.stringify({ type, data }));
  for (const [kind, data] of Object.entries(notifications)) {
    add(`notification ${kind}`, JSON.stringify({ type: "notification", data }));
  }
  add("event of an unknown type", JSON.stringify({ type: "maxConnectionsReached", data: { roomId: "room:1", max: 50 } }));
  add("event of an unknown type without data", '{"type":"ping"}');

  add("body with white space", JSON.stringify({ data: events.userLeft, type: "userLeft" }, null, "\t") + "\r\n");
  add("body with escapes", '{"type":"roomCreated","data":{"projectId":"\\u0041\\/","roomId":"\\ud83d\\ude00\\n","createdAt":"' + at + '"}}');
  add("body with unknown fields", JSON.stringify({ type: "roomCreated", data: { ...events.roomCreated, region: "eu" }, v: 2 }));
  add("body of 1 KB", JSON.stringify({ type: "userEntered", data: { ...events.userEntered, userInfo: { bio: "x".repeat(820) } } }));
  add("body of 16 KB", JSON.stringify({ type: "userEntered", data: { ...events.userEntered, userInfo: { bio: "é".repeat(8_000) } } }));
  add("body that is not JSON", "storageUpdated");
  add("body that is no object", "[]");
  add("body that is null", "null");
  add("body without a type", "{}");
  add("body that is empty", "");

  add("ID with dots and spaces", plain, { id: "msg.1. 2" });
  add("ID with non-ASCII characters", plain, { id: "msg_é" });
  add("long ID", plain, { id: "m".repeat(300) });

  for (const offset of [-300, 300, -301, 301, -NOW]) add(`timestamp ${offset} s off`, plain, { timestamp: NOW + offset });
  changed("timestamp in milliseconds", () => {}, { timestamp: NOW * 1000 });
  for (const timestamp of ["", "now", "-1", `${NOW}.5`, `${NOW}s`, ` ${NOW}`, `+${NOW}`, `0${NOW}`, "1e9", "9".repeat(25)]) {
    changed(`timestamp "${timestamp}"`, (delivery, headers) => {
      headers["webhook-timestamp"] = timestamp;
      // Over the text as it is, so that only the timestamp can be what is wrong.
      const key = Buffer.from(SECRET.slice("whsec_".length), "base64");
      const mac = createHmac("sha256", key).update(`msg_1.${timestamp}.${delivery.body}`);
      headers["webhook-signature"] = "v1," + mac.digest("base64");
    });
  }

  for (const header of ["webhook-id", "webhook-timestamp", "webhook-signature"]) {
    changed(`no header ${header}`, (_, headers) => delete headers[header]);
    changed(`empty header ${header}`, (_, headers) => (headers[header] = ""));
  }

  changed("signed with another secret", () => {}, { signer: OTHER_SECRET });
  changed("other body", (delivery) => (delivery.body += " "));
  changed("other ID", (_, headers) => (headers["webhook-id"] = "msg_2"));
  changed("other timestamp", (_, headers) => (headers["webhook-timestamp"] = String(NOW + 1)));
  changed("re-serialised body", (delivery) => (delivery.body = JSON.stringify(JSON.parse(delivery.body), null, 1)));

  const wrong = "v1," + Buffer.alloc(32).toString("base64");
  changed("right signature last of three", setSignature((s) => `${wrong} v2,AAAA ${s}`));
  changed("right signature first of two", setSignature((s) => `${s} ${wrong}`));
  changed("signatures apart by two spaces", setSignature((s) => `${wrong}  ${s}`));
  changed("only wrong signatures", setSignature(() => `${wrong} ${wrong}`));
  changed("signatures apart by a comma", setSignature((s) => `${wrong},${s}`));
  changed("right signature as v2", setSignature((s) => s.replace("v1", "v2")));
  changed("right signature as v1a", setSignature((s) => s.replace("v1", "v1a")));
  changed("right signature as V1", setSignature((s) => s.replace("v1", "V1")));
  changed("right signature without a version", setSignature((s) => s.replace("v1,", "")));
  changed("right signature with an empty version", setSignature((s) => s.replace("v1", "")));
  changed("right signature and more", setSignature((s) => `${s},more`));
  changed("signature without padding", setSignature((s) => s.replace("=", "")));
  changed("signature with a changed case", setSignature((s) => s.slice(0, 3) + s.slice(3).toLowerCase()));
  changed("version without a signature", setSignature(() => "v1,"));
  changed("nothing but a version", setSignature(() => "v1"));

  const key = (bytes) => Buffer.from(Array.from({ length: bytes }, (_, i) => (i * 37 + 251) % 256));
  for (const bytes of [1, 23, 24, 25, 63, 64, 65, 200]) {
    add(`key of ${bytes} bytes`, plain, { secret: "whsec_" + key(bytes).toString("base64") });
  }
  add("secret without padding", plain, { secret: "whsec_" + key(25).toString("base64").replace(/=+$/, "") });
  add("secret in the URL alphabet", plain, { secret: "whsec_" + key(48).toString("base64url") });
  add("secret of the package's example", plain, { secret: "whsec_wPbvQ+u3VtN2e2tRPDKchQ1tBZ3svaHLm" });
  add("empty secret", plain, { secret: "whsec_" });
  add("secret with a space at its end", plain, { secret: SECRET + " " });
  add("secret with a line break", plain, { secret: SECRET + "\n" });
  add("secret with a foreign character", plain, { secret: SECRET + "!" });
  changed("secret without its prefix", (delivery) => (delivery.secret = delivery.secret.slice("whsec_".length)));
  return vectors;
}

const commands = {
  record,
  sign: (deliveries) =>
    deliveries.map((d) => ({ ...d, headers: { ...d.headers, "webhook-signature": signature(d) } })),
  verify: (deliveries) => deliveries.map((d) => ({ ...d, ...verdicts(d) })),
};

const [command] = process.argv.slice(2);
const input = command === "record" ? [] : JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(commands[command](input), null, 1) + "\n");
