import type { Ctx } from "../context.ts";
import type { UserActor } from "../identity/actor.ts";
import { revokeEveryToken } from "../identity/sessions.ts";
import { VISITOR_SECONDS } from "./admit-visitor.ts";

/**
 * Ends every token that a visitor has; it takes up to a minute to be known everywhere. What they wrote
 * stays with the desk.
 */
export async function forgetVisitor(ctx: Ctx, visitor: UserActor): Promise<void> {
  const { token } = visitor;
  const validFrom = Math.max(ctx.now.getTime(), token.issuedAt.getTime() + 1);
  await revokeEveryToken(ctx, visitor.id, new Date(validFrom), VISITOR_SECONDS);
}
