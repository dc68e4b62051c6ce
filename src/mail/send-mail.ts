import type { Ctx } from "../context.ts";
import { z } from "../http/zod.ts";
import { logLine } from "../log.ts";

const SEND_WITHIN_MS = 10_000;
const SHOWN = 20;
const SHOWN_SECONDS = 3600;
const SHOWN_NAME = "development-mail";

export const Mail = z.object({ to: z.string(), subject: z.string(), text: z.string() });
export type Mail = z.infer<typeof Mail>;

const Shown = z.array(Mail.extend({ at: z.string() }));

/** Outside production there is always a way: the mail is shown instead of sent. */
export function canSendMail({ config }: Ctx): boolean {
  return config.mail !== null || config.environment !== "production";
}

/**
 * Sends an e-mail through the service at MAIL_API_URL, `{ from, to, subject, text }` with a bearer key, as
 * Resend and services like it take it. Without one, and never in production, it goes to the log and /dev/mail.
 */
export async function sendMail(ctx: Ctx, mail: Mail): Promise<void> {
  const { mail: service } = ctx.config;
  if (!service) return show(ctx, mail);
  const response = await fetch(service.apiUrl, {
    method: "POST",
    headers: { Authorization: `Bearer ${service.apiKey}`, "Content-Type": "application/json" },
    body: JSON.stringify({ from: service.from, ...mail }),
    redirect: "manual",
    signal: AbortSignal.timeout(SEND_WITHIN_MS),
  });
  if (!response.ok) throw new Error(`The mail service answered ${response.status}.`);
}

async function show(ctx: Ctx, mail: Mail): Promise<void> {
  if (ctx.config.environment === "production") return;
  logLine("info", "development-mail", mail);
  const shown = await shownMail(ctx);
  const at = ctx.now.toISOString();
  await ctx.kv.write(SHOWN_NAME, [{ at, ...mail }, ...shown].slice(0, SHOWN), SHOWN_SECONDS);
}

/** What was shown instead of being sent, the newest first. */
export async function shownMail(ctx: Ctx) {
  return (await ctx.kv.readCached(SHOWN_NAME, Shown)) ?? [];
}
