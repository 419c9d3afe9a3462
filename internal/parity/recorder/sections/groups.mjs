export default function groups() {}
