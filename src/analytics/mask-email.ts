/** `anna.svensson@gmail.com` → `a***@gmail.com`: enough to tell customers apart, not to write to them. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return `${email.slice(0, 1)}***${at < 0 ? "" : email.slice(at)}`;
}
