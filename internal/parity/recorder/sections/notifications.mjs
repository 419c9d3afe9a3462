export default function notifications() {}
