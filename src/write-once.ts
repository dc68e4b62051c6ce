import { and, eq, sql, type SQL } from "drizzle-orm";
import type { Ctx } from "./context.ts";
import { principalOf } from "./identity/actor.ts";
import { ProblemError } from "./problems.ts";
import { sha256 } from "./db/digest.ts";
import { ConstraintError } from "./db/failures.ts";
import { newId } from "./db/ids.ts";
import { ASSIGNED_NUMBER, nextNumber, numberTaken, type Series } from "./db/numbers.ts";
import { query, type Statement } from "./db/query.ts";
import { idempotency } from "./db/system.tables.ts";

/** What SQLite calls the primary key of `idempotency` when a second record is refused. */
const USED_KEY = "idempotency.scope, idempotency.key";

type OneWrite<Answer> = {
  operation: string;
  /** The checked input; the same key with another input is a problem. */
  input: object & { client_ref?: string | undefined };
  /** The batch takes the next number of this series; ASSIGNED_NUMBER stands for it in the answer. */
  series?: Series;
  /** A number that the batch decides, put into the answer at a JSON path such as `$.id`. */
  assigned?: { path: string; value: SQL };
  /** The id of what is made, for the log of changes, as it can be told when all statements have been. */
  made?: string | SQL;
  statements: Statement[];
  answer: Answer;
};

/**
 * Writes statements and the answer in one batch, and answers with what was stored. The request is known
 * by its Idempotency-Key or client_ref, per principal and operation: sent again, in parallel or later, it
 * gets the stored answer. Without either it still has a key of its own, so that a batch whose
 * confirmation was lost can be sent again safely; if that does not help either, `outcome-unknown` tells the
 * caller the key to repeat the request with. The record comes first among what can conflict, so that a
 * repeat is always recognised as one.
 */
export async function writeOnce<Answer extends object>(
  ctx: Ctx,
  write: OneWrite<Answer>,
): Promise<Answer> {
  const scope = `${principalOf(ctx.actor)}:${write.operation}`;
  const key = ctx.idempotencyKey ?? write.input.client_ref ?? newId("once", ctx.now);
  const fingerprint = await sha256(JSON.stringify(write.input));
  const { series, assigned } = write;
  const given = JSON.stringify(write.answer);
  const answer = assigned ? sql`json_set(${given}, ${assigned.path}, ${assigned.value})` : given;
  const record = query
    .insert(idempotency)
    .values({
      scope,
      key,
      fingerprint,
      answer: series ? sql`replace(${answer}, ${ASSIGNED_NUMBER}, ${numberTaken(series)})` : answer,
      createdAt: ctx.now.toISOString(),
    })
    .returning({ answer: idempotency.answer });
  const number = series ? nextNumber(series) : query.run(sql`select 0`);
  try {
    const [, [stored]] = await ctx.db.write([number, record, ...write.statements], {
      repeatable: true,
      made: write.made,
    });
    return JSON.parse(stored?.answer ?? "null");
  } catch (error) {
    if (error instanceof ProblemError && error.code === "database-unavailable") {
      const headers = { "Idempotency-Key": key };
      throw new ProblemError("outcome-unknown", { retryAfter: 1, headers, cause: error });
    }
    const isRepeat = error instanceof ConstraintError && error.constraint === USED_KEY;
    if (!isRepeat) throw error;
    return replay(ctx, scope, key, fingerprint);
  }
}

async function replay(ctx: Ctx, scope: string, key: string, fingerprint: string) {
  const [[stored]] = await ctx.db.read([
    query
      .select({ fingerprint: idempotency.fingerprint, answer: idempotency.answer })
      .from(idempotency)
      .where(and(eq(idempotency.scope, scope), eq(idempotency.key, key))),
  ]);
  if (stored?.fingerprint !== fingerprint) throw new ProblemError("idempotency-key-reused");
  ctx.replayed = true;
  return JSON.parse(stored.answer);
}
