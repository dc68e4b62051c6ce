import { fileIn } from "../../src/chat/file-message.ts";
import { element } from "../support/element.ts";
import type { Chat } from "./chat.ts";
import { fileView } from "./file.ts";
import type { ChatMessage } from "./store.ts";
import type { texts } from "./texts.ts";

type Texts = (typeof texts)["en"];

const address = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g;

/** The messages as a list that only grows, so that a screen reader tells each once. */
export function openLog(list: HTMLElement, fetchFile: Chat["fetchFile"]) {
  const rows = new Map<string, HTMLElement>();

  function row(key: string, side: "mine" | "theirs", content: string): HTMLElement {
    let made = rows.get(key);
    if (!made) {
      const file = fileIn(content);
      made = element(
        "li",
        { class: side },
        element("p", { class: "who" }),
        element(
          "p",
          { class: "said", dir: "auto" },
          ...(file ? [fileView(file, fetchFile)] : withLinks(content)),
        ),
        element("p", { class: "mark" }),
      );
      rows.set(key, made);
    }
    return made;
  }

  return function show(chat: Chat, t: Texts, language: string): void {
    const { messages, me } = chat.state;
    const unsent = chat.memory()?.unsent ?? [];
    const readUpTo = chat.readByDesk();
    const newestOwn = messages.findLast(({ user_id }) => user_id === me)?.seq;
    const shown = messages.map((message) => {
      const isMine = message.user_id === me;
      const key = isMine ? message.client_id : String(message.seq);
      const made = row(key, isMine ? "mine" : "theirs", message.content);
      const isNewest = message.seq === newestOwn && unsent.length === 0;
      write(made, ".who", `${authorOf(message, isMine, t)} · ${timeOf(message, language)}`);
      write(
        made,
        ".mark",
        !isNewest ? "" : message.seq <= readUpTo ? `✓✓ ${t.read}` : `✓ ${t.sent}`,
      );
      return made;
    });
    for (const { client_id, content } of unsent) {
      const made = row(client_id, "mine", content);
      write(made, ".who", t.you);
      write(made, ".mark", t.sending);
      if (!shown.includes(made)) shown.push(made);
    }
    const keep = new Set(shown);
    for (const [key, made] of rows) {
      if (keep.has(made)) continue;
      made.remove();
      rows.delete(key);
    }
    shown.forEach((made, i) => {
      if (list.children[i] !== made) list.insertBefore(made, list.children[i] ?? null);
    });
  };
}

function write(row: HTMLElement, part: string, text: string): void {
  const place = row.querySelector(part);
  if (place && place.textContent !== text) place.textContent = text;
}

function authorOf({ is_ai_generated, user_name }: ChatMessage, isMine: boolean, t: Texts): string {
  if (isMine) return t.you;
  return is_ai_generated ? t.ai : user_name;
}

function timeOf({ timestamp }: ChatMessage, language: string): string {
  return new Date(timestamp).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
}

function withLinks(content: string): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let end = 0;
  for (const found of content.matchAll(address)) {
    const href = found[0];
    parts.push(
      content.slice(end, found.index),
      element("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, href),
    );
    end = found.index + href.length;
  }
  return [...parts, content.slice(end)];
}
