// What the integration tests ask of JavaScript: the package's own view of the
// dev server, a user in a room, Yjs, and the parser of the query language.
//
//	node --experimental-websocket testdata/peer.mjs COMMAND < input.json
//
// Input and output are JSON. "enter" prints a line when it is in the room, and
// stays there until its input ends.

import { stdin } from "node:process";
import * as readline from "node:readline";
import { createClient } from "@liveblocks/client";
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

  async enter({ baseUrl, room, token }, lines) {
    const client = createClient({ baseUrl, authEndpoint: async () => ({ token }) });
    const { room: entered, leave } = client.enterRoom(room, { initialPresence: {} });
    await new Promise((resolve, reject) => {
      entered.subscribe("status", (status) => status === "connected" && resolve());
      entered.subscribe("lost-connection", () => reject(new Error("connection lost")));
      setTimeout(() => reject(new Error("not connected within 10 s")), 10_000).unref();
    });
    console.log(JSON.stringify("connected"));
    await lines.next();
    leave();
    return "left";
  },
};

const lines = readline.createInterface({ input: stdin })[Symbol.asyncIterator]();
const input = JSON.parse((await lines.next()).value);
const result = await commands[process.argv[2]](input, lines);
console.log(JSON.stringify(result ?? null));
process.exit(0);
