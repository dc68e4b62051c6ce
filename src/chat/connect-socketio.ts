import type { Ctx } from "../context.ts";
import { newId } from "../db/ids.ts";
import type { SocketIoSession } from "./socketio.session.ts";
import { engine, engineError } from "./socketio.wire.ts";

const sessionId = /^sid_[0-9a-z]{36}$/;

/**
 * Hands an Engine.IO request to its session's object, which is named by the `sid` that Engine.IO puts into the
 * address; a request without one begins a session. Refusals are Engine.IO's own.
 */
export async function connectSocketIo(
  ctx: Ctx,
  sessions: DurableObjectNamespace<SocketIoSession>,
  request: Request,
  isOriginAllowed: boolean,
): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const transport = query.get("transport");
  const isUpgrade = request.headers.get("Upgrade")?.toLowerCase() === "websocket";
  const sid = query.get("sid");
  if (!isOriginAllowed) return engineError("forbidden");
  if (query.get("EIO") !== engine.protocol) return engineError("version");
  if (transport !== "polling" && transport !== "websocket") return engineError("transport");
  if ((transport === "websocket") !== isUpgrade) return engineError("request");
  if (sid === null && request.method !== "GET") return engineError("method");
  if (sid !== null && !sessionId.test(sid)) return engineError("session");

  const headers = new Headers();
  for (const name of ["Authorization", "Upgrade"]) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const name = sid ?? newId("sid", ctx.now);
  if (sid === null) headers.set("X-New-Session", name);
  ctx.cost.objectCalls += 1;
  const { method, body } = request;
  const answer = await sessions
    .getByName(name)
    .fetch(new Request("https://session/", { method, headers, body }));
  return answer.status === 101 ? answer : new Response(answer.body, answer);
}
