// npm run pictures -- [origin]: the README's pictures, taken of a desk that runs with the demo (`npm start`).
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { startBrowser } from "../test/support/browser.ts";
import { demoUsers } from "./demo/demo-users.ts";
import { Explained, main } from "./support/explained.ts";

const origin = process.argv[2] ?? "http://localhost:8787";
const folder = join(import.meta.dirname, "../docs/pictures");
const size = { width: 1200, height: 750 };

type Picture = { path: string; ready?: (page: Page) => Promise<unknown> };

const pictures: Record<string, Picture> = {
  start: { path: "/", ready: (page) => page.getByText("kr").first().waitFor() },
  calculator: { path: "/calculator/", ready: (page) => page.getByText("kr").first().waitFor() },
  chat: { path: "/demo/", ready: chat },
  agents: { path: "/agents/" },
  api: { path: "/docs/", ready: (page) => page.locator(".opblock").first().waitFor() },
  inbox: { path: "/console/", ready: openInbox },
  claims: { path: "/console/#/claims", ready: logIn },
  analytics: { path: "/console/#/analytics", ready: logIn },
};

await main(async () => {
  await fetch(`${origin}/health`).catch(() => {
    throw new Explained(`There is no desk at ${origin}; start one with \`npm start\`.`);
  });
  mkdirSync(folder, { recursive: true });
  const browser = await startBrowser();
  try {
    for (const [name, { path, ready }] of Object.entries(pictures)) {
      const context = await browser.newContext({ viewport: size, colorScheme: "light" });
      const page = await context.newPage();
      await page.goto(origin + path, { waitUntil: "networkidle" });
      await ready?.(page);
      await page.waitForTimeout(1_000);
      await page.screenshot({ path: join(folder, `${name}.jpg`), type: "jpeg", quality: 72 });
      await context.close();
    }
  } finally {
    await browser.close();
  }
});

/** The visitor asks something, and the AI answers. */
async function chat(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Start chatting" }).click();
  const message = page.getByLabel("Your message");
  await message.fill("Hej! Var är min flyttbil?");
  await message.press("Enter");
  await page.locator("edgedesk-chat .theirs").first().waitFor();
}

async function logIn(page: Page): Promise<void> {
  const admin = demoUsers.find(({ role }) => role === "admin");
  if (!admin) throw new Explained("The demo has no administrator.");
  await page.getByLabel("Username or e-mail").fill(admin.username);
  await page.getByLabel("Password").fill(admin.password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForLoadState("networkidle");
}

async function openInbox(page: Page): Promise<void> {
  await logIn(page);
  await page.locator("a[href^='#/inbox/']").first().click();
  await page.getByText("Live", { exact: true }).waitFor();
}
