import { price, type Pricing } from "../../src/pricing/price.ts";
import type { PriceRequest, QuoteGiven } from "../../src/pricing/pricing.schema.ts";
import type { Tariff } from "../../src/pricing/tariff.ts";
import { element, styleSheet } from "../support/element.ts";
import { ask, deskOf, languageOf } from "../support/surroundings.ts";
import css from "./calculator.css";
import { fields, firstRequest } from "./fields.ts";
import { picture } from "./picture.ts";
import { texts } from "./texts.ts";

const script =
  document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";
const SAY_AFTER_MS = 600;

/**
 * `<edgedesk-calculator lang="sv">` prices a move in the browser, with the module that the desk itself
 * prices with, and has the desk sign the price on request. Tells the page `edgedesk-price` (the price) and
 * `edgedesk-quote` (the desk's answer) as events that bubble.
 */
class Calculator extends HTMLElement {
  static readonly observedAttributes = ["lang", "desk"];
  readonly #root = this.attachShadow({ mode: "open" });
  readonly #request: PriceRequest = { ...firstRequest };
  #tariff: Tariff | null = null;
  #pricing: Pricing | null = null;
  #saying = 0;

  connectedCallback(): void {
    this.#root.adoptedStyleSheets = [styleSheet(css)];
    this.#draw();
    void this.#load();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#saying);
  }

  attributeChangedCallback(name: string, before: string | null): void {
    if (before === null || !this.isConnected) return;
    if (name === "desk") void this.#load();
    else this.#draw();
  }

  get #texts() {
    return texts[languageOf(this)];
  }

  get #desk() {
    return deskOf(this, script);
  }

  #money = (kronor: number): string =>
    kronor.toLocaleString(languageOf(this), {
      style: "currency",
      currency: "SEK",
      maximumFractionDigits: 0,
    });

  async #load(): Promise<void> {
    this.#result(element("p", { class: "state" }, this.#texts.loading));
    try {
      this.#tariff = await ask<Tariff>(`${this.#desk}/price/tariff`);
      this.#show();
    } catch {
      const again = element("button", { type: "button", onclick: () => void this.#load() });
      again.textContent = this.#texts.retry;
      this.#result(element("p", { class: "state", role: "alert" }, this.#texts.failed), again);
    }
  }

  #draw(): void {
    const t = this.#texts;
    this.#root.replaceChildren(
      element(
        "section",
        { "aria-labelledby": "title", lang: languageOf(this) },
        element("h2", { id: "title" }, t.title),
        element(
          "div",
          { class: "sides" },
          fields(t, this.#request, () => this.#show()),
          element("p", { class: "peek", "aria-hidden": "true" }),
          element("div", { class: "result", part: "result" }),
        ),
        element("p", { class: "unseen", role: "status" }),
      ),
    );
    this.#show();
  }

  #result(...children: HTMLElement[]): void {
    this.#root.querySelector(".result")?.replaceChildren(...children);
  }

  /** Prices what is asked for now and shows it; a quote of something else disappears. */
  #show(): void {
    if (!this.#tariff) return;
    const t = this.#texts;
    this.#pricing = price(this.#tariff, this.#request);
    const total = this.#money(this.#pricing.total_price);
    const quote = element("button", { type: "button", onclick: () => void this.#quote(quote) });
    quote.textContent = t.quote;
    this.#result(
      element("p", { class: "label" }, element("i", { class: "you" }), t.youPay),
      element("p", { class: "total" }, total),
      element("p", { class: "hint" }, t.inclusive),
      ...picture(t, this.#money, this.#pricing, this.#request),
      quote,
    );
    this.#root
      .querySelector(".peek")
      ?.replaceChildren(`${t.youPay} `, element("strong", {}, total));
    this.dispatchEvent(
      new CustomEvent("edgedesk-price", { detail: this.#pricing, bubbles: true, composed: true }),
    );
    clearTimeout(this.#saying);
    this.#saying = setTimeout(() => this.#say(`${t.youPay}: ${total}`), SAY_AFTER_MS);
  }

  #say(sentence: string): void {
    const status = this.#root.querySelector("[role=status]");
    if (status) status.textContent = sentence;
  }

  async #quote(button: HTMLButtonElement): Promise<void> {
    const t = this.#texts;
    button.setAttribute("aria-disabled", "true");
    button.textContent = t.quoting;
    try {
      const quote = await ask<QuoteGiven>(`${this.#desk}/quotes`, { body: this.#request });
      if (!button.isConnected) return;
      await this.#followPriceList(quote);
      this.#showQuote(quote);
    } catch (error) {
      if (!button.isConnected) return;
      button.removeAttribute("aria-disabled");
      button.textContent = t.quote;
      const detail = error instanceof Error ? error.message : t.failed;
      button.after(element("p", { class: "state", role: "alert" }, detail));
    }
  }

  /** The desk signs by the price list of this moment; if that is a newer one, all figures follow it. */
  async #followPriceList({ price: { tariff_version } }: QuoteGiven): Promise<void> {
    if (tariff_version === this.#tariff?.version) return;
    this.#tariff = await ask<Tariff>(`${this.#desk}/price/tariff?${tariff_version}`);
    this.#show();
    this.#root
      .querySelector(".total")
      ?.after(element("p", { class: "state" }, this.#texts.newPrices));
  }

  #showQuote(quote: QuoteGiven): void {
    const t = this.#texts;
    const day = new Date(quote.expires_at).toLocaleDateString(languageOf(this), {
      day: "numeric",
      month: "long",
      year: "numeric",
    });
    const sentence = t.quoted(this.#money(quote.price.pricing_data.total_price), day);
    const token = element("input", { readonly: true, value: quote.quote_token, id: "quote" });
    const copy = element("button", {
      type: "button",
      class: "quiet",
      onclick: async () => {
        token.select();
        await navigator.clipboard.writeText(token.value);
        copy.textContent = t.copied;
      },
    });
    copy.textContent = t.copy;
    const shown = element(
      "div",
      { class: "quote", tabindex: -1 },
      element("p", {}, `✓ ${sentence}`),
      element("label", { for: "quote" }, t.reference),
      element("div", { class: "reference" }, token, copy),
    );
    this.#root.querySelector(".result > button")?.replaceWith(shown);
    shown.focus({ preventScroll: true });
    this.#say(sentence);
    this.dispatchEvent(
      new CustomEvent("edgedesk-quote", { detail: quote, bubbles: true, composed: true }),
    );
  }
}

if (!customElements.get("edgedesk-calculator")) {
  customElements.define("edgedesk-calculator", Calculator);
}
