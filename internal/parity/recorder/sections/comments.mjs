export default function comments() {}
