// The package's side of the benchmarks: loads the node stream in the file that
// is its argument, as mutateStorage does, once for each line on stdin, which
// says how many changes to make. Answers with the number of ops.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createManagedPool, LiveObject } from "@liveblocks/core";

const stream = readFileSync(process.argv[2]);

function run(changes) {
  const [{ actor }, ...nodes] = stream
    .toString()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  const ops = [];
  const pool = createManagedPool({
    getCurrentConnectionId: () => actor,
    onDispatch: (dispatched) => ops.push(...dispatched),
  });
  const root = LiveObject._fromItems(nodes, pool);
  if (changes === 1) {
    root.set("title", "x");
  } else {
    const items = root.get("items");
    for (let i = 0; i < changes / 2; i++) {
      items.push(`pushed item ${i}`);
      root.set(`key${i % 100}`, i);
    }
  }
  JSON.stringify({ messages: [{ type: 201, ops }] });
  return ops.length;
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${run(Number(line))}\n`);
}
