import { errors, jwtVerify } from "jose";
import { z } from "zod";
import type { Ctx } from "../context.ts";
import { keyedDigest } from "../db/digest.ts";
import { newId } from "../db/ids.ts";
import { issueGuestToken } from "../identity/tokens.ts";
import { ProblemError } from "../problems.ts";
import type { NewVisitor, VisitorAdmitted } from "./visitors.schema.ts";

const AUDIENCE = "edgedesk-widget";
const NAME = "Visitor";

/** How long a page's word for its user is good, and by how much its clock may be wrong. Seconds. */
const IDENTITY_SECONDS = 300;
const LEEWAY_SECONDS = 30;

export const VISITOR_SECONDS = 30 * 86_400;

const Claims = z.object({
  sub: z.string().min(1).max(200),
  exp: z.number(),
  name: z.string().trim().min(1).max(100).optional(),
});

/**
 * Lets somebody without an account chat: as a stranger with an id of their own, or as the user that the
 * page around the widget names in a JWT signed with WIDGET_SECRET (`unauthenticated` if it is not good).
 * The same user of a page is the same visitor everywhere. Whatever a visitor types about themselves, an
 * e-mail address included, links them to nobody.
 */
export async function admitVisitor(ctx: Ctx, input: NewVisitor): Promise<VisitorAdmitted> {
  const known = input.identity === undefined ? null : await whoIs(ctx, input.identity);
  const id = known?.id ?? newId("vis", ctx.now);
  const name = known?.name ?? input.name ?? NAME;
  const token = await issueGuestToken(ctx, { id, username: name }, VISITOR_SECONDS);
  return { visitor_id: id, name, ...token };
}

async function whoIs(ctx: Ctx, identity: string) {
  const { widgetSecret } = ctx.config.chat;
  if (widgetSecret === null) {
    throw refused("this desk takes no identities; set WIDGET_SECRET");
  }
  try {
    const { payload } = await jwtVerify(identity, new TextEncoder().encode(widgetSecret), {
      algorithms: ["HS256"],
      audience: AUDIENCE,
      requiredClaims: ["exp", "sub"],
      currentDate: ctx.now,
      clockTolerance: LEEWAY_SECONDS,
    });
    const { sub, exp, name } = Claims.parse(payload);
    const latest = ctx.now.getTime() / 1000 + IDENTITY_SECONDS + LEEWAY_SECONDS;
    if (exp > latest) throw refused("it may be good for five minutes at most");
    const digest = await keyedDigest(ctx.config.idSecret, `widget:${sub}`);
    return { id: `vis_${digest.slice(0, 36)}`, name };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) {
      throw refused("it is not signed for this widget, or no longer good");
    }
    throw error;
  }
}

function refused(why: string): ProblemError {
  return new ProblemError("unauthenticated", { detail: `identity: ${why}.` });
}
