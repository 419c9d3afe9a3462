// What the uploads of attachments and of storage files have in common.

import { fail, json, noContent, text } from "../answers.mjs";
import { file, refusedIDs, renamed, trickyID } from "../values.mjs";

const MiB = 1 << 20;

// partAnswer is what the service says of a part. Its answer goes back whole when the upload ends.
const partAnswer = (request) => {
  const partNumber = Number(request.path.split("/").at(-1));
  return json({ partNumber, etag: `"etag-${partNumber}"`, later: null });
};

const multipart = (done, changes = {}) => (request, i) => {
  if (changes[i]) return changes[i];
  if (request.path.endsWith("/complete")) return done;
  if (request.method === "PUT") return partAnswer(request);
  return request.method === "POST" ? json({ uploadId: "up/load é", fileId: "kept by the server" }) : json({});
};

// firstPartRefused refuses the first of two parts once the other has arrived.
function firstPartRefused() {
  const others = multipart();
  let secondArrived;
  const second = new Promise((resolve) => (secondArrived = resolve));
  return async (request, i) => {
    if (request.path.endsWith("/2")) secondArrived();
    if (!request.path.endsWith("/1")) return others(request, i);
    await second;
    return fail(403);
  };
}

export function describeUpload(method, name, args, done) {
  const small = (f) => [{ ...args, file: f }];
  method(name, {
    ids: ["0.roomId"],
    args: small(file("résumé 1.pdf", "content é", "application/pdf")),
    answer: done,
  }, (call) => {
    call("name of all that needs escaping", small(file(trickyID, "x", "text/plain")), done);
    call("no type", small(file("a.bin", [0, 255, 128])), done);
    call("empty file", small(file("empty.txt", "", "text/plain")), done);
    call("one whole part", small(file("5MiB.bin", 5 * MiB)), done);
    call("a byte more than a part", small(file("large é.bin", 5 * MiB + 1)), multipart(done));
    call("six parts", small(file("larger.bin", 25 * MiB + 1, "video/mp4")), multipart(done));
    call("second try", small(file("a.txt", "x")), [text("<html>", 502, "text/html"), done]);
    call("second try to create a multipart upload", small(file("large.bin", 5 * MiB + 100)), multipart(done, { 0: text("<html>", 503, "text/html") }));
    call("multipart upload refused", small(file("large.bin", 5 * MiB + 100)), fail(403));
    call("unprocessable", small(file("a.txt", "x")), fail(422));
    call("part refused", small(file("large.bin", 5 * MiB + 100)), firstPartRefused());
    call("completion refused", small(file("large.bin", 5 * MiB + 100)), multipart(fail(422)), {
      differs: "The package leaves the upload open when it can't be completed; Go aborts it",
      go: ({ exchanges }) => ({
        also: [{
          request: {
            method: "DELETE",
            path: exchanges.at(-1).request.path.replace(/\/complete$/, ""),
            headers: { authorization: exchanges.at(-1).request.headers.authorization },
          },
          answer: noContent(),
        }],
      }),
    });
    const [plain] = small(file("a.txt", "x"));
    for (const refused of refusedIDs) {
      call(`refused name ${JSON.stringify(refused)}`, [{ ...plain, file: renamed(plain.file, refused) }], fail(404), {
        differs: "The name is a part of the path, and the URL then names something else; Go refuses it before sending",
        go: { refuses: true },
      });
    }
  });
}
