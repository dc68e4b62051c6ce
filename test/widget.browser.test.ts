import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFinds, startBrowser, watch } from "./support/browser.ts";
import { logOf, RoomSocket } from "./support/chat.ts";
import { newUser } from "./support/desk.ts";
import { serveHostPage } from "./support/host-page.ts";
import { lane } from "./support/lane.ts";
import { png } from "./support/pictures.ts";

const origin = lane.deskUrl;
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
}, 600_000);
afterAll(() => browser.close());

/** Another site, with one script tag of ours. */
async function openHostPage(
  options: object,
  body = `<script src="${origin}/widget.js" async></script>`,
) {
  const site = await serveHostPage(origin, body);
  const context = await browser.newContext(options);
  context.on("close", () => site.close());
  const page = await context.newPage();
  const wrongs = watch(page, origin, site.url);
  await page.addInitScript(`
    const sockets = (window.sockets = []);
    window.WebSocket = class extends WebSocket {
      constructor(...given) { super(...given); sockets.push(this); }
    };
    window.room = new Promise((found) =>
      addEventListener("edgedesk-chat-room", (e) => found(e.detail.room_id)));`);
  await page.goto(site.url);
  return { context, page, wrongs, room: async () => String(await page.evaluate("room")) };
}

test("a visitor and an agent show each other pictures, drawn on a page that forbids pictures from elsewhere", async () => {
  const agent = await newUser("admin");
  const host = await openHostPage({ viewport: { width: 390, height: 844 } });
  const { context, page, wrongs } = host;
  await page.getByRole("button", { name: "Open the chat" }).click();
  await page.getByRole("button", { name: "Start chatting" }).click();
  await write(page, "Mitt skåp gick sönder");
  const attach = page.getByRole("button", { name: "Send a picture or video" });
  await attach.waitFor();
  const choose = (name: string, bytes: Buffer) =>
    page
      .locator("edgedesk-chat input[type=file]")
      .setInputFiles({ name, mimeType: "image/png", buffer: bytes });
  await choose("skåp.png", png());
  await page.locator("edgedesk-chat .mine .file canvas").waitFor();
  await choose("brev.png", Buffer.from("not a picture"));
  await page.getByText("Only jpeg, png, webp, gif and mp4 are taken.").waitFor();

  const room = `/api/chat/rooms/${await host.room()}`;
  const form = new FormData();
  form.append("file", new Blob([Uint8Array.from(png())], { type: "image/png" }), "ersättning.png");
  const { content } = (await agent.send(`${room}/files`, { body: form })).body;
  await agent.send(`${room}/messages`, { body: { content } });
  await page.locator("edgedesk-chat .theirs .file canvas").waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "ersättning.png" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("ersättning.png");
  expect(await axeFinds(page)).toEqual([]);
  expect(wrongs.filter((wrong) => !wrong.includes("422"))).toEqual([]);
  await context.close();
});

async function write(page: Page, content: string): Promise<void> {
  const message = page.getByLabel("Your message");
  await message.fill(content);
  await message.press("Enter");
}

function said(page: Page): Promise<string[]> {
  return page.locator("edgedesk-chat .said").allInnerTexts();
}

