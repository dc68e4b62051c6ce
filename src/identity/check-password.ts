import { and, eq, type SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { keyedDigest } from "../db/digest.ts";
import { query } from "../db/query.ts";
import { admit, takeBack } from "../limits/admit.ts";
import { ProblemError } from "../problems.ts";
import { verifyPassword } from "./passwords.ts";
import { loginPlaces, users } from "./users.tables.ts";

const DAY_MS = 86_400_000;
const PLACE_KEPT_DAYS = 90;
const RENEWED_WITHIN_DAYS = 60;

/**
 * The user whose password one of these is, and whether its hash is outdated; `wrong-credentials` for everybody else, known or
 * not. Ten tries a minute for a name from one network address, and 20 failed ones in 15 minutes for a name from all
 * the addresses where its user has not logged in before, then `rate-limited`: guessing from many addresses ends there,
 * and yet shuts nobody out of where they usually are. The name is counted as it was given, because the count of a
 * user's id would tell which names are the same user's.
 */
export async function checkPassword(
  ctx: Ctx,
  name: string,
  isThem: SQL | undefined,
  ...passwords: string[]
) {
  await admit(ctx, "login", `${ctx.address}|${name}`, true);
  const place = await placeOf(ctx);
  const [[found]] = await ctx.db.read([
    query
      .select({ user: users, knownUntil: loginPlaces.expiresAt })
      .from(users)
      .leftJoin(loginPlaces, and(eq(loginPlaces.userId, users.id), eq(loginPlaces.place, place)))
      .where(isThem)
      .limit(1),
  ]);
  const knownUntil = found?.knownUntil ?? "";
  const isNewPlace = knownUntil <= ctx.now.toISOString();
  if (isNewPlace) await admit(ctx, "login-account", name, true);
  const checked = await verifyAny(passwords, found?.user.passwordHash ?? null);
  if (!found || !checked) throw new ProblemError("wrong-credentials");
  const { user } = found;
  if (isNewPlace) ctx.background(() => takeBack(ctx, "login-account", name));
  if (knownUntil < inDays(ctx, RENEWED_WITHIN_DAYS)) {
    ctx.background(async () => {
      await ctx.db.write([rememberPlace(ctx, user.id, place)], { repeatable: true });
    });
  }
  return { user, isOutdated: checked.isOutdated };
}

async function verifyAny(passwords: string[], stored: string | null) {
  for (const password of passwords) {
    const checked = await verifyPassword(password, stored);
    if (checked.isRight) return checked;
  }
  return null;
}

/** The statement that remembers where a user has logged in. */
export function rememberPlace(ctx: Ctx, userId: string, place: string) {
  const expiresAt = inDays(ctx, PLACE_KEPT_DAYS);
  return query
    .insert(loginPlaces)
    .values({ userId, place, expiresAt })
    .onConflictDoUpdate({ target: [loginPlaces.userId, loginPlaces.place], set: { expiresAt } });
}

/** Where a request comes from. Addresses are few enough to be tried out, so their digests are keyed. */
export function placeOf({ config, address }: Ctx): Promise<string> {
  return keyedDigest(config.authSecret, `place:${address}`);
}

function inDays({ now }: Ctx, days: number): string {
  return new Date(now.getTime() + days * DAY_MS).toISOString();
}
