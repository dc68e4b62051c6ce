import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { price } from "../src/pricing/price.ts";
import { bundledTariff } from "../src/pricing/tariff.ts";
import { axeFinds, startBrowser, watch } from "./support/browser.ts";
import { send } from "./support/desk.ts";
import { lane } from "./support/lane.ts";

const origin = lane.deskUrl;
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
}, 600_000);
afterAll(() => browser.close());

test("whoever moves the sliders sees the desk's own price, and gets it signed", async () => {
  for (const width of [1280, 390]) {
    const page = await browser.newPage({ viewport: { width, height: 844 } });
    const wrongs = watch(page, origin);
    await page.goto(`${origin}/calculator/`);
    const total = page.locator("edgedesk-calculator .total");
    await total.getByText("SEK 5,126").waitFor();

    for (const extra of ["Packing", "Cleaning", "Piano"]) await page.getByLabel(extra).check();
    await total.getByText("SEK 8,909").waitFor();
    await page.getByRole("slider", { name: "Volume" }).press("ArrowRight");
    const expected = price(bundledTariff, {
      volume_m3: 26,
      floors_from: 4,
      floors_to: 2,
      elevator_from: "none",
      elevator_to: "small",
      additional_services: ["packing", "cleaning", "piano"],
      distance_km: 15,
    });
    const shown = await total.innerText();
    expect(Number(shown.replaceAll(/\D/g, ""))).toBe(expected.total_price);
    const picture = page.getByRole("img", { name: /^Who pays/ });
    const told = await picture.getAttribute("aria-label");
    const sum = [...(told ?? "").matchAll(/SEK\s([\d,]+)/g)].reduce(
      (all, [, kronor]) => all + Number(kronor?.replaceAll(",", "")),
      0,
    );
    expect(sum).toBe(expected.subtotal + expected.rut_savings);

    await page.getByRole("button", { name: "Lock this price" }).click();
    const token = await page.getByLabel("Signed quote").inputValue();
    const { body } = await send(`/quotes/${token}`);
    expect(body).toMatchObject({
      valid: true,
      request: { volume_m3: 26, additional_services: ["packing", "cleaning", "piano"] },
      price: { pricing_data: { total_price: expected.total_price } },
    });
    await page.getByLabel("Piano").uncheck();
    expect(await page.getByLabel("Signed quote").count()).toBe(0);

    await page.getByRole("button", { name: "Svenska" }).click();
    await page.getByRole("heading", { name: "Vad kostar flytten?" }).waitFor();
    expect(await page.getByLabel("Piano").isChecked()).toBe(false);
    expect([width, await axeFinds(page)]).toEqual([width, []]);
    const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect([width, overflow, wrongs]).toEqual([width, 0, []]);
    await page.close();
  }
});

test("a site with a strict policy and colours of its own can have the calculator", async () => {
  const page = await browser.newPage({ colorScheme: "dark" });
  const wrongs = watch(page, origin);
  const policy = `default-src 'none'; script-src ${origin}; connect-src ${origin}; img-src data:`;
  await page.route(`${origin}/host-page`, (route) =>
    route.fulfill({
      contentType: "text/html",
      headers: { "Content-Security-Policy": `${policy}; require-trusted-types-for 'script'` },
      body:
        `<!doctype html><html lang="de"><title>Host</title><link rel="icon" href="data:,">` +
        `<edgedesk-calculator></edgedesk-calculator><script src="/calculator.js" async></script>`,
    }),
  );
  await page.goto(`${origin}/host-page`);
  await page.getByRole("heading", { name: "Was kostet der Umzug?" }).waitFor();
  await page.locator(".total").getByText("5.126").waitFor();
  const surface = await page.evaluate(
    `getComputedStyle(document.querySelector("edgedesk-calculator").shadowRoot.querySelector("section")).backgroundColor`,
  );
  expect(surface).toBe("rgb(22, 29, 37)");
  expect(wrongs).toEqual([]);
  await page.close();
});
