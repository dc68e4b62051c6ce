/**
 * A message that shows a file is text like any other: its name, and on a line of its own the path from which
 * those in the room may open it. Whatever keeps, copies or shows messages therefore needs to know nothing of
 * files, and what does not know this form shows the name and the path.
 */
export type ShownFile = { name: string; path: string };

const NAME_LENGTH = 100;
const form = /^([^\n]{1,100})\n(\/api\/chat\/rooms\/room_[0-9a-z]{36}\/files\/file_[0-9a-z]{36})$/;

export function fileMessage({ name, path }: ShownFile): string {
  return `${name.slice(-NAME_LENGTH).trim() || "file"}\n${path}`;
}

/** The file that a message shows; null if it shows none. */
export function fileIn(content: string): ShownFile | null {
  const [, name, path] = form.exec(content) ?? [];
  return name === undefined || path === undefined ? null : { name, path };
}
