const LONGEST = 50;

/** A conversation's title: its first message, cut to 50 characters, with "..." if there was more. */
export function titleOf(message: string): string {
  const line = message.replaceAll(/\s+/g, " ");
  const characters = [...line];
  return characters.length <= LONGEST ? line : `${characters.slice(0, LONGEST).join("")}...`;
}
