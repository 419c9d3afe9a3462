// The contestant @liveblocks/node of the command beside this file.
import { Liveblocks } from "@liveblocks/node";

const [baseUrl, calls, atOnce] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const liveblocks = new Liveblocks({ secret: "sk_bench", baseUrl });
const userInfo = {
  name: "Ada Lovelace",
  color: "#d33a6c",
  avatar: "https://example.com/avatars/ada.png",
};

async function call() {
  const session = liveblocks.prepareSession("ada", { userInfo });
  session.allow("my-room", ["*:write"]);
  const { status, error } = await session.authorize();
  if (status !== 200) throw error ?? new Error(`status ${status}`);
}

async function repeat(n) {
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let i = 0; i < n / atOnce; i++) await call();
    })
  );
}

await repeat(calls / 10);
const cpu = process.cpuUsage();
const start = process.hrtime.bigint();
await repeat(calls);
const wall = Number(process.hrtime.bigint() - start) / 1000;
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ cpu: (user + system) / calls, wall: wall / calls }));
