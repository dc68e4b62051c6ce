/** Text of others for a prompt: capped, between tags that it cannot close. */
export function marked(tag: string, text: string, maxLength: number): string {
  const inert = text.slice(0, maxLength).replaceAll(new RegExp(`</?\\s*${tag}[^>]*>`, "gi"), "");
  return `<${tag}>\n${inert}\n</${tag}>`;
}
