import { LiveObject } from "@liveblocks/client";
import { useMutation, useOthers, useStorage, useUpdateMyPresence } from "@liveblocks/react";
import { useState } from "react";
import { Icon } from "./ui";
import type { Todo, User } from "./types";

export function Todos({ me, canWrite }: { me: User; canWrite: boolean }) {
  // null while it loads; absent until somebody who may write has been here.
  const root = useStorage((root) => ({ todos: root.todos as readonly Todo[] | undefined }));
  const todos = root?.todos ?? [];
  const done = todos.filter((todo) => todo.done).length;

  const setDone = useMutation(({ storage }, id: string, done: boolean) => {
    storage.get("todos").find((todo) => todo.get("id") === id)?.set("done", done);
  }, []);
  const remove = useMutation(({ storage }, id: string) => {
    const i = storage.get("todos").findIndex((todo) => todo.get("id") === id);
    if (i >= 0) {
      storage.get("todos").delete(i);
    }
  }, []);

  return (
    <section className={root ? "card todos" : "card todos loading"}>
      <div className="progress">
        <h2>To do</h2>
        {todos.length > 0 && (
          <>
            <progress max={todos.length} value={done} />
            <span className="muted">
              {done} of {todos.length}
            </span>
          </>
        )}
      </div>
      {root && todos.length === 0 && (
        <p className="empty muted">{canWrite ? "All done. What is next?" : "Nothing here yet."}</p>
      )}
      <ul>
        {todos.map((todo) => (
          <li key={todo.id} className={todo.done ? "todo done" : "todo"}>
            <label>
              <input type="checkbox" checked={todo.done} disabled={!canWrite} onChange={(e) => setDone(todo.id, e.target.checked)} />
              <span className="box">
                <Icon name="check" />
              </span>
              <span className="text">{todo.text}</span>
            </label>
            <span className="by muted">{todo.by.split(" ")[0]}</span>
            {canWrite && (
              <button className="remove" aria-label={`Remove “${todo.text}”`} onClick={() => remove(todo.id)}>
                <Icon name="close" />
              </button>
            )}
          </li>
        ))}
      </ul>
      <Add me={me} canWrite={canWrite} />
    </section>
  );
}

function Add({ me, canWrite }: { me: User; canWrite: boolean }) {
  const [text, setText] = useState("");
  const update = useUpdateMyPresence();
  const typing = useOthers((others) => others.find((other) => other.presence.typing)?.info.name);

  const add = useMutation(({ storage }, text: string) => {
    storage.get("todos").push(new LiveObject({ id: crypto.randomUUID(), text, done: false, by: me.name }));
  }, []);

  function submit(e: React.FormEvent) {
    e.preventDefault();
    if (text.trim()) {
      add(text.trim());
      setText("");
      update({ typing: false });
    }
  }

  return (
    <>
      <form className="add" onSubmit={submit}>
        <input
          id="new-todo"
          value={text}
          disabled={!canWrite}
          placeholder={canWrite ? "Add something to do" : "You may read this list, not change it"}
          onChange={(e) => {
            setText(e.target.value);
            update({ typing: e.target.value !== "" });
          }}
          onBlur={() => update({ typing: false })}
        />
        <button className="primary" disabled={!canWrite || !text.trim()} aria-label="Add">
          <Icon name="plus" />
        </button>
      </form>
      <p id="typing" className="typing muted">
        {typing && `${typing} is typing…`}
      </p>
    </>
  );
}
