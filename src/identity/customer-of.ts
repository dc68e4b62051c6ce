import type { Ctx } from "../context.ts";
import { ProblemError } from "../problems.ts";
import { customerIdOf } from "./actor.ts";

/** The customer for whom somebody asks, on routes that only a customer's users may call. */
export function customerOf({ actor }: Pick<Ctx, "actor">): string {
  const customerId = customerIdOf(actor);
  if (customerId === null) throw new ProblemError("forbidden");
  return customerId;
}
