// Runs the calls that a file of sections/ describes, and notes what came of each.

import { Liveblocks, LiveblocksError } from "@liveblocks/node";

import { fail } from "./answers.mjs";
import { generatedID } from "./determinism.mjs";
import { encode, encodeResult } from "./encode.mjs";
import { otherIDs, refusedIDs, trickyID, withPath } from "./values.mjs";

// The secret is made up, and the server is a local one.
const secret = "sk_parity_made-up";

const refused =
  "The package sends it, and the URL then names something else; Go refuses the ID before sending";

export async function recordSection(describe, server) {
  const calls = [];
  describe((method, spec, more) => {
    const call = (name, args, answer, extra = {}) =>
      calls.push({ method, name, args, answer, ...spec.always, ...extra });

    call("plain", spec.args, spec.answer);
    more?.(call);
    idCalls(spec, call);
    if (spec.notFound !== false) call("not found", spec.args, fail(404));
  });

  const vectors = [];
  for (const call of calls) vectors.push(await record(call, server));
  assertDistinctNames(vectors);
  return vectors;
}

// idCalls puts awkward values into each ID that is part of the path.
function idCalls({ ids = [], args, answer }, call) {
  if (ids.length === 0) return;
  const fill = (id) =>
    ids.reduce((filled, path, i) => withPath(filled, path, ids.length > 1 ? `${id}-${i + 1}` : id), args);
  call("IDs of all that needs escaping", fill(trickyID), answer);
  for (const id of otherIDs) {
    const filled = ids.reduce((filled, path) => withPath(filled, path, id), args);
    call(`ID ${id}`, filled, fail(404));
  }
  for (const path of ids) {
    for (const id of refusedIDs) {
      call(`refused ID ${JSON.stringify(id)} at ${path}`, withPath(args, path, id), fail(404), {
        differs: refused,
        go: { refuses: true },
      });
    }
  }
}

async function record(call, server) {
  const { method, name, args, answer, invoke = defaultInvoke, basePath, exact, differs, go } = call;
  const answers = [answer].flat();
  const exchanges = server.record(
    typeof answer === "function" ? answer : (request, i) => answers[i] ?? answers.at(-1),
  );
  const client = new Liveblocks({ secret, baseUrl: server.url + (basePath ?? "") });

  const outcome = {};
  try {
    outcome.result = encodeResult(await invoke(client, method, args));
  } catch (error) {
    outcome.error = describeError(error);
  }
  return {
    name: `${method}/${name}`,
    method,
    args: args.map(encode),
    basePath,
    exchanges: sortParts(exchanges),
    generated: usesGeneratedID(exchanges) ? generatedID : undefined,
    ...outcome,
    exact,
    differs,
    go: typeof go === "function" ? go({ exchanges, ...outcome }) : go,
  };
}

async function defaultInvoke(client, method, args) {
  const returned = client[method](...args);
  if (typeof returned[Symbol.asyncIterator] !== "function") return await returned;
  const items = [];
  for await (const item of returned) items.push(item);
  return items;
}

// describeError leaves out the texts of the JavaScript engine, which change with its version.
function describeError(error) {
  const { name, message } = error;
  if (error instanceof LiveblocksError) {
    return { name, message: encode(message), status: error.status, details: error.details };
  }
  return name === "Error" ? { name, message } : { name };
}

const partPath = /\/multipart\/[^/]+\/(\d+)$/;

// sortParts orders the parts of an upload, which travel side by side, by their number.
function sortParts(exchanges) {
  const number = ({ request }) => Number(request.path.match(partPath)?.[1] ?? NaN);
  const sorted = exchanges.map((exchange) =>
    Number.isNaN(number(exchange)) || exchange.request.method !== "PUT"
      ? exchange
      : { concurrent: true, ...exchange },
  );
  return sorted.sort((a, b) => (a.concurrent && b.concurrent ? number(a) - number(b) : 0));
}

function usesGeneratedID(exchanges) {
  return exchanges.some(({ request }) => request.path.includes(generatedID));
}

function assertDistinctNames(vectors) {
  const names = vectors.map((vector) => vector.name);
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  if (twice.length > 0) throw new Error(`vectors of the same name: ${twice.join(", ")}`);
}
