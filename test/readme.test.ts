import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { startServedDesk } from "./support/served-desk.ts";

const readme = readFileSync("README.md", "utf8");
const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block ?? "");

test("every line of the README's tour works as pasted", async () => {
  const desk = await startServedDesk();
  onTestFinished(desk.stop);
  const pasted = blocks.join("\necho next block\n").replaceAll("http://localhost:8787", desk.url);
  const run = await promisify(execFile)("bash", ["-c", pasted]);
  expect(run.stderr).toBe("");
  const answers = run.stdout.split("next block\n").map((block) =>
    block
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  );
  expect(answers).toMatchObject([
    [{ customer_data: { is_vip: true, total_bookings: 3 } }],
    [{ booking_data: { reference_number: "BK-2024-001234" } }],
    [
      {
        ticket_created: true,
        ticket_data: { ticket_number: expect.stringMatching(/^NF-\d{4}-\d+$/) },
      },
    ],
    [{ pricing_data: { total_price: 8909 } }, { pricing_data: { total_price: 8909 } }],
    [{ quote_token: expect.any(String) }],
    [{ summary: { total_calls: expect.any(Number) } }],
    [{ username: "demo" }, { intent: "complaint", engine: "rules" }],
    [
      { citations: [{ id: 1, language: "sv" }] },
      [{ id: 4, language: "de" }],
      { category: "account", status: "open" },
      { timeframe_hours: 48 },
    ],
    [
      { total_rows: 3, imported_count: 3, needs_action_count: 3, errors: [] },
      { action: "generate_message", reply: expect.stringMatching(/^Hey Lea! 👋/) },
      { leads: expect.arrayContaining([expect.objectContaining({ name: expect.any(String) })]) },
    ],
    [{ quantity: 20 }, { status: "under_risk", order_lines: [{ shortage_flag: true }] }],
    [
      { result: { structuredContent: { say: expect.stringMatching(/Forgot Password/) } } },
      { items: [{}, {}, {}], say: expect.any(String) },
    ],
    [
      { seq: 1, ai_analysis: { intent: "complaint" } },
      [{ intent: "complaint" }, { is_ai_generated: true }],
    ],
    [
      [{ status: "active" }, { status: "active" }, { status: "active" }],
      { seq: 3, user_type: "admin" },
      { active_chats: expect.any(Number) },
      { period: { days: 7 } },
    ],
  ]);
});
