import type { z } from "zod";
import type { Ctx } from "../context.ts";
import type { UserActor } from "../identity/actor.ts";
import { tellEdge } from "../identity/tell-edge.ts";
import { revocationsName, type Revocations } from "../identity/users.schema.ts";
import { VISITOR_SECONDS } from "./admit-visitor.ts";

/**
 * Ends every token that a visitor has; it takes up to a minute to be known everywhere. What they wrote
 * stays with the desk.
 */
export async function forgetVisitor(ctx: Ctx, visitor: UserActor): Promise<void> {
  const { token } = visitor;
  const validFrom = Math.max(ctx.now.getTime(), token.issuedAt.getTime() + 1);
  const record: z.input<typeof Revocations> = {
    valid_from: new Date(validFrom).toISOString(),
    tokens: [],
  };
  await tellEdge(ctx.kv.write(revocationsName(visitor.id), record, VISITOR_SECONDS));
}
