import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { routePath } from "hono/route";
import type { Ctx, Outcome } from "../context.ts";
import { hasScope, principalOf, type Actor } from "../identity/actor.ts";
import type { Scope } from "../identity/machine-keys.schema.ts";
import { admit, admitWithoutWaiting, standingHeaders } from "../limits/admit.ts";
import type { PolicyName } from "../limits/policies.ts";
import { ProblemError } from "../problems.ts";
import type { AppEnv } from "./app-env.ts";

/** Who may call a route, and with which of the document's security schemes. */
export type Access = {
  description: string;
  scheme: "machineKey" | null;
  permits(actor: Actor): boolean;
};

export const anyone: Access = {
  description: "Anyone, without credentials.",
  scheme: null,
  permits: () => true,
};

export function keyWith(scope: Scope): Access {
  return {
    description: `A machine key with the scope \`${scope}\`.`,
    scheme: "machineKey",
    permits: (actor) => hasScope(actor, scope),
  };
}

type Rules = {
  /** The limit that the call counts against; per key for `gpt`, else per network address. */
  limit?: PolicyName;
  /** For routes that must not wait: the call is counted after the answer. */
  countBehind?: boolean;
  /** For routes that change something: without a working counter they are refused. */
  writes?: boolean;
  /** The longest body, in bytes. */
  bodyBytes?: number;
  /** Called after the answer of every call that was let in. */
  record?: (ctx: Ctx, outcome: Outcome) => Promise<void>;
};

const BODY_BYTES = 1024 * 1024;

/** The part of a contract that says who may call the route, how often, and with how large a body. */
export function allow(access: Access, rules: Rules = {}) {
  const refuseLargeBody = bodyLimit({
    maxSize: rules.bodyBytes ?? BODY_BYTES,
    onError: () => {
      throw new ProblemError("body-too-large");
    },
  });
  return {
    security: access.scheme === null ? [] : [{ [access.scheme]: [] }],
    "x-access": access.description,
    middleware: [letIn(access, rules), refuseLargeBody],
  };
}

function letIn(access: Access, rules: Rules): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const startedAt = Date.now();
    const { ctx } = c.var;
    if (access.scheme !== null) {
      ctx.actor = await identify(ctx, c.req.header("Authorization"), c.var.authenticate);
      if (!access.permits(ctx.actor)) throw new ProblemError("forbidden");
    }
    const headers = await countCall(ctx, rules);
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
    await next();
    if (ctx.replayed) c.res.headers.set("Idempotency-Replayed", "true");
    const { record } = rules;
    if (record) {
      const problem = c.var.problem ?? null;
      const route = routePath(c, -1);
      const milliseconds = Date.now() - startedAt;
      ctx.background(() => record(ctx, { route, problem, milliseconds }));
    }
  };
}

async function identify(
  ctx: Ctx,
  header: string | undefined,
  authenticate: AppEnv["Variables"]["authenticate"],
): Promise<Actor> {
  const credential = /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1];
  const actor = credential === undefined ? null : await authenticate(ctx, credential);
  if (!actor) {
    throw new ProblemError("unauthenticated", { headers: { "WWW-Authenticate": "Bearer" } });
  }
  return actor;
}

async function countCall(ctx: Ctx, rules: Rules): Promise<Record<string, string>> {
  if (!rules.limit) return {};
  const principal = rules.limit === "gpt" ? principalOf(ctx.actor) : ctx.address;
  if (rules.countBehind) {
    admitWithoutWaiting(ctx, rules.limit, principal);
    return {};
  }
  const standing = await admit(ctx, rules.limit, principal, rules.writes ?? false);
  return standing ? standingHeaders(standing) : {};
}
