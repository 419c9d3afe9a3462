export default function storage() {}
