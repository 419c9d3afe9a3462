export default function ai() {}
