import { shallow, useOthersMapped } from "@liveblocks/react";

export function Cursors() {
  const others = useOthersMapped(({ presence, info }) => ({ ...presence.cursor, name: info.name, color: info.color }), shallow);
  return (
    <div className="cursors" aria-hidden="true">
      {others.map(
        ([connection, { x, y, name, color }]) =>
          x !== undefined && (
            <div key={connection} className="cursor" style={{ left: `${x * 100}%`, top: y, "--tint": color }}>
              <svg viewBox="0 0 20 20">
                <path d="M2 2l6 15.5 2.3-6.6L17 8.5z" />
              </svg>
              <span>{name}</span>
            </div>
          ),
      )}
    </div>
  );
}
