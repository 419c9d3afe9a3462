// Records what @liveblocks/node sends and returns, for the Go tests to compare with.
//
//     node internal/parity/record.mjs [directory]
//
// writes a JSON file a section, and methods.json, into the directory (by default testdata beside
// this file). Recording twice gives the same bytes. doc.go describes the format.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import "./recorder/determinism.mjs";

import { Liveblocks } from "@liveblocks/node";

import { format } from "./recorder/encode.mjs";
import { recordSection } from "./recorder/record-section.mjs";
import { startServer } from "./recorder/server.mjs";

const sections = [
  "session", "rooms", "storage", "files", "yjs", "versions", "threads", "comments",
  "attachments", "notifications", "groups", "feeds", "ai",
];

const here = dirname(fileURLToPath(import.meta.url));
const outDir = process.argv[2] ?? join(here, "testdata");
await mkdir(outDir, { recursive: true });

const { name, version } = await packageOf("@liveblocks/node");
const server = await startServer();
let total = 0;
try {
  for (const section of sections) {
    const { default: describe } = await import(`./recorder/sections/${section}.mjs`);
    const vectors = await recordSection(describe, server);
    total += vectors.length;
    await save(`${section}.json`, { package: `${name}@${version}`, section, vectors });
  }
} finally {
  server.close();
}
const methods = Object.getOwnPropertyNames(Liveblocks.prototype)
  .filter((method) => method !== "constructor")
  .sort();
await save("methods.json", { package: `${name}@${version}`, class: "Liveblocks", methods });
process.stdout.write(`${total} vectors in ${sections.length} sections, ${methods.length} methods\n`);

function save(file, value) {
  return writeFile(join(outDir, file), format(value) + "\n");
}

async function packageOf(name) {
  const entry = createRequire(import.meta.url).resolve(name);
  return JSON.parse(await readFile(join(dirname(entry), "..", "package.json"), "utf8"));
}
