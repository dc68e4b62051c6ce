import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { logFailure } from "../log.ts";
import { ProblemError, problems, type ProblemCode } from "../problems.ts";
import type { AppEnv } from "./app-env.ts";
import type { Problem } from "./problem.schema.ts";
import type { z } from "./zod.ts";

const LONGEST_INSTANCE = 200;

/** Any error as a problem. Unexpected ones say a constant; their cause is only logged. */
export function problemResponse(error: unknown, c: Context<AppEnv>): Response {
  const requestId = c.get("requestId");
  const known = asProblem(error);
  if (!known) logFailure(requestId, "request", error);
  return renderProblem(known ?? new ProblemError("internal-error"), c.req.path, requestId, c);
}

function renderProblem(
  problem: ProblemError,
  path: string,
  requestId: string,
  c: Context<AppEnv>,
): Response {
  const { status, title } = problems[problem.code];
  const { errors, retryAfter, headers } = problem.details;
  c.set("problem", problem.code);
  const body: z.infer<typeof Problem> = {
    type: `/problems#${problem.code}`,
    title,
    status,
    detail: problem.message,
    instance: path.slice(0, LONGEST_INSTANCE),
    code: problem.code,
    request_id: requestId,
    ...(errors === undefined ? {} : { errors }),
  };
  return c.body(JSON.stringify(body), status, {
    "Content-Type": "application/problem+json",
    ...headers,
    ...(retryAfter === undefined ? {} : { "Retry-After": String(Math.max(1, retryAfter)) }),
  });
}

/** The errors that hono and its validator throw themselves, by their status. */
const ofStatus: Partial<Record<number, ProblemCode>> = {
  400: "malformed-json",
  413: "body-too-large",
  415: "unsupported-media-type",
};

function asProblem(error: unknown): ProblemError | null {
  if (error instanceof ProblemError) return error;
  const code = error instanceof HTTPException ? ofStatus[error.status] : undefined;
  return code === undefined ? null : new ProblemError(code);
}
