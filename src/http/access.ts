import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { routePath } from "hono/route";
import { changeBy, noteChange } from "../changes.ts";
import type { Ctx, Outcome } from "../context.ts";
import { customerIdOf, hasScope, isAdmin, principalOf, type Actor } from "../identity/actor.ts";
import type { Scope } from "../identity/machine-keys.schema.ts";
import { requireLiveSession } from "../identity/sessions.ts";
import { admit, admitWithoutWaiting, standingHeaders } from "../limits/admit.ts";
import { defaultPolicies, type PolicyName } from "../limits/policies.ts";
import { ProblemError } from "../problems.ts";
import type { AppEnv } from "./app-env.ts";

/** Who may call a route, and with which of the document's security schemes. */
export type Access = {
  description: string;
  schemes: readonly ("machineKey" | "userToken")[];
  /** Credentials are looked at if they are sent, and not asked for. */
  isOptional?: boolean;
  /** The session must be good at this very moment, not as of a minute ago. */
  isLive?: boolean;
  permits(actor: Actor): boolean;
};

export const anyone: Access = {
  description: "Anyone, without credentials.",
  schemes: [],
  permits: () => true,
};

export const anyoneKnownOrNot: Access = {
  description: "Anyone; what they may do depends on whose token they send.",
  schemes: ["userToken", "machineKey"],
  isOptional: true,
  permits: () => true,
};

/** For sockets: who may not come in is told so by the code that closes it. */
export const anyoneUntilClosed: Access = {
  description: "Anyone may connect; a close code tells who may not stay.",
  schemes: [],
  permits: () => true,
};

export const anyUser: Access = {
  description: "Any user who is logged in.",
  schemes: ["userToken"],
  permits: (actor) => actor.kind === "user" && !actor.isGuest,
};

export const anyUserOrAdminKey: Access = {
  description:
    "Any user who is logged in, a visitor of the widget, or a machine key with the scope `admin`.",
  schemes: ["userToken", "machineKey"],
  permits: (actor) => actor.kind === "user" || isAdmin(actor),
};

export const widgetVisitor: Access = {
  description: "A visitor of the widget.",
  schemes: ["userToken"],
  permits: (actor) => actor.kind === "user" && actor.isGuest,
};

export const portalCustomer: Access = {
  description: "A user of a customer of the portal; they see that customer's own things only.",
  schemes: ["userToken"],
  permits: (actor) => customerIdOf(actor) !== null,
};

export const administrator: Access = {
  description: "An administrator, or a machine key with the scope `admin`.",
  schemes: ["userToken", "machineKey"],
  isLive: true,
  permits: isAdmin,
};

export function keyWith(scope: Scope): Access {
  return {
    description: `A machine key with the scope \`${scope}\`.`,
    schemes: ["machineKey"],
    permits: (actor) => hasScope(actor, scope),
  };
}

/** The sales desk: its keys, and administrators. */
export const salesDesk = keyOrAdministrator("sales");

/** Those whose calls the agent desk counts, and administrators. */
export const agentDesk = keyOrAdministrator("gpt");

function keyOrAdministrator(scope: Scope): Access {
  return {
    description: `A machine key with the scope \`${scope}\`, or an administrator.`,
    schemes: ["machineKey", "userToken"],
    isLive: true,
    permits: (actor) => hasScope(actor, scope) || isAdmin(actor),
  };
}

type Rules = {
  /** The limits that the call counts against. */
  limits?: readonly PolicyName[];
  /** For routes that must not wait: the call is counted after the answer. */
  countBehind?: boolean;
  /** For routes that change something: without a working counter they are refused. */
  writes?: boolean;
  /** The longest body, in bytes. */
  bodyBytes?: number;
  /** With optionalJson(): a request that says it is JSON may have no body all the same. */
  isBodyOptional?: boolean;
  /** The verb reads the body as it comes and counts it itself. */
  isStreamed?: boolean;
  /** Called after the answer of every call that was let in. */
  record?: (ctx: Ctx, outcome: Outcome) => Promise<void>;
};

const BODY_BYTES = 1024 * 1024;

