// The contestant @liveblocks/node of the command beside this file.
import { openAsBlob } from "node:fs";
import { readFile } from "node:fs/promises";

import { Liveblocks } from "@liveblocks/node";

const [baseUrl, path, where] = process.argv.slice(2);
const liveblocks = new Liveblocks({ secret: "sk_bench", baseUrl });

const cpu = process.cpuUsage();
const start = process.hrtime.bigint();
const content = where === "disk" ? await openAsBlob(path) : await readFile(path);
await liveblocks.uploadFile({ roomId: "room", file: new File([content], "large.bin") });
const wall = Number(process.hrtime.bigint() - start) / 1e6;
const { user, system } = process.cpuUsage(cpu);
const peak = Number(/VmHWM:\s*(\d+)/.exec(await readFile("/proc/self/status", "utf8"))[1]) / 1024;
console.log(JSON.stringify({ cpu: (user + system) / 1000, wall, peak }));
