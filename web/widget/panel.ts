import { limits } from "../../src/chat/chat.protocol.ts";
import { element } from "../support/element.ts";
import type { Language } from "../support/surroundings.ts";
import type { Chat } from "./chat.ts";
import { openLog } from "./log.ts";
import { icon } from "./icons.ts";
import { texts } from "./texts.ts";

const TYPING_SAID_EVERY_MS = 2_500;
const TYPING_ENDS_MS = 4_000;

type Doings = { close(): void; logOut(): void };

export type Panel = ReturnType<typeof openPanel>;

/** The chat as a panel: made once in a language, and kept up to what the chat is. */
export function openPanel(chat: Chat, language: Language, isInline: boolean, doings: Doings) {
  const t = texts[language];
  let typingSaidAt = 0;
  let typingEnds = 0;
  let farewell = "";

  const list = element("ol");
  const showLog = openLog(list, chat.fetchFile);
  const disclosure = element("p", { class: "disclosure" });
  const hours = element("p", { class: "note" });
  const person = button(t.person, "quiet", () => {
    if (!chat.memory()) begin();
    chat.askForPerson();
  });
  const nameInput = element("input", { id: "name", maxlength: 100, autocomplete: "name" });
  const nameField = element(
    "div",
    { class: "name" },
    element("label", { for: "name" }, t.name),
    nameInput,
  );
  const start = button(t.start, "strong", () => {
    begin();
    input.focus();
  });
  const again = button(t.again, "strong", () => {
    chat.startAnew();
    input.focus();
  });
  const log = element(
    "div",
    { class: "log", role: "log", "aria-label": t.log, tabindex: 0 },
    element("div", { class: "intro" }, disclosure, hours),
    list,
  );
  const choices = element("div", { class: "choices" }, nameField, start, person, again);
  const status = element("p", { class: "status", role: "status" });
  const input = element("textarea", {
    rows: 1,
    "aria-label": t.message,
    placeholder: t.message,
    maxlength: limits.messageLength,
    oninput: sayTyping,
    onkeydown: (event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== "Enter") return;
      if (event.shiftKey || event.isComposing) return;
      event.preventDefault();
      send();
    },
  });
  const chooser = element("input", {
    type: "file",
    hidden: true,
    accept: "image/jpeg,image/png,image/webp,image/gif,video/mp4",
    onchange: () => {
      const [file] = chooser.files ?? [];
      chooser.value = "";
      if (file) void chat.showFile(file);
    },
  });
  const attach = element(
    "button",
    { type: "button", class: "attach", "aria-label": t.attach, onclick: () => chooser.click() },
    icon("attach"),
  );
  const composer = element(
    "form",
    {
      onsubmit: (event) => {
        event.preventDefault();
        send();
      },
    },
    chooser,
    attach,
    input,
    element("button", { type: "submit", "aria-label": t.send }, icon("send")),
  );
  const logOut = button(t.logOut, "link", () => {
    farewell = t.loggedOut;
    doings.logOut();
  });
  const closer = element("button", {
    type: "button",
    class: "close",
    "aria-label": t.close,
    onclick: doings.close,
  });
  closer.append(icon("close"));
  const root = element(
    "section",
    {
      id: "panel",
      role: isInline ? "region" : "dialog",
      "aria-labelledby": "title",
      lang: language,
      part: "panel",
    },
    element("header", {}, element("h2", { id: "title" }, t.title), isInline ? null : closer),
    log,
    choices,
    status,
    composer,
    element("footer", {}, logOut),
  );

  function begin(): void {
    farewell = "";
    chat.begin(nameInput.value.trim());
  }

  function send(): void {
    const content = input.value.trim();
    if (content === "") return;
    input.value = "";
    stopTyping();
    chat.say(content);
    log.scrollTop = log.scrollHeight;
  }

  function sayTyping(): void {
    clearTimeout(typingEnds);
    typingEnds = setTimeout(stopTyping, TYPING_ENDS_MS);
    if (Date.now() - typingSaidAt < TYPING_SAID_EVERY_MS) return;
    typingSaidAt = Date.now();
    chat.type(true);
  }

  function stopTyping(): void {
    clearTimeout(typingEnds);
    if (typingSaidAt > 0) chat.type(false);
    typingSaidAt = 0;
  }

  function hoursNote(): string {
    const { facts, handledBy, wantsPerson, messages } = chat.state;
    const isPersonHere = messages.some(
      (each) => each.user_type === "admin" && !each.is_ai_generated,
    );
    const away = facts && !facts.is_open ? awayNote(facts.opens_at) : "";
    if (handledBy === "human" && isPersonHere) return t.personHere;
    if (handledBy === "human" || wantsPerson) return `${t.personAsked} ${away}`.trim();
    return away;
  }

  function awayNote(opensAt: string | null): string {
    if (opensAt === null) return t.awayUnknown;
    const options = { weekday: "long", hour: "2-digit", minute: "2-digit" } as const;
    return t.away(new Date(opensAt).toLocaleString(language, options));
  }

  function statusLine(): string {
    const { standing, problem, typing, isClosed, isUploading } = chat.state;
    if (farewell !== "" && !chat.memory()) return farewell;
    if (problem !== null) return `${t.failed} ${problem}`;
    if (isClosed) return t.closed;
    if (isUploading) return t.sending;
    if (standing === "waiting") return navigator.onLine ? t.reconnecting : t.offline;
    return typing === null ? "" : t.typing(typing);
  }

  return {
    root,
    show(): void {
      const wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
      const { state } = chat;
      const hasBegun = chat.memory() !== null;
      disclosure.textContent = state.facts?.ai_disclosure[language] ?? "";
      write(hours, hoursNote());
      hours.hidden = hours.textContent === "";
      nameField.hidden = start.hidden = hasBegun;
      person.hidden = state.handledBy === "human" || state.wantsPerson || state.isClosed;
      again.hidden = !state.isClosed;
      composer.hidden = !hasBegun || state.isClosed;
      attach.hidden = !chat.memory()?.room || state.isUploading;
      logOut.hidden = !hasBegun;
      showLog(chat, t, language);
      write(status, statusLine());
      if (wasAtEnd) log.scrollTop = log.scrollHeight;
    },
    /** Where one goes on: the message, or the beginning. */
    focus: () => (composer.hidden ? start : input).focus(),
    scrollToEnd: () => (log.scrollTop = log.scrollHeight),
  };
}

function button(label: string, style: string, act: () => void): HTMLButtonElement {
  return element("button", { type: "button", class: style, onclick: act }, label);
}

/** A live region speaks whenever it is written to, so it is only written to when it changes. */
function write(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}
