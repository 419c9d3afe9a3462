export default function yjs() {}
