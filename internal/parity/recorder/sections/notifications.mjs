import {
  customNotification, fail, json, mentionNotification, noContent, notificationSettings, page, subscriptionSettings,
  tagged, text, threadNotification, unknownField,
} from "../answers.mjs";
import { trickyID } from "../values.mjs";

const user = { userId: "alice" };
const one = { ...user, inboxNotificationId: "in_oiUGKT" };
const everyKind = [
  threadNotification(),
  threadNotification({ id: "in_2", readAt: null }),
  threadNotification({ id: "in_3", readAt: undefined }),
  mentionNotification(),
  mentionNotification({ id: "in_4", mention: { kind: "group", id: "engineering", userIds: ["alice", "bob"] } }),
  customNotification(),
  customNotification({ id: "in_5", roomId: undefined, activities: [] }),
  { id: "in_6", kind: "later", notifiedAt: "2024-08-04T21:07:09.380Z", readAt: null, more: { a: [1, null] } },
];

export default function notifications(method) {
  method("getInboxNotification", {
    ids: ["0.userId", "0.inboxNotificationId"],
    args: [one],
    answer: json(threadNotification()),
  }, (call) => {
    everyKind.slice(1).forEach((notification, i) => call(`kind ${i + 1}: ${notification.kind}`, [one], json(notification)));
    call("null activities", [one], json(customNotification({ activities: null })), {
      differs: "The package throws on null activities",
      go: ({ exchanges }) => ({ result: tagged(exchanges[0].answer.json) }),
    });
  });

  for (const name of ["getInboxNotifications", "iterInboxNotifications"]) {
    const ids = ["0.userId"];
    method(name, { ids, args: [user], answer: page(everyKind) }, (call) => {
      const empty = page([]);
      call("organization", [{ ...user, organizationId: "org_acme" }], empty);
      call("the former name of organization", [{ ...user, tenantId: "org_old" }], empty);
      call("unread", [{ ...user, query: { unread: true } }], empty);
      call("read", [{ ...user, query: { unread: false } }], empty);
      call("query", [{ ...user, query: "unread:true AND kind:'é&+'" }], empty);
      if (name === "getInboxNotifications") {
        call("a page", [{ ...user, limit: 10, startingAfter: "cursor+/= é~" }], page([threadNotification()], "next"));
        call("zero and empty", [{ ...user, limit: 0, startingAfter: "", organizationId: "", query: "" }], empty, {
          differs: "In Go's parameters zero and empty mean that nothing was said",
          go: { query: "" },
        });
      } else {
        call("three pages", [{ ...user, query: { unread: true } }, { pageSize: 10 }], [
          page([threadNotification()], "cursor+/= 1"),
          page([], "cursor-2"),
          page([customNotification()]),
        ]);
        call("fails on the second page", [user], [page([threadNotification()], "next"), fail(403)]);
      }
    });
  }

  method("triggerInboxNotification", {
    args: [{ ...user, kind: "$fileUploaded", subjectId: "file-1", activityData: {} }],
    answer: noContent(),
  }, (call) => {
    call("every field", [
      {
        userId: trickyID,
        kind: "$file uploaded/é",
        roomId: trickyID,
        organizationId: "org_acme",
        subjectId: trickyID,
        activityData: { file: "https://x/é.zip?a&b", size: 256, ratio: 0.1, success: false, empty: "" },
      },
    ], noContent());
    call("answered with a body", [{ ...user, kind: "$a", subjectId: "s", activityData: {} }], json({ unknownField }));
    call("the former name of organization", [{ ...user, kind: "$a", subjectId: "s", activityData: {}, tenantId: "org_old" }], noContent());
    call("no number in the data", [{ ...user, kind: "$a", subjectId: "s", activityData: { a: NaN } }], noContent(), {
      differs: "The package turns what is no number into null; Go refuses it",
      go: { refuses: true },
    });
    call("unprocessable", [{ ...user, kind: "$a", subjectId: "s", activityData: {} }], fail(422));
  });

  method("deleteInboxNotification", { ids: ["0.userId", "0.inboxNotificationId"], args: [one], answer: noContent() });

  method("deleteAllInboxNotifications", { ids: ["0.userId"], args: [user], answer: noContent() }, (call) => {
    call("organization", [{ ...user, organizationId: "org é/1" }], noContent());
    call("the former name of organization", [{ ...user, tenantId: "org_old" }], noContent());
  });

  const settings = json(notificationSettings());
  const unset = {
    differs: "The package reads a channel that the answer lacks as null, and drops those that it does not know",
  };
  method("getNotificationSettings", { ids: ["0.userId"], args: [user], answer: settings }, (call) => {
    call("channels that are not set up", [user], json({ email: { thread: true, textMention: false } }));
    call("none set up", [user], json({}));
    call("a new channel", [user], json(notificationSettings({ pigeon: { thread: true, textMention: false } })), {
      ...unset,
      go: ({ result }) => ({ result: { ...result, pigeon: { $any: true } } }),
    });
  });

  method("updateNotificationSettings", {
    ids: ["0.userId"],
    args: [{ ...user, data: { email: { thread: true } } }],
    answer: settings,
  }, (call) => {
    call("every channel", [
      {
        ...user,
        data: {
          email: { thread: true, textMention: false, $fileUploaded: true },
          slack: { textMention: false },
          teams: { "$é 漢": false },
          webPush: { thread: false },
        },
      },
    ], settings);
    call("nothing", [{ ...user, data: {} }], settings);
    call("empty channel", [{ ...user, data: { email: {} } }], settings);
    call("unprocessable", [{ ...user, data: { slack: { thread: true } } }], fail(422));
  });

  method("deleteNotificationSettings", { ids: ["0.userId"], args: [user], answer: noContent() });

  const inRoom = { ...user, roomId: "my-room" };
  const ids = ["0.roomId", "0.userId"];
  const subscriptions = json(subscriptionSettings());
  method("getRoomSubscriptionSettings", { ids, args: [inRoom], answer: subscriptions }, (call) => {
    call("levels that are not known", [inRoom], json(subscriptionSettings({ threads: "later", textMentions: "later" })));
    call("not JSON", [inRoom], text("<html>", 200, "text/html"));
  });
  method("updateRoomSubscriptionSettings", {
    ids,
    args: [{ ...inRoom, data: { threads: "all", textMentions: "none" } }],
    answer: subscriptions,
  }, (call) => {
    call("threads alone", [{ ...inRoom, data: { threads: "none" } }], subscriptions);
    call("text mentions alone", [{ ...inRoom, data: { textMentions: "mine" } }], subscriptions);
    call("nothing", [{ ...inRoom, data: {} }], subscriptions);
  });
  method("deleteRoomSubscriptionSettings", { ids, args: [inRoom], answer: noContent() });

  const perRoom = subscriptionSettings({ roomId: "my-room" });
  method("getUserRoomSubscriptionSettings", { ids: ["0.userId"], args: [user], answer: page([perRoom], "next") }, (call) => {
    call("every parameter", [{ ...user, limit: 10, startingAfter: trickyID, organizationId: "org_acme" }], page([perRoom]));
    call("the former name of organization", [{ ...user, tenantId: "org_old" }], page([]));
    call("none", [user], page([]));
  });
}
