import { LiveFile } from "@liveblocks/node";

import { json, unknownField } from "../answers.mjs";
import { describeUpload } from "./uploads.mjs";

const data = { id: "fl_d75sF3", name: "résumé 1.pdf", size: 12345, mimeType: "application/pdf" };

export default function files(method) {
  describeUpload(method, "uploadFile", { roomId: "my-room" }, json({ ...data, unknownField }));

  const url = json({ ...data, url: "https://files.example.com/é?sig=a%2Bb&c", expiresAt: "2024-07-13T15:32:50.697Z", unknownField });
  method("getFileUrl", {
    ids: ["0.roomId", "0.file"],
    args: [{ roomId: "my-room", file: "fl_d75sF3" }],
    answer: url,
  }, (call) => {
    call("of the file's data", [{ roomId: "my-room", file: data }], url);
    call("of a LiveFile", [{ roomId: "my-room", file: new LiveFile(data) }], url);
  });
}
