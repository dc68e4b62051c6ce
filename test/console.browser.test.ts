import { readFile } from "node:fs/promises";
import { eq } from "drizzle-orm";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { agentCalls } from "../src/agents/agent-calls.schema.ts";
import { query } from "../src/db/query.ts";
import { systemConfigs } from "../src/chat/system-config.schema.ts";
import { axeFinds, startBrowser, watch } from "./support/browser.ts";
import { newRoom, RoomSocket } from "./support/chat.ts";
import { database, newAddress, newEmail, newKey, newUser, send } from "./support/desk.ts";
import { lane } from "./support/lane.ts";
import { png } from "./support/pictures.ts";
import { newBuyer, newProduct, order } from "./support/portal.ts";

type User = Awaited<ReturnType<typeof newUser>>;

const origin = lane.deskUrl;
const sizes = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];
let browser: Browser;
let staff: User;

// Long enough to install a browser.
beforeAll(async () => {
  browser = await startBrowser();
  staff = await newUser("admin");
}, 600_000);
afterAll(async () => {
  await browser.close();
  await database.write([query.delete(systemConfigs)]);
});

/** A browser of the test's own with the console open in it, and what went wrong there. */
async function openConsole(viewport = { width: 1280, height: 900 }, before = "") {
  const extraHTTPHeaders = { "CF-Connecting-IP": newAddress() };
  const context = await browser.newContext({ viewport, extraHTTPHeaders });
  await context.addInitScript(before);
  const page = await context.newPage();
  const wrongs = watch(page, origin);
  await page.goto(`${origin}/console/`, { waitUntil: "networkidle" });
  return { context, page, wrongs };
}

async function logIn(page: Page, user: User): Promise<void> {
  await page.getByLabel("Username or e-mail").fill(user.username);
  await page.getByLabel("Password").fill(user.password);
  await page.getByRole("button", { name: "Log in" }).click();
}

/** The same with the staff's session, as after a reload: only ten logins a minute are let in. */
function openAsStaff(viewport?: { width: number; height: number }, user = staff) {
  const { token, id: userId, username } = user;
  const session = JSON.stringify({ token, userId, username, until: Date.now() + 3_600_000 });
  return openConsole(
    viewport,
    `sessionStorage.setItem("edgedesk.session", ${JSON.stringify(session)})`,
  );
}

async function open(page: Page, hash: string, heading: string) {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  await page.getByRole("heading", { level: 1, name: heading }).waitFor();
}

/** Waits until the view shows what it asked for: leaving earlier would break a request off. */
async function loaded(page: Page): Promise<void> {
  await expect.poll(() => page.getByText("Loading…").count()).toBe(0);
}

function overflow(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - innerWidth");
}

