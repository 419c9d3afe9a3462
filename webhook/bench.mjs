// Compares the benchmarks of this package with @liveblocks/node and
// standardwebhooks, for the same event of 1 KB, in interleaved rounds of one run:
//
//   node bench.mjs [rounds]
//
// The figures are medians over the rounds; the ratio is ours to theirs.

import { execFileSync } from "node:child_process";
import { WebhookHandler } from "@liveblocks/node";
import { Webhook } from "standardwebhooks";

const rounds = Number(process.argv[2] ?? 5);
const secret = "whsec_YSBrZXkgb2YgMjQgYnl0ZXMgbGVuZ3Ro";
const now = new Date();
const body = JSON.stringify({
  type: "userEntered",
  data: {
    projectId: "prj_1",
    roomId: "room:1",
    connectionId: 4,
    userId: "ana",
    userInfo: { name: "Ana", bio: "x".repeat(823) },
    enteredAt: "2026-01-02T03:04:05.678Z",
    numActiveUsers: 8,
  },
});
const standard = new Webhook(secret);
const headers = {
  "webhook-id": "msg_1",
  "webhook-timestamp": String(Math.floor(now / 1000)),
  "webhook-signature": standard.sign("msg_1", now, body),
};
const handler = new WebhookHandler(secret);

const theirs = {
  "@liveblocks/node verifyRequest": () => handler.verifyRequest({ headers, rawBody: body }),
  "standardwebhooks verify": () => standard.verify(body, headers),
  "standardwebhooks verify, no JSON": () => standard.verify(body, headers, { jsonParse: false }),
};

const figures = new Map(); // name to nanoseconds an operation, one for each round
const note = (name, ns) => figures.set(name, [...(figures.get(name) ?? []), ns]);
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

function measure(operation, milliseconds = 500) {
  const start = performance.now();
  let count = 0;
  let elapsed = 0;
  while (elapsed < milliseconds) {
    for (let i = 0; i < 100; i++) operation();
    count += 100;
    elapsed = performance.now() - start;
  }
  return (elapsed * 1e6) / count;
}

for (const operation of Object.values(theirs)) measure(operation); // warm-up
for (let round = 0; round < rounds; round++) {
  for (const [name, operation] of Object.entries(theirs)) note(name, measure(operation));
  const output = execFileSync("go", ["test", "-run", "^$", "-bench", "^BenchmarkVerify", "-benchtime", "500ms", "."], {
    cwd: import.meta.dirname,
    encoding: "utf8",
  });
  for (const [, name, ns] of output.matchAll(/^Benchmark(\w+)\S*\s+\d+\s+([\d.]+) ns\/op/gm)) note(`Go ${name}`, Number(ns));
}

const microseconds = (name) => median(figures.get(name)) / 1000;
for (const name of figures.keys()) console.log(`${microseconds(name).toFixed(2).padStart(8)} µs  ${name}`);
for (const [ours, other] of [
  ["Go Verify", "@liveblocks/node verifyRequest"],
  ["Go Verify", "standardwebhooks verify"],
  ["Go VerifySignature", "standardwebhooks verify, no JSON"],
]) {
  console.log(`${(microseconds(ours) / microseconds(other)).toFixed(2).padStart(8)}     ${ours} / ${other}`);
}
