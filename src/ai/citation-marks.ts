import type { Say } from "./reply.ts";

const mark = / ?\[(\d{1,2}(?:, ?\d{1,2})*)\]/g;
/** An end of the text that may be the beginning of a mark. */
const openEnd = / ?\[[\d, ]{0,30}$| $/;
const PARAGRAPH = "\n\n";

/**
 * Takes the marks of citations, such as ` [2]` or ` [1, 3]`, out of a text that comes in pieces. What may be
 * the beginning of a mark is held back until the next piece shows what it is.
 */
export function listenForMarks(say: Say) {
  const marks = new Set<number>();
  let held = "";
  let text = "";
  let isPaused = false;

  function pass(piece: string): void {
    if (piece === "") return;
    const shown = isPaused && text !== "" ? PARAGRAPH + piece : piece;
    isPaused = false;
    text += shown;
    say(shown);
  }

  function withoutMarks(piece: string): string {
    return piece.replaceAll(mark, (_, numbers: string) => {
      for (const number of numbers.split(",")) marks.add(Number(number));
      return "";
    });
  }

  return {
    hear(piece: string): void {
      const clean = withoutMarks(held + piece);
      const end = openEnd.exec(clean)?.index ?? clean.length;
      held = clean.slice(end);
      pass(clean.slice(0, end));
    },
    /** What comes next is a paragraph of its own. */
    pause(): void {
      pass(held.trimEnd());
      held = "";
      isPaused = true;
    },
    end() {
      pass(held.trimEnd());
      held = "";
      return { text, marks };
    },
  };
}
