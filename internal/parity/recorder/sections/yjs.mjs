import { binary, fail, json, noContent } from "../answers.mjs";
import { pattern, trickyID } from "../values.mjs";

export default function yjs(method) {
  const doc = json({ someYText: "Contents 😀", list: [1, null, { a: {} }], unknownField: "the user's own", nothing: null });
  method("getYjsDocument", { ids: ["0"], args: ["my-room"], answer: doc, always: { exact: true } }, (call) => {
    call("every parameter", ["my-room", { format: true, key: trickyID, type: "yxmlfragment" }], doc);
    call("not formatted", ["my-room", { format: false }], doc);
    call("key alone", ["my-room", { key: "a b" }], doc);
    call("type alone", ["my-room", { type: "ytext" }], json({}));
    call("empty key", ["my-room", { key: "", type: "" }], json({}), {
      differs: "In Go's parameters an empty key or type is none",
      go: { query: "" },
    });
    call("base URL with a path", ["my-room"], doc, {
      basePath: "/proxy/liveblocks/",
    });
    call("forbidden", ["my-room"], fail(403));
  });

  method("sendYjsBinaryUpdate", {
    ids: ["0"],
    args: ["my-room", new Uint8Array([1, 1, 209, 173, 0, 255])],
    answer: noContent(),
  }, (call) => {
    call("to a subdocument", ["my-room", new Uint8Array([0, 0]), { guid: trickyID }], noContent());
    call("large", ["my-room", pattern.bytes(1000), {}], noContent());
    call("answered with a body", ["my-room", new Uint8Array([0, 0])], json({}));
    call("unprocessable", ["my-room", new Uint8Array([7])], fail(422));
  });

  const update = binary([1, 1, 209, 173, 0, 255, 10, 13]);
  method("getYjsDocumentAsBinaryUpdate", { ids: ["0"], args: ["my-room"], answer: update }, (call) => {
    call("of a subdocument", ["my-room", { guid: trickyID }], update);
    call("empty", ["my-room", {}], binary([]));
    call("every byte", ["my-room"], binary(pattern.bytes(256)));
  });
}
