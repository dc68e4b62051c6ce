import type { Ctx } from "../context.ts";
import type { UserActor } from "../identity/actor.ts";
import { ProblemError } from "../problems.ts";

/** The user who asks, on routes that only users may call. */
export function userOf({ actor }: Ctx): UserActor {
  if (actor.kind !== "user") throw new ProblemError("forbidden");
  return actor;
}
