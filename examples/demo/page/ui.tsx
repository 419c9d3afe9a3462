// Small things without a state of their own.

const paths = {
  write: "M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19z",
  read: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  refused: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  check: "M5 12.5l4.5 4.5L19 7.5",
  close: "M7 7l10 10M17 7L7 17",
  plus: "M12 5v14M5 12h14",
  other: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
};

export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

export function Brand() {
  return (
    <div className="brand">
      <img src="/avatars/icon.svg" alt="" />
      <span>
        Liveblocks for Go <em>demo</em>
      </span>
    </div>
  );
}

export function Avatar({ info, you }: { info: { name: string; color: string; avatar: string }; you?: boolean }) {
  const label = you ? `${info.name} (you)` : info.name;
  return <img className="avatar" src={info.avatar} alt={label} title={label} style={{ "--tint": info.color }} />;
}
