import { body, comment, documentedComment, fail, json, noContent, reaction, tagged } from "../answers.mjs";
import { trickyID } from "../values.mjs";

const inThread = { roomId: "my-room", threadId: "th_d75sF3" };
const one = { ...inThread, commentId: "cm_agH76a" };
const ids = ["0.roomId", "0.threadId", "0.commentId"];
const at = new Date("2024-02-29T23:59:59.007Z");

export default function comments(method) {
  method("getComment", { ids, args: [one], answer: json(comment()) }, (call) => {
    call("deleted", [one], json(comment({ body: undefined, editedAt: undefined, deletedAt: "2024-07-15T00:00:00.500Z" })));
    call("least", [one], json(comment({ editedAt: undefined, reactions: [], attachments: [], metadata: {} })));
    call("edited at null", [one], json(comment({ editedAt: null })));
    call("as the OpenAPI document shows it", [one], json(documentedComment()), {
      differs: "The package throws on a comment without reactions",
      go: { result: tagged(documentedComment()) },
    });
  });

  method("createComment", {
    ids: ids.slice(0, 2),
    args: [{ ...inThread, data: { userId: "alice", body } }],
    answer: json(comment()),
  }, (call) => {
    const create = (data) => [{ ...inThread, data: { userId: "alice", body, ...data } }];
    call("every field", create({
      userId: trickyID,
      createdAt: at,
      attachmentIds: ["at_1", "at_2"],
      metadata: { score: -1.5, reviewed: true, label: "", "naïve 漢": "😀 \u2028 <&>" },
    }), json(comment()));
    call("empty lists and objects", create({ attachmentIds: [], metadata: {} }), json(comment()));
    call("date without milliseconds", create({ createdAt: new Date("2024-02-29T00:00:00Z") }), json(comment()));
    call("date before 1970", create({ createdAt: new Date("1969-12-31T23:59:59.999Z") }), json(comment()));
    call("no number in the metadata", create({ metadata: { score: NaN } }), json(comment()), {
      differs: "The package sends null, which clears the key; Go refuses it",
      go: { refuses: true },
    });
    call("unprocessable", create({}), fail(422));
  });

  const edit = (data) => [{ ...one, data: { body, ...data } }];
  method("editComment", { ids, args: edit({}), answer: json(comment()) }, (call) => {
    call("every field", edit({ editedAt: at, attachmentIds: ["at_1"], metadata: { score: 0, label: null, reviewed: false } }), json(comment()));
    call("empty lists and objects", edit({ attachmentIds: [], metadata: {} }), json(comment()));
    call("undefined fields", edit({ attachmentIds: undefined, editedAt: undefined }), json(comment()));
    call("unprocessable", edit({}), fail(422));
  });

  method("deleteComment", { ids, args: [one], answer: noContent() });

  const editMetadata = (metadata, rest = {}) => [{ ...one, data: { metadata, userId: "alice", ...rest } }];
  method("editCommentMetadata", {
    ids,
    args: editMetadata({ reviewed: true }),
    answer: json({ reviewed: true, score: 4.5 }),
    always: { exact: true },
  }, (call) => {
    call("set and cleared", editMetadata({ color: null, page: 1.5, pinned: false, label: "", "é": "😀" }), json({ page: 1.5 }));
    call("updated at", editMetadata({ a: "b" }, { updatedAt: at, userId: trickyID }), json({ a: "b" }));
    call("empty", editMetadata({}), json({}));
    call("no number", editMetadata({ page: -Infinity }), json({}), {
      differs: "The package sends null, which clears the key; Go refuses it",
      go: { refuses: true },
    });
  });

  const react = (data) => [{ ...one, data: { emoji: "👨‍👩‍👧", userId: "alice", ...data } }];
  method("addCommentReaction", { ids, args: react({}), answer: json(reaction()) }, (call) => {
    call("every field", react({ emoji: "<b>&\u2028", userId: trickyID, createdAt: at }), json(reaction({ emoji: "<b>&\u2028" })));
    call("there already", react({}), fail(409));
  });

  method("removeCommentReaction", { ids, args: react({}), answer: noContent() }, (call) => {
    call("every field", react({ userId: trickyID, removedAt: at }), noContent());
  });
}