test("staff log in, a customer may not, and logging out ends the session and forgets it", async () => {
  const customer = await newUser();
  const refused = await openConsole();
  await logIn(refused.page, customer);
  await refused.page.getByText("The console is for staff").waitFor();
  expect(await refused.page.evaluate("sessionStorage.length")).toBe(0);
  await refused.context.close();

  const { context, page, wrongs } = await openConsole();
  await logIn(page, staff);
  await page.getByRole("heading", { name: "Inbox" }).waitFor();
  const kept = await page.evaluate("sessionStorage.getItem('edgedesk.session')");
  const { token } = JSON.parse(String(kept));
  await loaded(page);
  await page.reload({ waitUntil: "networkidle" });
  await page.getByRole("heading", { name: "Inbox" }).waitFor();
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("button", { name: "Log in" }).waitFor();
  expect(await page.evaluate("sessionStorage.length")).toBe(0);
  const me = await fetch(`${origin}/api/auth/me`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect([me.status, wrongs]).toEqual([401, []]);
  await context.close();
});

test("a customer is answered in the inbox though the network is cut and comes back: nothing is lost or doubled", async () => {
  for (const size of sizes) {
    const customer = await newUser();
    const roomId = await newRoom(customer);
    const visitor = await new RoomSocket(roomId, customer.token).live();
    visitor.send({ type: "send", client_id: "q1", content: "My mirror broke, this is a scandal" });
    const { context, page, wrongs } = await openAsStaff(size);
    await page.evaluate(`location.hash = "#/inbox/${roomId}"`);
    const messages = page.getByRole("log", { name: "Messages" });
    await messages.getByText("My mirror broke").waitFor();
    await page.getByRole("button", { name: "Take over" }).click();
    await page.getByText("A person answers", { exact: true }).waitFor();

    visitor.send({ type: "send", client_id: "q2", content: "Hello, are you there? It is broken" });
    const suggestion = page.getByRole("button", { name: "Edit suggestion 1" });
    await suggestion.click();
    const box = page.getByLabel("Your answer to Anna");
    const suggested = await box.inputValue();
    expect(suggested.length).toBeGreaterThan(10);
    await box.fill(`${suggested} Best, Eva`);
    await box.press("Enter");
    await visitor.frame("message", ({ message }) => message.content === `${suggested} Best, Eva`);
    await expect.poll(() => page.getByText("Waiting to be sent").count()).toBe(0);

    await cut(context, page, true);
    await page.getByText("Connection lost").waitFor();
    visitor.send({ type: "send", client_id: "q3", content: "Sent while you were away" });
    await visitor.frame("ack", ({ client_id }) => client_id === "q3");
    for (const text of ["Written in the tunnel", "And one more"]) {
      await box.fill(text);
      await box.press("Enter");
    }
    expect(await page.getByText("Waiting to be sent").count()).toBe(2);
    await cut(context, page, false);
    await messages.getByText("Sent while you were away").waitFor();
    await visitor.frame("message", ({ message }) => message.content === "And one more");
    await expect.poll(() => page.getByText("Waiting to be sent").count()).toBe(0);

    const said = visitor.messages().filter(({ is_ai_generated }) => !is_ai_generated);
    expect(said.map(({ content }) => content)).toEqual([
      "My mirror broke, this is a scandal",
      "Hello, are you there? It is broken",
      `${suggested} Best, Eva`,
      "Sent while you were away",
      "Written in the tunnel",
      "And one more",
    ]);
    const shown = await page.locator(".messages .said").allInnerTexts();
    expect(shown).toEqual(visitor.messages().map(({ content }) => content));

    const newest = visitor.messages().at(-1)?.seq ?? 0;
    visitor.send({ type: "mark", delivered: newest, read: newest });
    await messages.getByText("Read", { exact: true }).waitFor();
    visitor.send({ type: "typing", is_typing: true });
    await page.getByText("is typing…").waitFor();
    await page.getByRole("button", { name: "Canned replies" }).click();
    await page.getByRole("button", { name: "You are welcome", exact: false }).first().click();
    expect(await box.inputValue()).toBe("You are welcome, Anna. Have a good day!");
    await box.press("Enter");
    await visitor.frame("message", ({ message }) => message.content.endsWith("Have a good day!"));
    await page.getByRole("button", { name: "Hand back to AI" }).click();
    await page.getByText("AI answers", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Close", exact: true }).click();
    await page.getByText("This chat is closed").waitFor();
    expect([size, await axeFinds(page), await overflow(page)]).toEqual([size, [], 0]);
    await page.getByRole("button", { name: "Reopen" }).click();
    await box.waitFor();
    expect(wrongs).toEqual([]);
    visitor.close();
    await context.close();
  }
});

/** Cuts the network, as the browser tells its pages, and gives what is under way the time to end. */
async function cut(context: BrowserContext, page: Page, isCut: boolean): Promise<void> {
  if (isCut) await page.waitForLoadState("networkidle");
  await context.setOffline(isCut);
}

test("a claim with its photo is approved in part in the console, and the customer gets that refund", async () => {
  for (const size of sizes) {
    const buyer = await newBuyer();
    const { body: placed } = await order(buyer, [[await newProduct(100), 20]]);
    for (const status of ["picking", "delivering", "delivered"]) {
      const path = `/admin/orders/${placed.order_id}/status`;
      await staff.send(path, { method: "PUT", body: { status } });
    }
    const form = new FormData();
    form.append("order_id", placed.order_id);
    form.append("claim_type", "DAMAGED_ITEM");
    form.append("description", "The cartons were torn and leaking.");
    form.append("files", new Blob([new Uint8Array(png())], { type: "image/png" }), "torn.png");
    const { body: claim } = await buyer.send("/customer/claims/", { body: form });

    const { context, page, wrongs } = await openAsStaff(size);
    await open(page, "#/claims", "Claims");
    await page.getByRole("link", { name: claim.claim_id }).click();
    await page.getByRole("heading", { level: 1, name: claim.claim_id }).waitFor();
    const photo = page.getByRole("img", { name: "What the customer sent, 1" });
    await photo.scrollIntoViewIfNeeded();
    await expect.poll(() => photo.evaluate((img: any) => img.naturalWidth)).toBeGreaterThan(0);
    expect([size, await axeFinds(page), await overflow(page)]).toEqual([size, [], 0]);
    await page.getByLabel("Refund in euros").fill("12.5");
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByRole("heading", { name: "Approved: €12.50" }).waitFor();
    const seen = await buyer.send(`/customer/claims/${claim.claim_id}`);
    expect(seen.body).toMatchObject({ status: "approved", credit_amount: 12.5 });
    expect(wrongs).toEqual([]);
    await context.close();
  }
});

test("a long import shows its progress to the end, its errors, and is undone", async () => {
  for (const size of sizes) {
    const { context, page, wrongs } = await openAsStaff(size);
    await open(page, "#/leads", "Leads");
    const rows = Array.from({ length: 2000 }, (_, i) => `Name ${i};${newEmail()};Angebot`);
    const text = `Name;E-Mail;Status\n${rows.join("\n")}\n;no-address;Kunde\n`;
    const file = { name: "leads.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
    await page.getByLabel("Import a file").setInputFiles(file);
    await page.getByRole("heading", { name: "Import of leads" }).waitFor();
    const bar = page.getByRole("progressbar");
    const seen = new Set<number>();
    await expect
      .poll(
        async () => {
          const value = Number(await bar.evaluate((element: any) => element.value));
          seen.add(value);
          return value;
        },
        { timeout: 60_000, interval: 20 },
      )
      .toBe(2001);
    expect(seen.size).toBeGreaterThan(1);
    await page.getByRole("heading", { name: "What was wrong" }).waitFor();
    const errors = page.getByRole("region", { name: "Errors" });
    expect(await errors.locator("tbody tr").count()).toBeGreaterThan(0);
    expect([size, await axeFinds(page), await overflow(page)]).toEqual([size, [], 0]);
    await page.getByRole("button", { name: "Undo the import" }).click();
    await page.getByText("Undone: 2,000 leads deleted").waitFor();
    expect(wrongs).toEqual([]);
    await context.close();
  }
});

test("the config is changed in the console and obeyed; whoever has an old version is told", async () => {
  const path = "/api/admin/system-config";
  for (const size of sizes) {
    const { context, page, wrongs } = await openAsStaff(size);
    await open(page, "#/settings", "Settings");
    await page.getByLabel("Longest AI answer").fill("25");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    const customer = await newUser();
    const { body } = await customer.send("/api/chat/analyze", {
      body: { message: "Der Schrank ist kaputt" },
    });
    expect(body.suggestions.length).toBeGreaterThan(0);
    for (const text of body.suggestions) expect(text.length).toBeLessThanOrEqual(25);

    const { body: config } = await staff.send(path);
    await staff.send(path, { method: "PUT", body: { ...config, max_response_length: 400 } });
    expect(wrongs).toEqual([]);
    await page.getByLabel("Longest AI answer").fill("30");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Somebody else has changed the settings").waitFor();
    await page.getByRole("button", { name: "Show what is in force" }).click();
    await expect.poll(() => page.getByLabel("Longest AI answer").inputValue()).toBe("400");
    // Chromium itself writes every refused request to the console; the 409 is the only one.
    expect(wrongs).toEqual([expect.stringContaining("409")]);
    await context.close();
  }
});

test("the calls of agents are counted in the analytics, and what failed is named", async () => {
  const agent = await newKey("gpt");
  const email = newEmail();
  const ticket = { customer_email: email, issue_type: "damage_claim", client_ref: "one" };
  for (const description of ["The mirror", "The same reference, another thing"]) {
    const body = { ...ticket, description };
    await agent.send("/gpt-rag/create-ticket", { body });
  }
  // They are counted behind the answer.
  const counted = query.select().from(agentCalls).where(eq(agentCalls.customerEmail, email));
  await expect.poll(async () => (await database.read([counted]))[0].length).toBe(2);
  const { context, page, wrongs } = await openAsStaff();
  await open(page, "#/analytics", "Analytics");
  const operations = page.getByRole("region", { name: "Operations" });
  await operations.getByText("Create ticket").waitFor();
  const failed = page.getByRole("region", { name: "What failed last" });
  const mine = failed.getByRole("row").filter({ hasText: email });
  expect(await mine.innerText()).toMatch(/^Create ticket\s+idempotency-key-reused\s/);
  await page.getByRole("button", { name: "24 hours" }).click();
  await page.locator("figcaption", { hasText: "Calls by hour" }).waitFor();
  expect(wrongs).toEqual([]);
  await context.close();
});

test("an order is moved by the buttons that are legal, and a user is deactivated and let in again", async () => {
  const buyer = await newBuyer();
  const { body: placed } = await order(buyer, [[await newProduct(100), 20]]);
  const { context, page, wrongs } = await openAsStaff();
  await open(page, `#/orders/${placed.order_id}`, placed.order_id);
  const moves = page.getByRole("region", { name: "Status" }).getByRole("button");
  await moves.first().waitFor();
  const texts = await moves.allInnerTexts();
  expect(texts).toEqual([
    "Under risk",
    "Waiting for customer action",
    "Picking",
    "Cancel the order",
  ]);
  await page.getByRole("button", { name: "Picking" }).click();
  await page.getByRole("button", { name: "Delivering" }).waitFor();
  const { body: moved } = await buyer.send(`/customer/orders/${placed.order_id}`);
  expect(moved.status).toBe("picking");

  const user = await newUser();
  await open(page, "#/users", "Users");
  await page.getByRole("button", { name: `Deactivate ${user.username}` }).click();
  await page.getByRole("button", { name: `Activate ${user.username}` }).waitFor();
  const credentials = { username: user.username, password: user.password };
  expect((await staff.send("/api/auth/login", { body: credentials })).status).toBe(403);
  await page.getByRole("button", { name: `Activate ${user.username}` }).click();
  await page.getByRole("button", { name: `Deactivate ${user.username}` }).waitFor();

  await open(page, `#/changes/${user.id}`, "Changes");
  await page.getByText(`Only to ${user.id}`).waitFor();
  await loaded(page);
  const done = await page.locator("tbody tr td:first-child").allInnerTexts();
  expect(done).toEqual(["Activate user", "Deactivate user"]);
  await page
    .getByRole("link", { name: `user:${staff.id}` })
    .first()
    .click();
  await page.getByText(`Only by user:${staff.id}`).waitFor();
  await page.getByRole("cell", { name: "Update order status" }).first().waitFor();
  await page.getByRole("link", { name: "All changes" }).click();
  await expect.poll(() => page.getByText("Only by").count()).toBe(0);
  await loaded(page);
  expect(wrongs).toEqual([]);
  await context.close();
});

test("a machine key is made in the console, shown once, and revoked when that is confirmed", async () => {
  for (const size of sizes) {
    const { context, page, wrongs } = await openAsStaff(size);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await open(page, "#/users", "Users");
    const name = `Bot ${newEmail()}`;
    const keys = page.getByRole("region", { name: "Machine keys" });
    const form = keys.getByRole("form", { name: "New key" });
    await form.getByLabel("Name").fill(name);
    await form.getByLabel("Agents").uncheck();
    expect(await form.getByRole("button", { name: "Make a key" }).isDisabled()).toBe(true);
    await form.getByLabel("Sales").check();
    await form.getByLabel("Days").fill("90");
    await form.getByRole("button", { name: "Make a key" }).click();
    const shown = keys.getByLabel(`The key of ${name}`);
    const secret = await shown.inputValue();
    await keys.getByText("it is not shown again").waitFor();
    await keys.getByRole("button", { name: "Copy" }).click();
    await keys.getByText("Copied.").waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(secret);
    const use = () => send("/leads", { headers: { Authorization: `Bearer ${secret}` } });
    expect((await use()).status).toBe(200);
    await keys.locator("tr", { hasText: name }).getByText("until").waitFor();
    expect([size, await axeFinds(page), await overflow(page)]).toEqual([size, [], 0]);
    await keys.getByRole("button", { name: "Done" }).click();
    await page.reload({ waitUntil: "networkidle" });
    expect(await page.content()).not.toContain(secret);

    await keys.getByRole("button", { name: `Revoke ${name}` }).click();
    await keys.getByRole("button", { name: "Keep" }).click();
    await keys.getByRole("button", { name: `Revoke ${name}` }).click();
    await keys.getByRole("button", { name: "Revoke for good" }).click();
    await keys.locator("tr", { hasText: name }).getByText("Revoked", { exact: true }).waitFor();
    expect((await use()).status).toBe(401);
    expect(wrongs).toEqual([]);
    await context.close();
  }
});

test("what is held about a person is exported as a file, and erased when that is confirmed", async () => {
  const { context, page, wrongs } = await openAsStaff(sizes[1]);
  await open(page, "#/users", "Users");
  const email = newEmail();
  const agent = await newKey("gpt");
  const ticket = { customer_email: email, issue_type: "general", description: "Lampa" };
  await agent.send("/gpt-rag/create-ticket", { body: ticket });
  const data = page.getByRole("region", { name: "Personal data" });
  await data.getByLabel("Whose").fill(email);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    data.getByRole("button", { name: "Export" }).click(),
  ]);
  await data.getByText("1 tickets").waitFor();
  const file = await readFile(await download.path(), "utf8");
  expect(JSON.parse(file).holdings).toContainEqual(expect.objectContaining({ name: "tickets" }));
  await data.getByRole("button", { name: "Erase this person" }).click();
  await data.getByRole("button", { name: "Erase for good" }).click();
  await data.locator("tr", { hasText: "Tickets" }).getByText("Erased").waitFor();
  expect([await axeFinds(page), await overflow(page), wrongs]).toEqual([[], 0, []]);
  await data.getByRole("button", { name: "Export" }).click();
  await data.getByText("Nothing is held.").waitFor();
  await context.close();
});

test("every view is without barriers in light and dark, fits the screen, and asks no other host", async () => {
  const views = [
    "Inbox",
    "Claims",
    "Orders",
    "Leads",
    "Tickets",
    "Knowledge",
    "Analytics",
    "Settings",
    "Users",
    "Changes",
  ];
  for (const size of sizes) {
    // The dark scheme changes colours and nothing else.
    for (const [colorScheme, ...rules] of [["light"], ["dark", "color-contrast"]] as const) {
      // Looking at everything at once uses up the calls of a minute; so each time somebody else does, from elsewhere.
      const { context, page, wrongs } = await openAsStaff(size, await newUser("admin"));
      await page.emulateMedia({ colorScheme });
      for (const view of views) {
        await page
          .getByRole("navigation", { name: "Views" })
          .getByRole("link", { name: view })
          .click();
        await page.getByRole("heading", { level: 1, name: view }).waitFor();
        await loaded(page);
        const where = [view, size.width, colorScheme];
        const found = await axeFinds(page, ...rules);
        expect([...where, found, await overflow(page)]).toEqual([...where, [], 0]);
      }
      expect(wrongs).toEqual([]);
      await context.close();
    }
  }
});
