import { Brand, Icon } from "./ui";
import type { App, User } from "./types";

const words = { "*:write": "write", "*:read": "read", none: "refused" } as const;

export function Login({ app, login }: { app: App; login: (user: string) => void }) {
  return (
    <main className="login">
      <Brand />
      <h1>Who are you today?</h1>
      <p className="muted">
        Each of them may do something else. A cookie remembers whom you choose, as after any login.
      </p>
      <div className="people">
        {app.users.map((user) => (
          <button key={user.id} id={`login-${user.id}`} className="person" style={{ "--tint": user.color }} onClick={() => login(user.id)}>
            <img src={user.avatar} alt="" />
            <strong>{user.name}</strong>
            <span className="muted">{user.title}</span>
            <Rights app={app} user={user} />
          </button>
        ))}
      </div>
    </main>
  );
}

function Rights({ app, user }: { app: App; user: User }) {
  return (
    <ul className="rights">
      {app.rooms.map((room) => {
        const access = user.rooms[room.id] ?? "none";
        return (
          <li key={room.id} className={words[access]}>
            <span>{room.name}</span>
            <span>
              <Icon name={words[access]} /> {words[access]}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
