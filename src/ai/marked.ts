/** Text of others for a prompt: capped, between tags; in it nothing is left that could be a tag. */
export function marked(tag: string, text: string, maxLength: number): string {
  const inert = text.slice(0, maxLength).replaceAll(/<(?=\s*(?:\/\s*)?[a-z])/gi, "‹");
  return `<${tag}>\n${inert}\n</${tag}>`;
}
