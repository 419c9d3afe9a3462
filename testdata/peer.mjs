// What the integration tests ask of JavaScript: the package's own view of the
// dev server, a user in a room, Yjs, and the parser of the query language.
//
//	node --experimental-websocket testdata/peer.mjs COMMAND < input.json
//
// Input and output are JSON. "enter" and "storage" print a line when they are in
// the room, and stay there until their input ends.

import { stdin } from "node:process";
import * as readline from "node:readline";
import { createClient, LiveObject } from "@liveblocks/client";
import { Liveblocks } from "@liveblocks/node";
import { QueryParser } from "@liveblocks/query-parser";
import * as Y from "yjs";

const commands = {
  // Calls a method of @liveblocks/node.
  async call({ baseUrl, method, args }) {
    const liveblocks = new Liveblocks({ secret: "sk_localdev", baseUrl });
    return liveblocks[method](...args);
  },

  // Makes an update, as an editor would, in base64.
  async update({ text, entries, subdocument }) {
    const doc = new Y.Doc();
    doc.getText("text").insert(0, text);
    for (const [key, value] of Object.entries(entries)) doc.getMap("map").set(key, value);
    if (subdocument) doc.getMap("subdocuments").set("first", new Y.Doc({ guid: subdocument }));
    return Buffer.from(Y.encodeStateAsUpdate(doc)).toString("base64");
  },

  // Reads an update.
  async read({ update }) {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Buffer.from(update, "base64"));
    return { text: doc.getText("text").toString(), map: doc.getMap("map").toJSON() };
  },

  // Parses queries to a list of conditions each.
  async parse({ queries }) {
    const parser = new QueryParser({
      fields: { roomId: "string", resolved: "boolean", unread: "boolean" },
      indexableFields: { metadata: "mixed" },
      allowNull: true,
    });
    const name = (field) => (field._kind === "KeyedField" ? [field.base.name, field.key] : [field.ref.name]);
    const operators = { ExactCondition: () => ":", PrefixCondition: () => "^", NumericCondition: (c) => c.op };
    return queries.map((query) =>
      parser.parse(query).query.allOf.map((c) => [...name(c.field), operators[c._kind](c), c.value?.value ?? c.prefix?.value ?? null]),
    );
  },

  async enter(input, lines) {
    const { leave } = await enter(input);
    console.log(JSON.stringify("connected"));
    await lines.next();
    leave();
    return "left";
  },

  // Enters a room and does with its storage what the lines say.
  async storage(input, lines) {
    const { room, leave } = await enter(input);
    const { root } = await room.getStorage();
    console.log(JSON.stringify("connected"));
    for await (const line of lines) {
      const { edits, seed } = JSON.parse(line);
      if (edits) await editStorage(room, root, edits, random(seed));
      while (room.getStorageStatus() !== "synchronized") await sleep(5);
      console.log(JSON.stringify(root.toJSON()));
    }
    leave();
  },
};

async function enter({ baseUrl, room: id, token }) {
  const client = createClient({ baseUrl, authEndpoint: async () => ({ token }), throttle: 16 });
  const { room, leave } = client.enterRoom(id, { initialPresence: {} });
  await new Promise((resolve, reject) => {
    room.subscribe("status", (status) => status === "connected" && resolve());
    room.subscribe("lost-connection", () => reject(new Error("connection lost")));
    setTimeout(() => reject(new Error("not connected within 10 s")), 10_000).unref();
  });
  return { room, leave };
}

// Edits the list, the map, the text and the counter of a storage, at random.
async function editStorage(room, root, edits, below) {
  for (let i = 0; i < edits; i++) {
    const list = root.get("list"), map = root.get("map"), text = root.get("text");
    const at = below(list.length), index = below(text.length + 1), key = `k${below(5)}`;
    const edit = [
      () => root.set(`js${below(3)}`, i),
      () => list.push(`js-${i}`),
      () => list.insert(`js-${i}`, below(list.length + 1)),
      () => list.length && list.delete(at),
      () => list.length && list.move(at, below(list.length)),
      () => list.length && list.set(at, `set-by-js-${i}`),
      () => map.set(key, new LiveObject({ by: "js", i })),
      () => map.delete(key),
      () => map.get(key) instanceof LiveObject && map.get(key).set("i", i),
      () => text.insert(index, `<${i}>`),
      () => text.delete(index, Math.min(2, text.length - index)),
      () => text.format(index, Math.min(3, text.length - index), { bold: below(2) === 0 || null }),
    ][below(12)];
    edit();
    if (below(3) === 0) await sleep(below(10));
  }
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Returns a generator of numbers below another: mulberry32.
function random(seed) {
  return (n) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n);
  };
}

const lines = readline.createInterface({ input: stdin })[Symbol.asyncIterator]();
const input = JSON.parse((await lines.next()).value);
const result = await commands[process.argv[2]](input, lines);
console.log(JSON.stringify(result ?? null));
process.exit(0);
