import { expect, test } from "vitest";
import { deskClient } from "../src/client.ts";
import { newKey } from "./support/desk.ts";
import { lane } from "./support/lane.ts";

test("the typed client knows paths, answers and problem codes", async () => {
  const { secret } = await newKey("gpt");
  const headers = { Authorization: `Bearer ${secret}` };
  const desk = deskClient(lane.deskUrl, { headers });

  const found = await desk["gpt-rag"]["customer-lookup"].$post({
    json: { email: "anna.svensson@gmail.com" },
  });
  if (found.status !== 200) throw new Error(`answered ${found.status}`);
  expect((await found.json()).customer_data?.name).toBe("Anna Svensson");

  const refused = await desk["gpt-rag"]["create-ticket"].$post({
    json: { customer_email: "nobody", issue_type: "general", description: "Hej" },
    header: {},
  });
  if (refused.status !== 422) throw new Error(`answered ${refused.status}`);
  const { code } = await refused.json();
  const known: "validation-failed" | "idempotency-key-reused" = code;
  expect(known).toBe("validation-failed");
});
