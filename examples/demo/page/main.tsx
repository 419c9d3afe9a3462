import { useState } from "react";
import { createRoot } from "react-dom/client";
import { Login } from "./login";
import type { App } from "./types";
import { Workspace } from "./workspace";

const load = async (): Promise<App> => (await fetch("/api/app")).json();

function Page({ initial }: { initial: App }) {
  const [app, setApp] = useState(initial);

  async function login(user: string) {
    await fetch("/api/login", { method: "POST", body: new URLSearchParams({ user }) });
    setApp(await load());
  }

  async function logout() {
    await fetch("/api/logout", { method: "POST" });
    setApp(await load());
  }

  return app.user ? (
    <Workspace key={app.user.id} app={app} user={app.user} logout={logout} />
  ) : (
    <Login app={app} login={login} />
  );
}

createRoot(document.getElementById("root")!).render(<Page initial={await load()} />);
