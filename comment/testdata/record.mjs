// Runs @liveblocks/node over inputs, and writes what it makes of them. Input and
// output are JSON, on stdin and stdout:
//
//   { markdown: [string], bodies: [{ body, users, groups }], urls: [string] }
//   { markdown: [{ body, plain, markdown, html }],
//     bodies: [{ plain, markdown, html, mentions }], urls: [string | null] }
//
// users and groups map IDs to names.
import { readFileSync } from "node:fs";
import { sanitizeUrl } from "@liveblocks/core";
import {
  getMentionsFromCommentBody,
  markdownToCommentBody,
  stringifyCommentBody,
} from "@liveblocks/node";

const info = (names, ids) => ids.map((id) => (id in names ? { name: names[id] } : undefined));

async function strings(body, users = {}, groups = {}) {
  const options = {
    resolveUsers: ({ userIds }) => info(users, userIds),
    resolveGroupsInfo: ({ groupIds }) => info(groups, groupIds),
  };
  const result = {};
  for (const format of ["plain", "markdown", "html"]) {
    result[format] = await stringifyCommentBody(body, { ...options, format });
  }
  return result;
}

const input = JSON.parse(readFileSync(0, "utf8"));
const output = { markdown: [], bodies: [], urls: input.urls.map(sanitizeUrl) };
for (const markdown of input.markdown) {
  const body = markdownToCommentBody(markdown);
  output.markdown.push({ body, ...(await strings(body)) });
}
for (const { body, users, groups } of input.bodies) {
  const mentions = getMentionsFromCommentBody(body);
  output.bodies.push({ ...(await strings(body, users, groups)), mentions });
}
process.stdout.write(JSON.stringify(output));
