/** What people type as an FTS5 query: every word must occur, as the beginning of one. Null if there is none. */
export function matchAllWords(text: string): string | null {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length === 0 ? null : words.map((word) => `"${word}"*`).join(" ");
}

/** What people type as a LIKE pattern with `\` as its escape: anything that contains it. */
export function likeAnywhere(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
}
