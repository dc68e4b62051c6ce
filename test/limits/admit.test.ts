import { expect, test } from "vitest";
import type { Ctx } from "../../src/context.ts";
import { DEVELOPMENT_SECRET, readConfig } from "../../src/env.ts";
import { admit } from "../../src/limits/admit.ts";
import { count } from "../../src/limits/count.ts";

function ctxWithoutCounter(): Pick<
  Ctx,
  "requestId" | "now" | "config" | "kv" | "counters" | "background"
> {
  const broken = async () => {
    throw new Error("the object cannot be reached");
  };
  return {
    requestId: "test",
    now: new Date(),
    config: readConfig({
      ENVIRONMENT: "test",
      DATABASE_URL: "http://127.0.0.1:1",
      AUTH_SECRET: DEVELOPMENT_SECRET,
    }),
    kv: {
      read: async () => null,
      readCached: async () => null,
      write: async () => {},
      delete: async () => {},
    },
    counters: { take: broken },
    background: () => {},
  };
}

test("if the counter fails, reads pass uncounted and writes are refused", async () => {
  const ctx = ctxWithoutCounter();
  expect(await admit(ctx, "gpt", "key:a", false)).toBeNull();
  await expect(admit(ctx, "gpt", "key:a", true)).rejects.toMatchObject({
    code: "limits-unavailable",
  });
});

test("a window begins with its first call and forgets when it is over", () => {
  const policy = { limit: 2, seconds: 10 };
  const first = count(null, policy, 1, 1_000);
  expect(first).toMatchObject({ allowed: true, crossed: false, remaining: 1, resetAt: 11_000 });
  const second = count(first.count, policy, 1, 10_999);
  expect(second).toMatchObject({ allowed: true, crossed: false, remaining: 0, resetAt: 11_000 });
  const third = count(second.count, policy, 1, 10_999);
  expect(third).toMatchObject({ allowed: false, crossed: true, remaining: 0 });
  expect(count(third.count, policy, 1, 10_999)).toMatchObject({ allowed: false, crossed: false });
  expect(count(third.count, policy, 1, 11_000)).toMatchObject({ allowed: true, remaining: 1 });
  expect(count(first.count, policy, 5, 2_000)).toMatchObject({ allowed: false, crossed: true });
});
