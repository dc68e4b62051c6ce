import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { createContext } from "../context.ts";
import { principalOf } from "../identity/actor.ts";
import { logFailure, logLine } from "../log.ts";
import type { AppEnv, Authenticate } from "./app-env.ts";

/**
 * Opens the request's context, and writes one log line when all that
 * runs behind the answer has ended.
 */
export function withContext(
  authenticate: Authenticate,
  operationId: AppEnv["Variables"]["operationId"],
): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const startedAt = Date.now();
    const behind: (() => Promise<void>)[] = [];
    const requestId = crypto.randomUUID();
    c.set("requestId", requestId);
    const ctx = createContext(
      c.env,
      {
        requestId,
        now: clock(c.env.ENVIRONMENT, c.req.header("X-Test-Now")),
        address: callerAddress(c.req.header("CF-Connecting-IP")),
        idempotencyKey: c.req.header("Idempotency-Key") ?? null,
      },
      (task) => behind.push(task),
    );
    c.set("ctx", ctx);
    c.set("authenticate", authenticate);
    c.set("operationId", operationId);
    await next();

    const costBeforeAnswer = { ...ctx.cost };
    const log = () =>
      logLine("info", "request", {
        request_id: requestId,
        method: c.req.method,
        route: routePath(c, -1),
        status: c.res.status,
        problem: c.get("problem"),
        ms: answeredAt - startedAt,
        actor: principalOf(ctx.actor),
        notes: ctx.notes.length > 0 ? ctx.notes : undefined,
        cost_before_answer: costBeforeAnswer,
        cost: ctx.cost,
      });
    const answeredAt = Date.now();
    if (behind.length === 0) log();
    else c.executionCtx.waitUntil(runBehind(behind, requestId).then(log));
  };
}

/** Runs what was put off until after the answer, all at once, and then what that put off itself. */
async function runBehind(tasks: (() => Promise<void>)[], requestId: string): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  while (tasks.length > 0) {
    const now = tasks.splice(0);
    const ended = await Promise.allSettled(now.map((task) => task()));
    for (const end of ended) {
      if (end.status === "rejected") logFailure(requestId, "background", end.reason);
    }
  }
}

/** The address to count by. An IPv6 caller commands a whole /64, so that is what is counted. */
function callerAddress(header: string | undefined): string {
  if (header === undefined) return "unknown";
  if (!header.includes(":") || header.includes(".")) return header;
  const [head = [], tail] = header.split("::").map((half) => half.split(":"));
  const missing = Math.max(0, 8 - head.length - (tail?.length ?? 0));
  const zeros = tail ? Array<string>(missing).fill("0") : [];
  return [...head, ...zeros, ...(tail ?? [])].slice(0, 4).join(":");
}

/** The tests' clock: with ENVIRONMENT "test", and only then, a request may say what time it is. */
function clock(environment: string, header: string | undefined): Date {
  const told = environment === "test" && header !== undefined ? new Date(header) : null;
  return told ?? new Date();
}
