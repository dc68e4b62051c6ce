import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { readMarkdown } from "../../src/knowledge/read-markdown.ts";
import { logLineOf, newKey, newUser, send } from "../support/desk.ts";

const faqs = "/api/v1/chat/faqs";
const base = "/api/v1/chat/knowledge";

function entry(changes: object = {}) {
  return {
    kind: "faq",
    category: `test-${randomUUID()}`,
    texts: [
      { language: "en", title: "Do you move pianos?", body: "Yes, with care." },
      { language: "sv", title: "Flyttar ni pianon?", body: "Ja, varsamt.", keywords: "flygel" },
    ],
    ...changes,
  };
}

test("anybody reads the FAQs, the most read first; each listing counts behind the answer", async () => {
  const first = await send(faqs);
  expect(first.headers.get("X-RateLimit-Limit")).toBe("100");
  expect(first.body.length).toBeGreaterThanOrEqual(5);
  const counts = first.body.map((faq: any) => faq.view_count);
  expect(counts).toEqual(counts.toSorted((a: number, b: number) => b - a));
  expect(first.body[0]).toMatchObject({ question: "How do I reset my password?", language: "en" });
  const { cost, cost_before_answer } = await logLineOf(first);
  expect([cost_before_answer.pipelines, cost.pipelines]).toEqual([1, 2]);
  const second = await send(faqs);
  for (const faq of first.body) {
    const now = second.body.find((other: any) => other.id === faq.id);
    expect([faq.id, now?.view_count]).toEqual([faq.id, faq.view_count + 1]);
  }
});

test("FAQs are filtered by category and shown in the language wanted, or in one that they have", async () => {
  const admin = await newUser("admin");
  const { body: added } = await admin.send(base, { body: entry() });
  const inSwedish = await send(`${faqs}?category=${added.category}&language=sv`);
  expect(inSwedish.body).toEqual([
    {
      id: added.id,
      question: "Flyttar ni pianon?",
      answer: "Ja, varsamt.",
      category: added.category,
      view_count: 0,
      language: "sv",
    },
  ]);
  const inFinnish = await send(`${faqs}?category=${added.category}&language=fi`);
  expect(inFinnish.body).toMatchObject([{ language: "en" }]);
  expect((await send(`${faqs}?category=nothing`)).body).toEqual([]);
  expect((await send(`${faqs}?language=xx`)).status).toBe(422);
});

test("with skip or limit a list is a page with its total, without either it is bare", async () => {
  const { body: all } = await send(faqs);
  expect(Array.isArray(all)).toBe(true);
  const { body: page } = await send(`${faqs}?skip=1&limit=2`);
  expect(page).toMatchObject({ total: all.length, skip: 1, limit: 2 });
  expect(page.items.map((faq: any) => faq.id)).toEqual(all.slice(1, 3).map((faq: any) => faq.id));
  expect((await send(`${faqs}?limit=1000`)).body.items).toHaveLength(all.length);
  for (const bad of ["limit=1001", "limit=0", "skip=-1", "limit=x"]) {
    expect([bad, (await send(`${faqs}?${bad}`)).status]).toEqual([bad, 422]);
  }
});

test("an admin adds, reads, replaces, switches off and removes an entry; others may not", async () => {
  const admin = await newUser("admin");
  const { body: added } = await admin.send(base, { body: entry() });
  expect((await admin.send(`${base}/${added.id}`)).body).toEqual(added);
  const change = entry({ category: added.category, is_active: false, texts: [entry().texts[0]] });
  const replaced = await admin.send(`${base}/${added.id}`, { method: "PUT", body: change });
  expect(replaced.body).toMatchObject({ id: added.id, is_active: false, view_count: 0 });
  expect(replaced.body.texts).toHaveLength(1);
  expect((await send(`${faqs}?category=${added.category}`)).body).toEqual([]);
  const { body: page } = await admin.send(`${base}?category=${added.category}`);
  expect(page).toMatchObject({ total: 1, items: [{ id: added.id }] });

  const user = await newUser();
  expect((await user.send(base)).status).toBe(403);
  expect((await user.send(base, { body: entry() })).status).toBe(403);
  expect((await admin.send(`${base}/${added.id}`, { method: "DELETE" })).status).toBe(200);
  expect((await admin.send(`${base}/${added.id}`, { method: "DELETE" })).status).toBe(404);
  expect((await admin.send(`${base}/${added.id}`, { method: "PUT", body: change })).status).toBe(
    404,
  );
  expect((await admin.send(`${base}/${added.id}`)).status).toBe(404);
});

