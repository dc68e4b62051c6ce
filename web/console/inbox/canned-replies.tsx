import { useState } from "preact/hooks";
import type { Draft } from "./use-draft.ts";

const KEPT_AS = "edgedesk-canned-replies";

const atFirst = [
  "Hello {name}, thank you for your message. I am looking into it.",
  "Could you send me your booking number, please?",
  "You are welcome, {name}. Have a good day!",
];

/** Answers that are often given, kept in this browser. `{name}` becomes the customer's name. */
export function CannedReplies({ customerName, draft }: { customerName: string; draft: Draft }) {
  const [replies, setReplies] = useState(readReplies);
  const [isOpen, setOpen] = useState(false);
  const written = draft.text.trim();

  function change(next: string[]): void {
    setReplies(next);
    localStorage.setItem(KEPT_AS, JSON.stringify(next));
  }

  function use(reply: string): void {
    const text = reply.replaceAll("{name}", customerName);
    draft.put(written === "" ? text : `${draft.text.trimEnd()} ${text}`);
    setOpen(false);
  }

  return (
    <div
      class="canned"
      onKeyDown={(event) => {
        if (event.key === "Escape") setOpen(false);
      }}
    >
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Canned replies
      </button>
      {isOpen && (
        <div class="canned-list" role="group" aria-label="Canned replies">
          <ul>
            {replies.map((reply) => (
              <li key={reply}>
                <button type="button" class="canned-text" onClick={() => use(reply)}>
                  {reply}
                </button>
                <button
                  type="button"
                  class="link"
                  aria-label={`Delete “${reply}”`}
                  onClick={() => change(replies.filter((other) => other !== reply))}
                >
                  Delete
                </button>
              </li>
            ))}
          </ul>
          <button
            type="button"
            disabled={written === "" || replies.includes(written)}
            onClick={() => change([...replies, written])}
          >
            Keep what I wrote
          </button>
          <p class="hint">{"{name} becomes the customer's name. Kept in this browser only."}</p>
        </div>
      )}
    </div>
  );
}

function readReplies(): string[] {
  const kept: unknown = JSON.parse(localStorage.getItem(KEPT_AS) ?? "null");
  return Array.isArray(kept) ? kept.map(String) : atFirst;
}
