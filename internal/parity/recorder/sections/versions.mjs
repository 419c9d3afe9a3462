import { binary, json, noContent, page, unknownField, version } from "../answers.mjs";
import { pattern, trickyID } from "../values.mjs";

export default function versions(method) {
  method("getVersionHistory", { ids: ["0"], args: ["my-room"], answer: json({ data: [version()], nextCursor: "cursor-1" }) }, (call) => {
    call("every parameter", ["my-room", { limit: 5, cursor: trickyID }], page([version({ authors: [], kind: "later" })]));
    call("zero and empty", ["my-room", { limit: 0, cursor: "" }], page([]), {
      differs: "In Go's parameters zero and empty mean that nothing was said",
      go: { query: "" },
    });
    call("none", ["my-room", {}], page([]));
  });

  method("createVersionHistorySnapshot", {
    ids: ["0"],
    args: ["my-room"],
    answer: json({ data: { id: "vh_abc123", unknownField }, unknownField }),
  });

  const ids = ["0.roomId", "0.versionId"];
  const one = [{ roomId: "my-room", versionId: "vh_abc123" }];
  method("getYjsVersion", { ids, args: one, answer: binary(pattern.bytes(256)) }, (call) => {
    call("empty", one, binary([]));
  });
  method("deleteVersion", { ids, args: one, answer: noContent() });
}