test("an entry sent twice with the same key is one, and numbers are not given again", async () => {
  const admin = await newUser("admin");
  const body = { ...entry(), client_ref: randomUUID() };
  const [one, two] = [await admin.send(base, { body }), await admin.send(base, { body })];
  expect(two.body).toEqual(one.body);
  expect(two.headers.get("Idempotency-Replayed")).toBe("true");
  await admin.send(`${base}/${one.body.id}`, { method: "DELETE" });
  const { body: next } = await admin.send(base, { body: entry() });
  expect(next.id).toBe(one.body.id + 1);
});

test("entries that break a rule are refused", async () => {
  const admin = await newUser("admin");
  const [text] = entry().texts;
  for (const bad of [
    { texts: [] },
    { texts: [text, text] },
    { texts: [{ ...text, title: " " }] },
    { texts: [{ ...text, language: "no" }] },
    { texts: [{ ...text, body: "x".repeat(20_001) }] },
    { kind: "page" },
    { category: "" },
  ]) {
    expect([bad, (await admin.send(base, { body: entry(bad) })).status]).toEqual([bad, 422]);
  }
});

test("Markdown is imported by its headings, and again without doubling anything", async () => {
  const admin = await newUser("admin");
  const category = `import-${randomUUID()}`;
  const markdown = `# ${category}\n\n## Where do we store a ${category}?\n\nIn the cellar.\nKeywords: basement\n\n## Second ${category}\n\n\`\`\`\n## not a heading\n\`\`\`\n`;
  const imported = await admin.send(`${base}/import`, { body: { markdown, kind: "faq" } });
  expect(imported.body).toEqual({ added: 2, replaced: 0 });
  const changed = markdown.replace("cellar", "attic");
  const again = await admin.send(`${base}/import`, { body: { markdown: changed, kind: "faq" } });
  expect(again.body).toEqual({ added: 0, replaced: 2 });
  const { body: list } = await send(`${faqs}?category=${category}`);
  expect(list).toMatchObject([
    { answer: "In the attic." },
    { answer: "```\n## not a heading\n```" },
  ]);
  const found = await admin.send(`${base}/search?q=basement`);
  expect(found.body.items[0].body).toBe("In the attic.");
  const translation = { language: "de", title: `Lager ${category}`, body: "Im Keller." };
  const both = { language: "en", title: `Second ${category}`, body: "New." };
  const json = { entries: [{ kind: "faq", category, texts: [both, translation] }] };
  expect((await admin.send(`${base}/import`, { body: json })).body).toEqual({
    added: 1,
    replaced: 1,
  });
});

test("an import with anything wrong in it changes nothing", async () => {
  const admin = await newUser("admin");
  const category = `import-${randomUUID()}`;
  for (const body of [
    {},
    { markdown: "no headings" },
    { markdown: `# ${category}\n\n## Good\n\nText.\n\n## Empty\n` },
    { markdown: "## a\n\nb\n", entries: [entry()] },
    { entries: Array.from({ length: 201 }, () => entry({ category })) },
  ]) {
    const { status, body: problem } = await admin.send(`${base}/import`, { body });
    expect([status, problem.code]).toEqual([422, "validation-failed"]);
  }
  expect((await admin.send(`${base}?category=${category}`)).body.total).toBe(0);
  expect(readMarkdown("## A\r\nb\r\n### C\r\nd")).toEqual([
    { category: null, title: "A", body: "b\n### C\nd", keywords: "" },
  ]);
});

test("a changed or removed text is found by its new words only", async () => {
  const editor = await newKey("admin");
  const word = `zq${randomUUID().slice(0, 8)}`;
  const texts = [{ language: "en", title: `About ${word}`, body: "Text." }];
  const { body: added } = await editor.send(base, { body: entry({ kind: "text", texts }) });
  const search = async (q: string) =>
    (await editor.send(`${base}/search?q=${q}`)).body.items.map((item: any) => item.entry_id);
  expect(await search(word)).toContain(added.id);
  const changed = entry({ kind: "text", texts: [{ ...texts[0], title: "About nothing" }] });
  await editor.send(`${base}/${added.id}`, { method: "PUT", body: changed });
  expect(await search(word)).not.toContain(added.id);
  await editor.send(`${base}/${added.id}`, { method: "DELETE" });
  expect(await search("nothing")).not.toContain(added.id);
});
