export default function feeds() {}
