export default function attachments() {}
