import { fail, group, json, noContent, page, tagged } from "../answers.mjs";
import { trickyID } from "../values.mjs";

const one = { groupId: "engineering" };
const ids = ["0.groupId"];

export default function groups(method) {
  method("createGroup", { args: [one], answer: json(group()) }, (call) => {
    call("every field", [
      { groupId: trickyID, memberIds: ["alice", "bob/é"], organizationId: "org_acme", scopes: { mention: true } },
    ], json(group({ id: trickyID })));
    call("empty lists and objects", [{ ...one, memberIds: [], scopes: {} }], json(group({ members: [], scopes: {} })));
    call("the former name of organization", [{ ...one, tenantId: "org_old" }], json(group()));
    call("organization and its former name", [{ ...one, organizationId: "org_new", tenantId: "org_old" }], json(group()));
    call("exists already", [one], fail(409));
    call("malformed", [one], fail(400));
  });

  method("getGroup", { ids, args: [one], answer: json(group()) }, (call) => {
    call("scopes that are not known", [one], json(group({ scopes: { mention: true, later: true } })), {
      differs: "Go has the scopes that it knows",
      go: ({ result }) => ({ result: { ...result, scopes: { mention: true, later: { $any: true } } } }),
    });
    call("no members listed", [one], json(group({ members: undefined })), {
      differs: "The package throws on a group without members",
      go: ({ exchanges }) => ({ result: tagged(exchanges[0].answer.json) }),
    });
  });

  for (const name of ["addGroupMembers", "removeGroupMembers"]) {
    method(name, { ids, args: [{ ...one, memberIds: ["alice"] }], answer: json(group()) }, (call) => {
      call("several", [{ ...one, memberIds: ["alice", trickyID, "é"] }], json(group()));
      call("malformed", [{ ...one, memberIds: ["alice"] }], fail(400));
    });
  }

  method("deleteGroup", { ids, args: [one], answer: noContent() });

  const pages = (base) => (call) => {
    const params = (rest) => (base ? [{ ...base, ...rest }] : [rest]);
    call("a page", params({ limit: 10, startingAfter: trickyID }), page([group()], "next"));
    call("zero and empty", params({ limit: 0, startingAfter: "" }), page([]), {
      differs: "In Go's parameters zero and empty mean that nothing was said",
      go: { query: "" },
    });
    call("none", params({}), page([]));
  };
  method("getGroups", { args: [], answer: page([group(), group({ id: "é" })]) }, pages());
  method("getUserGroups", { ids: ["0.userId"], args: [{ userId: "alice" }], answer: page([group()]) }, pages({ userId: "alice" }));
}
