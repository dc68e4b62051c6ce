import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, inject, test } from "vitest";

const readme = readFileSync("README.md", "utf8");
const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block ?? "");

test("every line of the README's tour works as pasted", () => {
  const answers = blocks.map((block) => {
    const pasted = block.replaceAll("http://localhost:8787", inject("deskUrl"));
    const run = spawnSync("bash", ["-c", pasted], { encoding: "utf8" });
    expect([run.stderr, run.status]).toEqual(["", 0]);
    return run.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  });
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
    [{ quantity: 20 }, { status: "under_risk", order_lines: [{ shortage_flag: true }] }],
  ]);
});
