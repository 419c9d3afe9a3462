import { useOthers, useSelf, useStatus, useUpdateMyPresence } from "@liveblocks/react";
import { useRef } from "react";
import { Cursors } from "./cursors";
import { Todos } from "./todos";
import { Avatar, Icon } from "./ui";
import type { Room, User } from "./types";

// Board is a room that the user has entered, or is about to.
export function Board({ room, me }: { room: Room; me: User }) {
  const board = useRef<HTMLElement>(null);
  const update = useUpdateMyPresence();
  const self = useSelf();

  function move(e: React.PointerEvent) {
    const box = board.current!.getBoundingClientRect();
    update({ cursor: { x: (e.clientX - box.left) / box.width, y: e.clientY - box.top } });
  }

  return (
    <main id="board" className="board" ref={board} onPointerMove={move} onPointerLeave={() => update({ cursor: null })}>
      <div className="heading">
        <div>
          <h1>
            {room.name} {self && <Access canWrite={self.canWrite} />}
          </h1>
          <Status about={room.about} />
        </div>
        <People me={me} />
      </div>
      <Todos me={me} canWrite={self?.canWrite ?? false} />
      <Self />
      <Cursors />
    </main>
  );
}

function Access({ canWrite }: { canWrite: boolean }) {
  return canWrite ? (
    <span id="access" className="badge">
      <Icon name="write" /> can edit
    </span>
  ) : (
    <span id="access" className="badge read-only">
      <Icon name="read" /> read only
    </span>
  );
}

function Status({ about }: { about: string }) {
  const status = useStatus();
  return (
    <p id="status" className={`status ${status}`}>
      {status} <span className="about">· {about}</span>
    </p>
  );
}

function People({ me }: { me: User }) {
  const others = useOthers();
  return (
    <div className="avatars">
      {others.map((other) => (
        <Avatar key={other.connectionId} info={other.info} />
      ))}
      <Avatar info={me} you />
    </div>
  );
}

// Self shows what arrived of what the Go app said about the user.
function Self() {
  const self = useSelf();
  if (!self) {
    return <section id="self" className="card self loading" />;
  }
  const { id, info, canWrite } = self;
  return (
    <section id="self" className="card self">
      <h2>
        <code>useSelf()</code> <span className="muted">as the Go endpoint said</span>
      </h2>
      <dl>
        <dt>id</dt>
        <dd id="self-id">{id}</dd>
        <dt>name</dt>
        <dd>{info.name}</dd>
        <dt>title</dt>
        <dd>{info.title}</dd>
        <dt>color</dt>
        <dd>
          <i className="swatch" style={{ background: info.color }} /> {info.color}
        </dd>
        <dt>avatar</dt>
        <dd>
          <img className="mini" src={info.avatar} alt="" /> {info.avatar}
        </dd>
        <dt>canWrite</dt>
        <dd className={canWrite ? "yes" : "no"}>{String(canWrite)}</dd>
      </dl>
    </section>
  );
}
