export default function versions() {}
