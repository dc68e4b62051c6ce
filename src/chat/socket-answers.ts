import { closeCodes, encodeFrame, SUBPROTOCOL, type CloseReason } from "./chat.protocol.ts";

/**
 * Refuses a socket so that a browser can read why: it is accepted, told, and closed with a named code. The
 * status of a refused upgrade never reaches a page.
 */
export function refuseSocket(socket: WebSocket, reason: CloseReason, detail: string): void {
  socket.accept();
  socket.send(encodeFrame({ type: "error", code: reason, detail }));
  socket.close(closeCodes[reason], reason);
}

/** The answer that hands a socket over, with our subprotocol if the client has offered it. */
export function upgraded(client: WebSocket, request: Request): Response {
  const offered = request.headers.has("Sec-WebSocket-Protocol");
  const headers = offered ? { "Sec-WebSocket-Protocol": SUBPROTOCOL } : {};
  return new Response(null, { status: 101, webSocket: client, headers });
}

/** Codes that a close frame cannot carry: they say that there was none, or no code in it. */
const uncarried = [1005, 1006, 1015];

/** Ends the closing handshake that a client has begun; without it the client waits. */
export function answerClose(socket: WebSocket, code: number): void {
  if (uncarried.includes(code)) socket.close();
  else socket.close(code);
}
