import type { ChatMessage, ServerFrame } from "../../src/chat/chat.protocol.ts";
import { element, the } from "../support/element.ts";
import { ask, DeskProblem } from "../support/surroundings.ts";
import { connect, type Connection } from "../widget/connection.ts";

type Login = { username: string; password: string };

const visitor = the("edgedesk-chat");
const form = the<HTMLFormElement>("#login");
const refused = the("#refused");
const agent = the("#agent");
const log = the("#agent-log");
const lines = the("#agent-log ol");
const hint = the("#agent-hint");
const suggestions = the("#suggestions");
const composer = the<HTMLFormElement>("#agent-form");
const input = the<HTMLInputElement>("#agent-message");
const cut = the<HTMLButtonElement>("#cut");
const ledgers = { visitor: the("#visitor-has"), desk: the("#desk-has") };

let token: string | null = null;
let room: string | null = null;
let joined: { room: string; connection: Connection } | null = null;

visitor.addEventListener("edgedesk-chat-room", (event) => {
  const { room_id } = detailOf<{ room_id: string }>(event);
  if (room_id !== room) for (const ledger of Object.values(ledgers)) ledger.replaceChildren();
  room = room_id;
  join();
});
visitor.addEventListener("edgedesk-chat-message", (event) => {
  note("visitor", detailOf<ChatMessage>(event).seq);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const data = new FormData(form);
  void logIn({ username: String(data.get("username")), password: String(data.get("password")) });
});

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const content = input.value.trim();
  if (content === "" || !joined) return;
  joined.connection.tell({ type: "send", client_id: crypto.randomUUID(), content });
  input.value = "";
  suggestions.replaceChildren();
});

cut.addEventListener("click", () => {
  const isCut = cut.getAttribute("aria-pressed") !== "true";
  cut.setAttribute("aria-pressed", String(isCut));
  cut.textContent = isCut ? "Give the network back" : "Cut the visitor's network";
  if ("cut" in visitor && typeof visitor.cut === "function") visitor.cut(isCut);
});

void useDemoLogin();

/** On a laptop with the demo loaded, nobody has to type the demo's password. */
async function useDemoLogin(): Promise<void> {
  const login = await ask<Login | null>("/demo/demo-login.json");
  if (login) await logIn({ username: login.username, password: login.password });
}

async function logIn(login: Login): Promise<void> {
  refused.textContent = "";
  try {
    const answer = await ask<{ access_token: string; role: string }>("/api/auth/login", {
      body: login,
    });
    if (answer.role !== "admin") {
      refused.textContent = "The agent's side is for staff; this user is a customer.";
      return;
    }
    token = answer.access_token;
    form.hidden = true;
    agent.hidden = false;
    join();
  } catch (error) {
    if (!(error instanceof DeskProblem)) throw error;
    refused.textContent = error.message;
  }
}

/** The agent sits down in the visitor's room as soon as there are both. */
function join(): void {
  if (token === null || room === null || joined?.room === room) return;
  joined?.connection.close();
  lines.replaceChildren();
  ledgers.desk.replaceChildren();
  hint.hidden = true;
  const url = `${location.origin.replace("http", "ws")}/api/chat/rooms/${room}/ws`;
  joined = { room, connection: connect(url, token, { frame: hear, standing: () => {} }) };
}

function hear(frame: ServerFrame): void {
  if (frame.type === "message") {
    const { seq, content, user_name, is_ai_generated, user_type } = frame.message;
    const who = is_ai_generated ? "AI" : user_name;
    const line = element(
      "li",
      { class: user_type },
      element("span", { class: "who" }, `${seq} · ${who}`),
      element("span", { class: "said" }, content),
    );
    lines.append(line);
    log.scrollTop = log.scrollHeight;
    note("desk", seq);
    if (user_type === "customer") joined?.connection.tell({ type: "mark", read: seq });
  }
  if (frame.type === "analysis") suggest(frame.suggestions);
}

function suggest(texts: string[]): void {
  suggestions.replaceChildren(
    ...texts.map((text) =>
      element(
        "button",
        {
          type: "button",
          class: "plain",
          onclick: () => {
            input.value = text;
            input.focus();
          },
        },
        text,
      ),
    ),
  );
  log.scrollTop = log.scrollHeight;
}

function note(side: keyof typeof ledgers, seq: number): void {
  ledgers[side].append(element("li", {}, String(seq)));
}

function detailOf<Detail>(event: Event): Detail {
  if (event instanceof CustomEvent) return event.detail;
  throw new Error(`The event ${event.type} is not the widget's.`);
}
