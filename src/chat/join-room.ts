import type { Ctx } from "../context.ts";
import { authenticateUser } from "../identity/authenticate.ts";
import { ProblemError } from "../problems.ts";
import type { Seat } from "./chat.crowd.ts";
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL, type CloseReason } from "./chat.protocol.ts";
import { inRoom, memberOf } from "./in-room.ts";
import { refuseSocket, upgraded } from "./socket-answers.ts";

const reasons: Partial<Record<string, CloseReason>> = {
  "not-found": "not-found",
  unauthenticated: "unauthenticated",
  "rate-limited": "rate-limited",
};

/**
 * Takes a socket into a room. The token comes in the header Authorization, or as the subprotocol
 * `bearer.<token>` beside `edgedesk.chat.v1`; never in the address. Whoever may not come in is
 * told by a close code; `upgrade-required` if it is no socket at all.
 */
export async function joinRoom(ctx: Ctx, id: string, request: Request, isOriginAllowed: boolean) {
  if (request.headers.get("Upgrade")?.toLowerCase() !== "websocket") {
    throw new ProblemError("upgrade-required", { headers: { Upgrade: "websocket" } });
  }
  if (!isOriginAllowed) {
    return refusal(request, "origin-not-allowed", "This page's origin is not in ALLOWED_ORIGINS.");
  }
  try {
    const seat = await seatFor(ctx, request);
    await inRoom(ctx, id, (room) => room.look(seat.member));
    const headers = new Headers({
      Upgrade: "websocket",
      "X-Seat": encodeURIComponent(JSON.stringify(seat)),
    });
    if (offered(request).includes(SUBPROTOCOL)) headers.set("Sec-WebSocket-Protocol", SUBPROTOCOL);
    return await ctx.rooms.connect(id, new Request("https://room/", { headers }));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return refusal(request, reasons[error.code] ?? "unavailable", error.message);
  }
}

async function seatFor(ctx: Ctx, request: Request): Promise<Seat> {
  const inHeader = /^Bearer +(\S+)$/i.exec(request.headers.get("Authorization") ?? "")?.[1];
  const inProtocol = offered(request).find((name) => name.startsWith(TOKEN_SUBPROTOCOL));
  const token = inHeader ?? inProtocol?.slice(TOKEN_SUBPROTOCOL.length);
  const user = token === undefined ? null : await authenticateUser(ctx, token);
  if (!user) throw new ProblemError("unauthenticated");
  ctx.actor = user;
  return {
    member: memberOf(user),
    token: {
      id: user.token.id,
      issuedAt: user.token.issuedAt.getTime(),
      expiresAt: user.token.expiresAt.getTime(),
    },
    checkedAt: ctx.now.getTime(),
    isLive: false,
    delivered: 0,
  };
}

function offered(request: Request): string[] {
  const names = request.headers.get("Sec-WebSocket-Protocol") ?? "";
  return names.split(",").map((name) => name.trim());
}

function refusal(request: Request, reason: CloseReason, detail: string): Response {
  const { 0: client, 1: socket } = new WebSocketPair();
  refuseSocket(socket, reason, detail);
  return upgraded(client, request);
}