test("a visitor and an agent chat; the network goes and comes back, and nothing is lost or doubled", async () => {
  const agent = await newUser("admin");
  for (const width of [1280, 390]) {
    const host = await openHostPage({ viewport: { width, height: 844 } });
    const { context, page, wrongs } = host;
    const answer = async (content: string) => {
      const path = `/api/chat/rooms/${await host.room()}/messages`;
      expect((await agent.send(path, { body: { content } })).status).toBe(200);
    };
    await page.getByRole("button", { name: "Open the chat" }).press("Enter");
    await page.getByText("You are chatting with an AI.").waitFor();
    await page.getByRole("button", { name: "I want to talk to a person" }).waitFor();
    expect([width, await axeFinds(page)]).toEqual([width, []]);
    await page.getByLabel("Your name").fill("Anna");
    await page.getByRole("button", { name: "Start chatting" }).click();

    await write(page, "Min spegel gick sönder och jag är missnöjd");
    await page.locator("edgedesk-chat .theirs", { hasText: "AI" }).waitFor();
    await page.getByRole("button", { name: "I want to talk to a person" }).click();
    await page.getByText("You have asked for a person.").waitFor();
    await answer("Hej Anna, det är Maja.");
    await page.getByText("A person is answering you now.").waitFor();
    expect([width, await axeFinds(page)]).toEqual([width, []]);

    await context.setOffline(true);
    await page.evaluate("sockets.forEach((socket) => socket.close())");
    await page.getByText("You are offline.").waitFor();
    for (const n of [1, 2]) await write(page, `Utan nät ${n}`);
    for (const n of [1, 2, 3]) await answer(`Medan du var borta ${n}`);
    expect(await page.getByText("Sending …").count()).toBe(2);
    await context.setOffline(false);
    await page.getByText("Medan du var borta 3").waitFor();
    await page.getByText("Sending …").first().waitFor({ state: "detached" });

    await page.evaluate("sockets.forEach((socket) => socket.close())");
    await answer("Efter en bruten förbindelse");
    await page.getByText("Efter en bruten förbindelse").waitFor();
    await write(page, "Tack!");
    await page.getByText("✓ Sent").waitFor();

    const log = await logOf(agent, await host.room());
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1));
    expect(await said(page)).toEqual(log.map(({ content }) => content));
    const own = log.filter(({ user_type }) => user_type === "customer");
    expect(own.map(({ content }) => content).slice(1)).toEqual([
      "Utan nät 1",
      "Utan nät 2",
      "Tack!",
    ]);

    await page.getByLabel("Your message").press("Escape");
    await answer("Är du kvar?");
    await page.getByRole("button", { name: "Open the chat, 1 unread" }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Open the chat, 1 unread" }).click();
    await page.getByText("Är du kvar?").waitFor();
    expect((await said(page)).length).toBe(log.length + 1);

    await page.getByRole("button", { name: "Log out and forget me" }).click();
    await page.getByText("This browser has forgotten the conversation.").waitFor();
    expect(await said(page)).toEqual([]);
    expect(await page.evaluate("localStorage.length")).toBe(0);
    const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect([width, overflow, wrongs]).toEqual([width, 0, []]);
    await context.close();
  }
});

test("typing is seen and reading is told, in the visitor's language", async () => {
  const script = `<edgedesk-chat lang="sv"></edgedesk-chat><script src="${origin}/widget.js" async></script>`;
  const { page, context, room, wrongs } = await openHostPage({ colorScheme: "dark" }, script);
  await page.getByRole("button", { name: "Öppna chatten" }).click();
  await page.getByRole("button", { name: "Börja chatta" }).click();
  await page.getByLabel("Ditt meddelande").fill("Hej");
  await page.getByRole("button", { name: "Skicka" }).click();
  await page.getByText("✓ Skickat").waitFor();
  const agent = await newUser("admin");
  const socket = await new RoomSocket(await room(), agent.token).live();
  await page.getByLabel("Ditt meddelande").pressSequentially("Jag");
  expect(await socket.frame("typing")).toMatchObject({ is_typing: true });
  socket.send({ type: "typing", is_typing: true });
  await page.getByText(`${agent.username} skriver …`).waitFor();
  socket.send({ type: "mark", read: 2 });
  await page.getByText("✓✓ Läst").waitFor();
  socket.send({ type: "send", client_id: "answer", content: "Hej, det är Maja." });
  const { seq } = await socket.frame("ack");
  await socket.frame("mark", ({ mark }) => mark.user_id !== agent.id && mark.read >= seq);
  expect([await axeFinds(page), wrongs]).toEqual([[], []]);
  socket.close();
  await context.close();
});

test("the demo shows both sides, cuts the visitor's network, and nothing is missing", async () => {
  for (const width of [1280, 390]) {
    const page = await browser.newPage({ viewport: { width, height: 844 } });
    const wrongs = watch(page, origin);
    await page.goto(`${origin}/demo/`);
    await page.getByLabel("Username").fill("admin");
    await page.getByLabel("Password").fill("admin123");
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByRole("button", { name: "Start chatting" }).click();
    await write(page, "Hello");
    await page.locator("#agent-log li").first().waitFor();
    await page.getByRole("button", { name: "Cut the visitor's network" }).click();
    await write(page, "Written without a network");
    await page.getByLabel("Your answer").fill("Answered meanwhile");
    await page.getByRole("button", { name: "Answer", exact: true }).click();
    await page.locator("#agent-log").getByText("Answered meanwhile").waitFor();
    expect(await page.locator("edgedesk-chat").getByText("Answered meanwhile").count()).toBe(0);
    await page.getByRole("button", { name: "Give the network back" }).click();
    await page.locator("edgedesk-chat").getByText("Answered meanwhile").waitFor();
    await page.locator("#agent-log").getByText("Written without a network").waitFor();
    const numbers = await page.locator("#desk-has li").allInnerTexts();
    await page.locator(`#visitor-has li:nth-child(${numbers.length})`).waitFor();
    expect(await page.locator("#visitor-has li").allInnerTexts()).toEqual(numbers);
    expect([width, await axeFinds(page), wrongs]).toEqual([width, [], []]);
    await page.close();
  }
});
