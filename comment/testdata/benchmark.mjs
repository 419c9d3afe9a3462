// Measures @liveblocks/node with benchmark.md. Writes one JSON object: the
// nanoseconds of processor time that one call takes, by operation.
import { readFileSync } from "node:fs";
import { markdownToCommentBody, stringifyCommentBody } from "@liveblocks/node";

const markdown = readFileSync(new URL("benchmark.md", import.meta.url), "utf8");
const body = markdownToCommentBody(markdown);

async function measure(call) {
  for (let i = 0; i < 2000; i++) await call();
  const calls = 2000;
  const start = process.cpuUsage();
  for (let i = 0; i < calls; i++) await call();
  const { user, system } = process.cpuUsage(start);
  return ((user + system) * 1000) / calls;
}

const result = {
  FromMarkdown: await measure(() => markdownToCommentBody(markdown)),
};
for (const [name, format] of [["Plain", "plain"], ["Markdown", "markdown"], ["HTML", "html"]]) {
  result["Stringify" + name] = await measure(() => stringifyCommentBody(body, { format }));
}
process.stdout.write(JSON.stringify(result));
