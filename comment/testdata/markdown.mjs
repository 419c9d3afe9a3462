// Reads a JSON array of Markdown strings and writes the JSON array of the bodies
// that @liveblocks/node makes of them.
import { readFileSync } from "node:fs";
import { markdownToCommentBody } from "@liveblocks/node";

const inputs = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(inputs.map((s) => markdownToCommentBody(s))));
