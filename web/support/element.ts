declare global {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- this one is extended
  interface HTMLElementTagNameMap {
    "edgedesk-chat": HTMLElement;
  }
}

type Child = Node | string | null;
type Listener = (event: Event) => void;

/** An element with attributes, listeners (`onclick`) and children; null and false leave things out. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | number | boolean | null | Listener> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== null && value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** The element of our own page that a selector finds. */
export function the<Kind extends HTMLElement = HTMLElement>(selector: string): Kind {
  const found = document.querySelector<Kind>(selector);
  if (!found) throw new Error(`The page has no ${selector}.`);
  return found;
}

/** A style sheet that a host page's Content-Security-Policy has nothing against: it is made, not loaded. */
export function styleSheet(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
