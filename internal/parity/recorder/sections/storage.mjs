import { fail, json, noContent, text } from "../answers.mjs";

const lson = {
  liveblocksType: "LiveObject",
  data: {
    aLiveObject: { liveblocksType: "LiveObject", data: { a: 1, unknownType: { liveblocksType: "LiveLater", data: [1] } } },
    aLiveList: { liveblocksType: "LiveList", data: ["a", null, [], {}, 0.1, false] },
    aLiveMap: { liveblocksType: "LiveMap", data: { a: 1, "é/漢 😀": null } },
    aLiveText: { liveblocksType: "LiveText", data: [["hello", { bold: true }], [" world"]] },
    aLiveFile: { liveblocksType: "LiveFile", data: { id: "fl_1", name: "é.png", size: 3, mimeType: "image/png" } },
    empty: "",
    nothing: null,
  },
};

const plain = {
  aLiveObject: { a: 1, nothing: null, empty: {} },
  aLiveList: ["a", null, [], {}, 0.1, -5e-324, 1e21, false],
  "é <b> & \u2028": "😀",
  unknownField: "the user's own",
};

export default function storage(method) {
  const always = { exact: true };
  method("getStorageDocument", { ids: ["0"], args: ["my-room"], answer: json(lson), always }, (call) => {
    call("plain LSON", ["my-room", "plain-lson"], json(lson));
    call("JSON", ["my-room", "json"], json(plain));
    call("empty JSON", ["my-room", "json"], json({}));
    call("empty LSON", ["my-room", "plain-lson"], json({ liveblocksType: "LiveObject", data: {} }));
    call("numbers that JavaScript rounds", ["my-room", "json"], text('{"id":9007199254740993,"pi":3.141592653589793238}'), {
      differs: "Integers over 2^53 lose digits in JavaScript; Go keeps them",
      go: { result: { id: { $number: "9007199254740993" }, pi: { $number: "3.141592653589793238" } } },
    });
    call("forbidden", ["my-room", "json"], fail(403));
  });

  method("initializeStorageDocument", { ids: ["0"], args: ["my-room", lson], answer: json(lson), always }, (call) => {
    const empty = { liveblocksType: "LiveObject", data: {} };
    call("empty", ["my-room", empty], json(empty));
    call("numbers and texts", [
      "my-room",
      { liveblocksType: "LiveObject", data: { a: 9007199254740991, b: 1e21, c: 5e-324, d: -1.5, e: "é <b> & \u2028 \u0000", f: true } },
    ], json(empty));
    call("not empty before", ["my-room", empty], fail(409));
    call("unprocessable", ["my-room", empty], fail(422));
  });

  method("deleteStorageDocument", { ids: ["0"], args: ["my-room"], answer: noContent() }, (call) => {
    call("answered with a body", ["my-room"], json({}));
  });
}
