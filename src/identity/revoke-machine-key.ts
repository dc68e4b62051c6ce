import { eq, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import type { KeyValue } from "../kv/key-value.ts";
import { ProblemError } from "../problems.ts";
import { forgetMachineKey } from "./find-machine-key.ts";
import { tellEdge } from "./tell-edge.ts";
import { machineKeys, publishedKeyName } from "./machine-keys.schema.ts";

/** What it takes to revoke a key; `npm run keys` has this without a request. */
type Revoking = Pick<Ctx, "db" | "now"> & { kv: Pick<KeyValue, "delete"> };

/**
 * Refused everywhere within two minutes: the database first, then the copy at the edge. Can be repeated;
 * the first time counts. `not-found` if there is no such key.
 */
export async function revokeMachineKey(ctx: Revoking, id: string): Promise<void> {
  const [[key]] = await ctx.db.write(
    [
      query
        .update(machineKeys)
        .set({ revokedAt: sql`coalesce(${machineKeys.revokedAt}, ${ctx.now.toISOString()})` })
        .where(eq(machineKeys.id, id))
        .returning({ hash: machineKeys.hash }),
      guard("not-found", changedOneRow),
    ],
    { repeatable: true },
  );
  if (!key) throw new ProblemError("not-found");
  forgetMachineKey(key.hash);
  await tellEdge(ctx.kv.delete(publishedKeyName(key.hash)));
}
