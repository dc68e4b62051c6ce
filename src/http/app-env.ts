import type { Context } from "hono";
import type { Ctx } from "../context.ts";
import type { Actor } from "../identity/actor.ts";
import type { ProblemCode } from "../problems.ts";

/** Finds out who presents a bearer credential; null if nobody. */
export type Authenticate = (ctx: Ctx, credential: string) => Promise<Actor | null>;

/** What every handler finds on its hono context. */
export type AppEnv = {
  Bindings: Env;
  Variables: {
    ctx: Ctx;
    requestId: string;
    authenticate: Authenticate;
    operationId: (c: Context<AppEnv>) => string | undefined;
    /** The problem that was answered with, if one was. */
    problem: ProblemCode | undefined;
  };
};
