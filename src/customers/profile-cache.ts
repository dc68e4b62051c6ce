import type { Ctx } from "../context.ts";
import { keyedDigest } from "../db/digest.ts";
import { z } from "../http/zod.ts";
import { CustomerProfile, loadProfile } from "./customer-profile.ts";

const FRESH_SECONDS = 5 * 60;
const KEPT_SECONDS = 60 * 60;

const CachedProfile = z.object({ profile: CustomerProfile, read_at: z.int() });

type Contact = { email: string } | { phone: string };

export type CachedLookup = {
  profile: CustomerProfile | null;
  cache: "hit" | "stale" | "miss";
  /** Seconds since the profile was read from the database. */
  age: number;
};

/**
 * A customer's profile through KV: fresh for five minutes, then still answered with at once and renewed
 * behind the answer, forgotten after an hour. Contacts that nobody has are never written.
 */
export async function lookUpProfile(ctx: Ctx, contact: Contact): Promise<CachedLookup> {
  const name = await profileName(ctx, contact);
  const cached = await ctx.kv.readCached(name, CachedProfile);
  if (!cached) {
    const profile = await loadProfile(ctx, contact);
    if (profile) ctx.background(() => remember(ctx, name, profile));
    return { profile, cache: "miss", age: 0 };
  }
  const age = Math.max(0, Math.floor((ctx.now.getTime() - cached.read_at) / 1000));
  if (age < FRESH_SECONDS) return { profile: cached.profile, cache: "hit", age };
  ctx.background(() => renew(ctx, name, contact));
  return { profile: cached.profile, cache: "stale", age };
}

async function renew(ctx: Ctx, name: string, contact: Contact): Promise<void> {
  const profile = await loadProfile(ctx, contact);
  if (profile) await remember(ctx, name, profile);
  else await ctx.kv.delete(name);
}

async function remember(ctx: Ctx, name: string, profile: CustomerProfile): Promise<void> {
  await ctx.kv.write(name, { profile, read_at: ctx.now.getTime() }, KEPT_SECONDS);
}

/** A keyed digest, so that KV's key names show no customer, not even to who tries all phone numbers. */
export async function profileName(
  { config }: Pick<Ctx, "config">,
  contact: Contact,
): Promise<string> {
  const text = "email" in contact ? `email:${contact.email}` : `phone:${contact.phone}`;
  return `customer:${await keyedDigest(config.authSecret, text)}`;
}
