import { attachment, json } from "../answers.mjs";
import { trickyID } from "../values.mjs";
import { describeUpload } from "./uploads.mjs";

export default function attachments(method) {
  method("getAttachment", {
    ids: ["0.roomId", "0.attachmentId"],
    args: [{ roomId: "my-room", attachmentId: "at_d75sF3" }],
    answer: json(attachment({ url: "https://files.example.com/é?sig=a%2Bb&c", expiresAt: "2024-07-13T15:32:50.697Z" })),
  }, (call) => {
    call("another spelling of the time", [{ roomId: "my-room", attachmentId: "at_d75sF3" }], json(attachment({
      url: "https://files.example.com/a", expiresAt: "2024-07-13T15:32:50.000Z", size: 5368709120,
    })));
  });
  describeUpload(method, "uploadAttachment", { roomId: "my-room", userId: trickyID }, json(attachment()));
}
