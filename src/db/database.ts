import { createClient, type InStatement, type InValue } from "@libsql/client/web";
import type { BatchResponse } from "drizzle-orm/batch";
import { sql, type SQL } from "drizzle-orm";
import { drizzle } from "drizzle-orm/libsql/web";
import type { Cost } from "../cost.ts";
import { recordChange, type Change } from "./changes.ts";
import { explainFailure, isOutage, UnreachableError } from "./failures.ts";
import { ProblemError, type ProblemCode } from "../problems.ts";
import { guard, type Guard } from "./guard.ts";
import {
  BatchOnlyClient,
  query,
  type RawStatement,
  type SendBatch,
  type Statement,
} from "./query.ts";

/** A batch of statements with at least one in it. */
type Batch = readonly [Statement, ...Statement[]];

/**
 * One request's way to libSQL. Each call is one round trip and one transaction; nothing else is
 * offered. Busy or unreachable is retried twice while there is time, and then `database-unavailable`; a
 * call that hangs uses up the time by itself.
 */
export type Database = {
  /** All statements see the same state. */
  read<T extends Batch>(statements: T): Promise<BatchResponse<T>>;
  /**
   * All statements happen or none does. A guard that fails throws its problem; a constraint throws
   * the problem it stands for, or ConstraintError. Only a `repeatable` batch (one that would conflict with
   * itself if it had already landed) is sent again after an outage. `made` is the id of what it makes.
   */
  write<T extends Batch>(
    statements: T,
    options?: { repeatable?: boolean; made?: string | SQL | undefined },
  ): Promise<BatchResponse<T>>;
  /** The same database, whose next batch that is written leaves the row of this change too. */
  recording(change: Change | null): Database;
  readonly change: Change | null;
  /** From here on every batch also checks the condition, and is `problem` if it does not hold. */
  require(problem: ProblemCode, condition: SQL): void;
};

const CALL_DEADLINE_MS = 5_000;
const TOTAL_DEADLINE_MS = 8_000;
const RETRIES = 2;

export function openDatabase(
  connection: { url: string; authToken: string | null },
  cost: Cost,
): Database {
  const required: Requirement[] = [];
  let opened: SendBatch | null = null;
  const send: SendBatch = (batch, mode) => (opened ??= connect(connection, cost))(batch, mode);

  // Made when used: a price needs neither.
  const recording = (change: Change | null): Database => ({
    read(statements) {
      const reader = drizzle(new BatchOnlyClient((batch) => sendRead(send, batch, required)));
      return attempt(() => reader.batch(statements), statements, RETRIES);
    },
    async write(statements, { repeatable = false, made } = {}) {
      const record = change && !change.isOver ? { change, row: recordChange(change, made) } : null;
      const more = [...required.map(asGuard), ...(record ? [record.row] : [])];
      const writer = drizzle(new BatchOnlyClient((batch) => sendWrite(send, batch, more, record)));
      return attempt(
        () => writer.batch(statements),
        [...statements, ...more],
        repeatable ? RETRIES : 0,
      );
    },
    require: (problem, condition) => required.push({ problem, condition }),
    recording,
    change,
  });
  return recording(null);
}

/** What must hold in every batch of a request, besides what its statements say themselves. */
type Requirement = { problem: ProblemCode; condition: SQL };
type RawBatch = Parameters<SendBatch>[0];

async function sendRead(send: SendBatch, batch: RawBatch, required: Requirement[]) {
  const checks = required.map(({ condition }) => query.run(sql`select (${condition})`));
  const results = await send([...batch, ...checks.map(asRaw)], "read");
  for (const [i, { problem }] of required.entries()) {
    if (results[batch.length + i]?.rows[0]?.[0] !== 1) throw new ProblemError(problem);
  }
  return results.slice(0, batch.length);
}

async function sendWrite(
  send: SendBatch,
  batch: RawBatch,
  more: RawStatement[],
  record: { change: Change } | null,
) {
  const results = await send([...batch, ...more.map(asRaw)], "write");
  if (record) {
    record.change.isOver = true;
    record.change.seq = Number(results.at(-1)?.rows[0]?.[0] ?? 0) || null;
  }
  return results.slice(0, batch.length);
}

function asGuard({ problem, condition }: Requirement): Guard {
  return guard(problem, condition);
}

function asRaw(statement: RawStatement): InStatement {
  const { sql: text, params } = statement.getQuery();
  return { sql: text, args: params.map(asValue) };
}

function asValue(value: unknown): InValue {
  if (typeof value === "string" || typeof value === "number" || value === null) return value;
  throw new Error("A requirement compares with texts and numbers only.");
}

/**
 * A client belongs to the request that made it: shared ones deadlock on Workers, because the
 * client's queue then wakes one request from within another.
 */
function connect(
  { url, authToken }: { url: string; authToken: string | null },
  cost: Cost,
): SendBatch {
  const client = createClient({
    url,
    ...(authToken === null ? {} : { authToken }),
    fetch: async (request: Request) => {
      cost.pipelines += 1;
      return callDatabase(request);
    },
  });
  return (statements, mode) => client.batch(statements.map(bindIntegers), mode);
}

async function callDatabase(request: Request): Promise<Response> {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(CALL_DEADLINE_MS) });
    if (response.status === 429 || response.status >= 500) {
      throw new Error(`The database answered with status ${response.status}.`);
    }
    return new Response(await response.arrayBuffer(), response);
  } catch (cause) {
    throw new UnreachableError("The database cannot be reached.", { cause });
  }
}

/** The client binds every JS number as REAL; whole numbers go in as INTEGER instead. */
function bindIntegers(statement: InStatement | [string, unknown?]): InStatement {
  if (typeof statement === "string" || Array.isArray(statement)) {
    throw new Error("Statements come from drizzle, as objects.");
  }
  const { args } = statement;
  return Array.isArray(args) ? { sql: statement.sql, args: args.map(wholeAsBigInt) } : statement;
}

function wholeAsBigInt(value: InValue): InValue {
  return typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
}

async function attempt<T>(
  call: () => Promise<T>,
  statements: Batch,
  retriesLeft: number,
  deadline = Date.now() + TOTAL_DEADLINE_MS,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const pause = 50 + Math.random() * 350;
    const another = retriesLeft > 0 && Date.now() + pause + CALL_DEADLINE_MS <= deadline;
    if (!isOutage(error) || !another) throw explainFailure(error, statements);
    await new Promise((resolve) => setTimeout(resolve, pause));
    return attempt(call, statements, retriesLeft - 1, deadline);
  }
}
