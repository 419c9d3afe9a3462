// Takes out of the package what would make two recordings differ or slow.

// generatedID is the random part of every ID that the package makes up while it is recorded.
export const generatedID = "0".repeat(21);

export function quieten() {
  // The IDs of uploads are drawn from here.
  globalThis.crypto.getRandomValues = (array) => array.fill(0);

  // Uploads wait two seconds between their tries.
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (callback, delay, ...args) =>
    setTimeout(callback, delay === 2000 ? 1 : delay, ...args);

  // Warnings about retries and missing channels are expected.
  console.warn = console.error = () => {};
}
