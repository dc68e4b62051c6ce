import { element, styleSheet } from "../support/element.ts";
import { deskOf, languageOf } from "../support/surroundings.ts";
import { openChat, type Chat } from "./chat.ts";
import { icon } from "./icons.ts";
import { openPanel, type Panel } from "./panel.ts";
import { texts } from "./texts.ts";
import css from "./widget.css";

const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;
const source = script?.src ?? "";

/**
 * `<edgedesk-chat lang="sv">`: the chat in the corner of a page, or, with the attribute `inline`, in its place.
 * Pages may call `open()`, `close()`, `identify(jwt)` and `logOut()`, and hear `edgedesk-chat-room`,
 * `edgedesk-chat-message` and `edgedesk-chat-identity-needed` as events that bubble.
 */
class ChatWidget extends HTMLElement {
  static readonly observedAttributes = ["lang"];
  readonly #root = this.attachShadow({ mode: "open" });
  readonly #launcher = element("button", { type: "button", class: "launcher", part: "launcher" });
  readonly #badge = element("span", { class: "badge", "aria-hidden": "true" });
  #chat: Chat | null = null;
  #panel: Panel | null = null;
  #isOpen = false;

  constructor() {
    super();
    this.#launcher.addEventListener("click", () => (this.#isOpen ? this.close() : this.open()));
    this.#root.addEventListener("keydown", (event) => {
      if (event instanceof KeyboardEvent && event.key === "Escape") this.close();
    });
  }

  connectedCallback(): void {
    this.#root.adoptedStyleSheets = [styleSheet(css)];
    document.addEventListener("visibilitychange", this.#show);
    const chat = openChat(deskOf(this, source), () => texts[languageOf(this)].visitor, {
      changed: () => this.#show(),
      message: (message) => this.#tell("message", message),
      room: (room_id) => this.#tell("room", { room_id }),
      identityNeeded: () => this.#tell("identity-needed", null),
    });
    this.#chat = chat;
    this.#isOpen = this.#isInline;
    this.#draw();
    chat.wake();
    const identity = this.getAttribute("identity");
    if (identity !== null) {
      this.identify(identity).catch(() => this.#tell("identity-needed", null));
    }
    if (this.#isOpen) void chat.learn();
  }

  disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.#show);
    this.#chat?.end();
    this.#chat = null;
  }

  attributeChangedCallback(): void {
    if (this.#chat) this.#draw();
  }

  open(): void {
    this.#isOpen = true;
    this.#show();
    void this.#chat?.learn();
    this.#panel?.scrollToEnd();
    this.#panel?.focus();
  }

  close(): void {
    if (this.#isInline || !this.#isOpen) return;
    this.#isOpen = false;
    this.#show();
    this.#launcher.focus();
  }

  /** Says who the visitor is: a JWT that the page's server has signed with the desk's WIDGET_SECRET. */
  async identify(identity: string): Promise<void> {
    await this.#chat?.identify(identity);
  }

  /** Ends the visitor's tokens and forgets the conversation in this browser. */
  async logOut(): Promise<void> {
    await this.#chat?.logOut();
  }

  /** Behaves as if the network were gone, for demonstrations. */
  cut(isCut: boolean): void {
    this.#chat?.cut(isCut);
  }

  get #isInline(): boolean {
    return this.hasAttribute("inline");
  }

  #draw(): void {
    if (!this.#chat) return;
    this.#panel = openPanel(this.#chat, languageOf(this), this.#isInline, {
      close: () => this.close(),
      logOut: () => void this.logOut(),
    });
    this.#launcher.replaceChildren(icon("chat"), this.#badge);
    this.#root.replaceChildren(this.#panel.root, ...(this.#isInline ? [] : [this.#launcher]));
    this.#show();
  }

  #show = (): void => {
    if (!this.#chat || !this.#panel) return;
    const t = texts[languageOf(this)];
    this.#panel.root.hidden = !this.#isOpen;
    if (this.#isOpen && document.visibilityState === "visible") this.#chat.read();
    const unread = this.#chat.unread();
    this.#badge.textContent = unread > 99 ? "99+" : String(unread);
    this.#badge.hidden = unread === 0;
    this.#launcher.setAttribute("aria-expanded", String(this.#isOpen));
    this.#launcher.setAttribute("aria-controls", "panel");
    const name = this.#isOpen ? t.close : t.open;
    this.#launcher.setAttribute("aria-label", unread > 0 ? `${name}, ${t.unread(unread)}` : name);
    this.#launcher.toggleAttribute("data-open", this.#isOpen);
    this.#panel.show();
  };

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(
      new CustomEvent(`edgedesk-chat-${name}`, { detail, bubbles: true, composed: true }),
    );
  }
}

/** One script tag is enough: a page that has no element of ours gets one. */
function addToPage(): void {
  if (document.querySelector("edgedesk-chat")) return;
  const { lang, identity } = script?.dataset ?? {};
  document.body.append(
    element("edgedesk-chat", { lang: lang ?? null, identity: identity ?? null, desk: source }),
  );
}

if (!customElements.get("edgedesk-chat")) {
  customElements.define("edgedesk-chat", ChatWidget);
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", addToPage);
  else addToPage();
}
