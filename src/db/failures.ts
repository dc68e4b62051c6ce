import { LibsqlBatchError, LibsqlError } from "@libsql/client/web";
import { ProblemError, type ProblemCode } from "../problems.ts";
import { isGuard } from "./guard.ts";
import type { Statement } from "./query.ts";

/** The database did not answer: no connection, no time left, or an HTTP status that says busy. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

/** A constraint refused the write. `constraint` is its name, or `table.column, …` for uniqueness. */
export class ConstraintError extends Error {
  override readonly name = "ConstraintError";
  readonly constraint: string;

  constructor(constraint: string) {
    super(`The constraint ${constraint} refused the write.`);
    this.constraint = constraint;
  }
}

/** Which problem a caller is told when a constraint refuses a write. Unlisted ones are our bugs. */
const problemOfConstraint: Partial<Record<string, ProblemCode>> = {
  "users.username_key": "username-taken",
  "users.email": "email-taken",
  "leads.email": "lead-email-taken",
  "claims.order_id, claims.type": "claim-open",
  inventory_available: "stock-reserved",
};

const constraintFailure = /(?:UNIQUE|CHECK|NOT NULL) constraint failed: ([^`'"]+)/;

/** Codes of libSQL with which the same batch may succeed later. */
const passing = new Set([
  "SQLITE_BUSY",
  "SQLITE_LOCKED",
  "SQLITE_FULL",
  "SQLITE_IOERR",
  "STREAM_EXPIRED",
  "TRANSACTION_TIMEOUT",
]);

/** True if the database was busy or out of reach, so that the same batch may succeed later. */
export function isOutage(error: unknown): boolean {
  if (error instanceof UnreachableError) return true;
  if (error instanceof LibsqlError && passing.has(error.code)) return true;
  return error instanceof Error && error.cause !== undefined && isOutage(error.cause);
}

/** What a failed batch means: an outage, the failed guard's problem, a constraint's, or a bug of ours. */
export function explainFailure(error: unknown, statements: readonly Statement[]): unknown {
  if (isOutage(error)) {
    return new ProblemError("database-unavailable", { retryAfter: 1, cause: error });
  }
  if (!(error instanceof LibsqlBatchError)) return error;
  const constraint = constraintFailure.exec(error.message)?.[1]?.trim();
  if (!constraint) return error;
  const statement = statements[error.statementIndex];
  if (statement && isGuard(statement)) return new ProblemError(statement.problem);
  const problem = problemOfConstraint[constraint];
  return problem ? new ProblemError(problem) : new ConstraintError(constraint);
}
