// Awkward input, and input too large to be written down.

// trickyID has every character that means something in a URL, in a query or in the service's query
// language, spaces, quotes and characters beyond ASCII and beyond the first Unicode plane.
export const trickyID = `a/b?c#d%25e f..&g=+;@:$,!'()*~-_.\\|"<>^{}[]\`é漢😀`;

export const otherIDs = ["../up", "%2e%2e", "..."];

export const refusedIDs = ["", ".", ".."];

// pattern is content that can be made anew at any size: byte i is i xor i>>8 xor i>>16.
export const pattern = {
  name: "i^i>>8^i>>16",
  bytes(size) {
    const bytes = new Uint8Array(size);
    for (let i = 0; i < size; i++) bytes[i] = i ^ (i >> 8) ^ (i >> 16);
    return bytes;
  },
};

// file is a File that can tell what it was made from.
export function file(name, content, type = "") {
  const patterned = typeof content === "number";
  const bytes = patterned ? pattern.bytes(content) : Buffer.from(content);
  return Object.assign(new File([bytes], name, { type }), { patterned, bytes });
}

// renamed copies a file under another name.
export function renamed(original, name) {
  return file(name, original.patterned ? original.size : original.bytes, original.type);
}

// withPath copies args with one value of it replaced: "0.data.userId".
export function withPath(value, path, replacement) {
  const [first, ...rest] = path.split(".");
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[first] = rest.length > 0 ? withPath(copy[first], rest.join("."), replacement) : replacement;
  return copy;
}
