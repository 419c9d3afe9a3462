// Takes out of the package what would make two recordings differ, slow or loud. To be imported
// before the package.

// generatedID is the random part of every ID that the package makes up while it is recorded.
export const generatedID = "0".repeat(21);

// The IDs of uploads are drawn from here.
globalThis.crypto.getRandomValues = (array) => array.fill(0);

// Uploads wait two seconds between their tries.
const { setTimeout } = globalThis;
globalThis.setTimeout = (callback, delay, ...args) => setTimeout(callback, delay === 2000 ? 1 : delay, ...args);

// Warnings about retries and about channels that are not set up are expected.
console.warn = console.error = () => {};
