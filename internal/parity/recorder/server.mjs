// A loopback HTTP server that notes each request as it arrives and gives the next canned answer.

import { createHash } from "node:crypto";
import { createServer } from "node:http";

const notedHeaders = ["authorization", "content-type"];
const longestInline = 1024;

export async function startServer() {
  let current;
  const server = createServer(async (req, res) => {
    const chunks = [];
    for await (const chunk of req) chunks.push(chunk);
    const [path, ...query] = req.url.split("?");
    const request = {
      method: req.method,
      path,
      query: query.length > 0 ? query.join("?") : undefined,
      headers: Object.fromEntries(
        notedHeaders.filter((name) => name in req.headers).map((name) => [name, req.headers[name]]),
      ),
      ...describeBody(req.headers["content-type"], Buffer.concat(chunks)),
    };
    const answer = await current.answer(request, current.exchanges.length);
    current.exchanges.push({ request, answer });
    send(req, res, answer);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    // record notes the requests made from now on, answering them with answer(request, index).
    record(answer) {
      current = { answer, exchanges: [] };
      return current.exchanges;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function describeBody(contentType, body) {
  if (body.length === 0) return {};
  if (contentType === "application/json") return { json: JSON.parse(body.toString()) };
  return {
    bytes: {
      size: body.length,
      sha256: createHash("sha256").update(body).digest("hex"),
      base64: body.length <= longestInline ? body.toString("base64") : undefined,
    },
  };
}

function send(req, res, answer) {
  if (answer.drop) {
    req.socket.destroy();
    return;
  }
  const body = "json" in answer
    ? JSON.stringify(answer.json)
    : "base64" in answer ? Buffer.from(answer.base64, "base64") : answer.text;
  res.writeHead(answer.status, answer.headers);
  res.end(body);
}
