// A page without any framework: the tests drive it with enter and with what that
// leaves in window.

import { createClient } from "@liveblocks/client";

const baseUrl: string = await (await fetch("/base-url")).text();

type Endpoint = string | ((room?: string) => Promise<any>);

Object.assign(window, { connect, enter, callback });

// connect makes a client, and keeps what goes wrong.
function connect(authEndpoint: Endpoint) {
  const client = createClient({ authEndpoint, baseUrl });
  const errors: string[] = [];
  client.events.error.subscribe((error) => errors.push(error.message));
  Object.assign(window, { client, errors });
  return client;
}

function enter(id: string, authEndpoint: Endpoint) {
  const { room } = connect(authEndpoint).enterRoom(id, { initialPresence: {} });
  Object.assign(window, { room });
}

// callback is an endpoint with headers and data of the app's own.
async function callback(room?: string) {
  const answer = await fetch("/auth", {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: "Bearer of-the-app" },
    body: JSON.stringify({ room, project: { id: 42, tags: ["a", "é"] } }),
  });
  return answer.json();
}
