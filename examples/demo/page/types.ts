import type { LiveList, LiveObject } from "@liveblocks/client";

export type User = {
  id: string;
  name: string;
  title: string;
  color: string;
  avatar: string;
  rooms: Record<string, "*:write" | "*:read">;
};

export type Room = { id: string; name: string; about: string };

export type App = { baseUrl: string; user: User | null; users: User[]; rooms: Room[] };

export type Todo = { id: string; text: string; done: boolean; by: string };

declare module "react" {
  interface CSSProperties {
    "--tint"?: string; // the colour of a user, see style.css
  }
}

declare global {
  interface Liveblocks {
    // The cursor's x is a share of the board's width, as windows differ; y is in pixels.
    Presence: { cursor: { x: number; y: number } | null; typing: boolean };
    Storage: { todos: LiveList<LiveObject<Todo>> };
    // What authorize in auth.go gives to PrepareSession.
    UserMeta: { id: string; info: { name: string; title: string; color: string; avatar: string } };
  }
}