/** The part of a contract that says who may call the route, how often, and with how large a body. */
export function allow(access: Access, rules: Rules = {}) {
  const maxSize = rules.bodyBytes ?? BODY_BYTES;
  const refuseLargeBody = bodyLimit({
    maxSize,
    onError: async (c) => {
      await readAway(c.req.raw.body, maxSize);
      throw new ProblemError("body-too-large");
    },
  });
  return {
    security: [
      ...access.schemes.map((scheme) => ({ [scheme]: [] })),
      ...(access.isOptional ? [{}] : []),
    ],
    "x-access": access.description,
    middleware: rules.isStreamed
      ? [letIn(access, rules)]
      : [
          letIn(access, rules),
          unlessReading(refuseLargeBody),
          ...(rules.isBodyOptional ? [nothingIsNull] : []),
        ],
  };
}

/** A caller that is still sending would see a broken connection instead of the refusal. */
async function readAway(body: ReadableStream<Uint8Array> | null, most: number): Promise<void> {
  if (!body || body.locked) return;
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > 2 * most) return;
  }
}

/** Many clients announce JSON with every request and then send none. */
const nothingIsNull: MiddlewareHandler<AppEnv> = async (c, next) => {
  const isJson = c.req.header("Content-Type")?.startsWith("application/json") ?? false;
  if (isJson && (await c.req.text()).trim() === "") {
    c.req.raw = new Request(c.req.raw, { method: c.req.method, body: "null" });
    c.req.bodyCache = {};
  }
  await next();
};

/** A GET has no body to look at. */
function unlessReading(middleware: MiddlewareHandler<AppEnv>): MiddlewareHandler<AppEnv> {
  return (c, next) => (c.req.method === "GET" ? next() : middleware(c, next));
}

function letIn(access: Access, rules: Rules): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const startedAt = Date.now();
    const ctx = c.get("ctx");
    const credentials = c.req.header("Authorization");
    if (access.schemes.length > 0 && !(access.isOptional && credentials === undefined)) {
      ctx.actor = await identify(ctx, credentials, c.get("authenticate"));
      if (!access.permits(ctx.actor)) throw new ProblemError("forbidden");
      if (access.isLive && ctx.actor.kind === "user") requireLiveSession(ctx, ctx.actor);
    }
    const headers = await countCall(ctx, rules);
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
    await recorded(c, next);
    if (ctx.replayed) c.res.headers.set("Idempotency-Replayed", "true");
    const { record } = rules;
    if (record) {
      const problem = c.get("problem") ?? null;
      const route = routePath(c, -1);
      const milliseconds = Date.now() - startedAt;
      ctx.background(() => record(ctx, { route, problem, milliseconds }));
    }
  };
}

/** What the handler writes leaves one row in the log of changes; what runs behind the answer leaves none. */
async function recorded(c: Context<AppEnv>, handle: () => Promise<void>): Promise<void> {
  const ctx = c.get("ctx");
  const operation = c.req.method === "GET" ? undefined : c.get("operationId")(c);
  const target = Object.values(c.req.param()).join("/");
  const change = operation === undefined ? null : changeBy(ctx, operation, target);
  if (!change) return handle();
  const { db } = ctx;
  ctx.db = db.recording(change);
  await handle();
  ctx.db = db;
  change.isOver = true;
  noteChange(ctx, change);
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

/** Counts the call under all of its limits and shows the one that is nearest. */
async function countCall(ctx: Ctx, rules: Rules): Promise<Record<string, string>> {
  const limits = rules.limits ?? [];
  if (rules.countBehind) {
    for (const limit of limits) admitWithoutWaiting(ctx, limit, countedBy(ctx, limit));
    return {};
  }
  const standings = await Promise.all(
    limits.map((limit) => admit(ctx, limit, countedBy(ctx, limit), rules.writes ?? false)),
  );
  const [nearest] = standings
    .filter((standing) => standing !== null)
    .toSorted((a, b) => a.remaining - b.remaining);
  return nearest ? standingHeaders(nearest) : {};
}

function countedBy(ctx: Ctx, limit: PolicyName): string {
  return defaultPolicies[limit].per === "caller" ? principalOf(ctx.actor) : ctx.address;
}
