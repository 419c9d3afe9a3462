import { LiveList } from "@liveblocks/client";
import { LiveblocksProvider, RoomProvider, useErrorListener } from "@liveblocks/react";
import { useEffect, useState } from "react";
import { Board } from "./board";
import { Avatar, Brand, Icon } from "./ui";
import type { App, Room, User } from "./types";

type Props = { app: App; user: User; logout: () => void };

export function Workspace({ app, user, logout }: Props) {
  const [room, setRoom] = useRoomInHash(app.rooms);
  return (
    <LiveblocksProvider authEndpoint="/api/liveblocks-auth" baseUrl={app.baseUrl} throttle={16}>
      <div className="workspace" style={{ "--tint": user.color }}>
        <header>
          <Brand />
          <div className="account">
            <a className="quiet other-tab" href={otherHost()} target="_blank" title="A second tab, with a cookie of its own: there you can be somebody else">
              <Icon name="other" /> Second tab
            </a>
            <Avatar info={user} you />
            <span className="account-name">{user.name}</span>
            <button id="logout" className="quiet" onClick={logout}>
              Switch
            </button>
          </div>
        </header>
        <nav>
          {app.rooms.map((r) => (
            <a key={r.id} href={`#${r.id}`} aria-current={r === room ? "page" : undefined}>
              <strong>
                {r.name}
                {user.rooms[r.id] !== "*:write" && <Icon name={user.rooms[r.id] ? "read" : "refused"} />}
              </strong>
              <span className="muted">{r.about}</span>
            </a>
          ))}
        </nav>
        <RoomOrRefusal key={room.id} room={room} user={user} back={() => setRoom(app.rooms[0])} />
      </div>
    </LiveblocksProvider>
  );
}

// RoomOrRefusal enters the room, unless the auth endpoint refuses.
function RoomOrRefusal({ room, user, back }: { room: Room; user: User; back: () => void }) {
  const [refusal, setRefusal] = useState<Refusal>();
  useErrorListener((error) => {
    if (error.context.type === "ROOM_CONNECTION_ERROR" && error.context.roomId === room.id) {
      setRefusal(refusalIn(error.message));
    }
  });
  if (refusal) {
    return <Refused room={room} refusal={refusal} back={back} />;
  }
  return (
    <RoomProvider
      id={room.id}
      initialPresence={{ cursor: null, typing: false }}
      initialStorage={() => ({ todos: new LiveList([]) })}
    >
      <Board room={room} me={user} />
    </RoomProvider>
  );
}

function Refused({ room, refusal, back }: { room: Room; refusal: Refusal; back: () => void }) {
  return (
    <main id="refused" className="refusal">
      <div className="lock">
        <Icon name="refused" />
      </div>
      <h1>You can’t enter “{room.name}”</h1>
      <p id="reason">{refusal.reason}</p>
      <p className="muted">
        So said the auth endpoint, with status <code>{refusal.status}</code>, and the browser has stopped asking.
      </p>
      <button className="primary" onClick={back}>
        Back to the others
      </button>
    </main>
  );
}

type Refusal = { reason: string; status?: string };

// refusalIn finds what the endpoint answered in the message of the client, which
// quotes it whole: Unauthorized: {"error":...} (403 returned by POST ...).
function refusalIn(message: string): Refusal {
  const [, body, status] = message.match(/(\{.*\}) \((\d+) /) ?? [];
  return body ? { reason: JSON.parse(body).reason, status } : { reason: message };
}

// useRoomInHash keeps the room in the address, so that a reload stays in it.
function useRoomInHash(rooms: Room[]) {
  const current = () => rooms.find((r) => r.id === location.hash.slice(1)) ?? rooms[0];
  const [room, setRoom] = useState(current);
  useEffect(() => {
    const update = () => setRoom(current());
    addEventListener("hashchange", update);
    return () => removeEventListener("hashchange", update);
  }, []);
  return [room, (r: Room) => void (location.hash = r.id)] as const;
}

// Cookies belong to a host name, so the same app under another name of this
// computer is a place to be somebody else.
function otherHost(): string {
  const other = location.hostname === "localhost" ? "127.0.0.1" : "localhost";
  return `${location.protocol}//${other}:${location.port}/`;
}
