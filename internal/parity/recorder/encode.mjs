// Values that JSON lacks are written as an object with one key that starts with a dollar sign.
// doc.go lists them.

import { LiveFile } from "@liveblocks/node";

import { pattern } from "./values.mjs";

export function encode(value) {
  if (value === undefined) return { $undefined: true };
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : { $number: String(value) };
  if (value instanceof Date) return { $date: Number.isNaN(+value) ? null : value.toISOString() };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
  if (value instanceof ArrayBuffer) return encode(new Uint8Array(value));
  if (value instanceof LiveFile) return encode({ ...value.data });
  if (value instanceof File) return encodeFile(value);
  if (Array.isArray(value)) return value.map(encode);
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, encode(v)]));
}

// encodeResult is encode for what the package returned: there, an undefined property is an absent
// one, the package's own objects being full of them.
export function encodeResult(value) {
  if (value === undefined) return encode(value);
  return encode(dropUndefined(value));
}

function dropUndefined(value) {
  if (Array.isArray(value)) return value.map(dropUndefined);
  const proto = value && typeof value === "object" ? Object.getPrototypeOf(value) : undefined;
  if (proto !== Object.prototype && proto !== null) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([, v]) => v !== undefined).map(([key, v]) => [key, dropUndefined(v)]),
  );
}

function encodeFile(file) {
  const content = file.patterned
    ? { pattern: pattern.name }
    : { content: Buffer.from(file.bytes).toString("base64") };
  return { $file: { name: file.name, type: file.type, size: file.size, ...content } };
}

const width = 120;

// format writes JSON in which what fits on a line stands on one.
export function format(value, indent = "", before = 0) {
  const line = JSON.stringify(value);
  if (typeof value !== "object" || value === null) return line;
  if (indent.length + before + line.length <= width && indent !== "") return line;
  const deeper = indent + "  ";
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    const items = value.map((item) => deeper + format(item, deeper));
    return `[\n${items.join(",\n")}\n${indent}]`;
  }
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  if (entries.length === 0) return "{}";
  const items = entries.map(([key, item]) => {
    const name = JSON.stringify(key) + ": ";
    return deeper + name + format(item, deeper, name.length);
  });
  return `{\n${items.join(",\n")}\n${indent}}`;
}
