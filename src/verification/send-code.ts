import { eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import type { Language } from "../ai/language.ts";
import { customers } from "../customers/customers.schema.ts";
import { keyedDigest } from "../db/digest.ts";
import { query } from "../db/query.ts";
import { principalOf } from "../identity/actor.ts";
import { admit } from "../limits/admit.ts";
import { canSendMail, sendMail } from "../mail/send-mail.ts";
import { codeMail } from "./code-mail.ts";
import { verificationCodes } from "./verification.tables.ts";

const VALID_MS = 10 * 60_000;

/**
 * Sends a one-time code of six digits, good for ten minutes, if the address is a customer's. The answer,
 * the work before it and the limits are the same if it is nobody's: 3 codes in 15 minutes for an address and 30
 * an hour for a caller, then `rate-limited`. False if this desk has no way of sending e-mail.
 */
export async function sendCode(ctx: Ctx, email: string, language: Language): Promise<boolean> {
  ctx.about.customerEmail = email;
  if (!canSendMail(ctx)) return false;
  const caller = ctx.actor.kind === "visitor" ? ctx.address : principalOf(ctx.actor);
  await Promise.all([
    admit(ctx, "code-address", email, true),
    admit(ctx, "code-caller", caller, true),
  ]);
  const code = sixDigits();
  const record = {
    address: await addressDigest(ctx, email),
    codeHash: await codeDigest(ctx, email, code),
    tries: 0,
    expiresAt: new Date(ctx.now.getTime() + VALID_MS).toISOString(),
  };
  await ctx.db.write(
    [
      query
        .insert(verificationCodes)
        .values(record)
        .onConflictDoUpdate({ target: verificationCodes.address, set: record }),
    ],
    { repeatable: true },
  );
  ctx.background(async () => {
    const [known] = await ctx.db.read([
      query.select({ id: customers.id }).from(customers).where(eq(customers.email, email)),
    ]);
    if (known.length > 0) await sendMail(ctx, { to: email, ...codeMail(code, language) });
  });
  return true;
}

export function addressDigest({ config }: Ctx, email: string): Promise<string> {
  return keyedDigest(config.authSecret, `verification-address:${email}`);
}

export function codeDigest({ config }: Ctx, email: string, code: string): Promise<string> {
  return keyedDigest(config.authSecret, `verification-code:${email}:${code}`);
}

/** Each of the million codes is as likely as the others: numbers beyond the last whole million are not used. */
function sixDigits(): string {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return number < 4_294_000_000 ? String(number % 1_000_000).padStart(6, "0") : sixDigits();
}
