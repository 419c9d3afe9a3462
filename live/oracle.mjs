// Runs programs of calls through @liveblocks/core's own classes and prints
// what comes of them. One program a line on stdin, one result a line on stdout.
//
// A program is {nodes, actor, calls}. The first two are the storage to start
// from; a call is [method, ...operands]. Nodes are kept in numbered registers:
// 0 is the root, {"r": n} as an operand stands for the node in register n, and
// a call whose method starts with "new" or "get" puts a node in the register
// that its second element names.
//
// All edits of one text are printed as one op, which the package itself does
// not manage: it sends the first and forgets the others.
import { createInterface } from "node:readline";
// The package warns of changes to removed nodes. It takes the console as it
// finds it when it is loaded.
console.warn = console.error = () => {};
const {
  asPos,
  createManagedPool,
  LiveFile,
  LiveList,
  LiveMap,
  LiveObject,
  LiveText,
  makePosition,
  toPlainLson,
} = await import("@liveblocks/core");

const textEdit = ({ type, index, text, length, attributes }) => ({
  type,
  index,
  text,
  length,
  attributes,
});

function run({ nodes, actor, calls }) {
  const ops = [];
  const edits = new Map(); // the op that holds the edits of a text, by its ID
  const pool = createManagedPool({
    getCurrentConnectionId: () => actor,
    onDispatch(dispatched, _reverse, updates) {
      ops.push(...dispatched);
      for (const op of dispatched) {
        if (op.type === 10) edits.set(op.id, op);
      }
      if (dispatched.length > 0) return;
      for (const [id, update] of updates) {
        if (update.type === "LiveText") {
          edits.get(id).ops.push(...update.updates.map(textEdit));
        }
      }
    },
  });
  const root = LiveObject._fromItems(nodes, pool);
  const registers = [root];
  const operand = (v) =>
    v !== null && typeof v === "object" && "r" in v ? registers[v.r] : v?.json;

  (calls ?? []).forEach((call, i) => {
    const [method, target, ...rest] = call;
    const args = rest.map(operand);
    try {
      switch (method) {
        case "newObject":
          registers[target] = new LiveObject(Object.fromEntries(pairs(args)));
          break;
        case "newList":
          registers[target] = new LiveList(args);
          break;
        case "newMap":
          registers[target] = new LiveMap(pairs(args));
          break;
        case "newText":
          registers[target] = new LiveText(args[0]);
          break;
        case "newFile":
          registers[target] = new LiveFile(args[0]);
          break;
        case "newFrom":
          registers[target] = LiveObject.from(args[0]);
          break;
        case "newClone":
          registers[target] = args[0].clone();
          break;
        case "get":
          registers[target] = args[0].get(args[1]);
          break;
        case "update":
          registers[target].update(Object.fromEntries(pairs(args)));
          break;
        case "text.insert":
          registers[target].insert(args[0], args[1], args[2] ?? undefined);
          break;
        case "text.delete":
          registers[target].delete(args[0], args[1]);
          break;
        case "text.replace":
          registers[target].replace(args[0], args[1], args[2], args[3] ?? undefined);
          break;
        case "text.format":
          registers[target].format(...args);
          break;
        case "position": {
          const [lo, hi] = args.map((p) => (p === "" ? undefined : asPos(p)));
          ops.push({ position: makePosition(lo, hi) });
          break;
        }
        case "reconcile":
          registers[target].reconcile(args[0]);
          break;
        default: // set, delete, push, insert, move, clear
          registers[target][method](...args);
      }
    } catch (err) {
      throw new Error(`call ${i}, ${JSON.stringify(call)}: ${err.message}`);
    }
  });
  return { ops, json: root.toJSON(), lson: toPlainLson(root) };
}

const pairs = (args) =>
  args.flatMap((key, i) => (i % 2 === 0 ? [[key, args[i + 1]]] : []));

for await (const line of createInterface({ input: process.stdin })) {
  let result;
  try {
    result = run(JSON.parse(line));
  } catch (err) {
    result = { error: err.message };
  }
  process.stdout.write(JSON.stringify(result) + "\n");
}
