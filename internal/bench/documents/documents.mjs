// The contestant @liveblocks/node of the command beside this file.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Liveblocks } from "@liveblocks/node";

const text = { type: "string" };
const { server, task, calls } = parseArgs({ options: { server: text, task: text, calls: text }, args: process.argv.slice(2).map((a) => a.replace(/^-(?=[a-z])/, "--")) }).values;
const liveblocks = new Liveblocks({ secret: "sk_bench", baseUrl: server });
const read = () => (task === "100-rooms" ? liveblocks.getRooms({ limit: 100 }) : liveblocks.getStorageDocument(task, "json"));

await read(); // to connect and to warm up
const n = Number(calls);
const cpu = process.cpuUsage();
const start = process.hrtime.bigint();
for (let i = 0; i < n; i++) await read();
const wall = Number(process.hrtime.bigint() - start) / 1e6;
const { user, system } = process.cpuUsage(cpu);
const peak = Number(/VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
console.log(JSON.stringify({ cpu: (user + system) / 1000 / n, wall: wall / n, peak }));
