export default function files() {}
