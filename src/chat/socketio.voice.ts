import type { Engine } from "./socketio.engine.ts";
import { PacketType, socketText } from "./socketio.wire.ts";

export type Voice = ReturnType<typeof openVoice>;

/** What a Socket.IO session says to its client: events, acknowledgements, and what went wrong, as packets. */
export function openVoice({ send }: Engine) {
  const say = (packet: Parameters<typeof socketText>[0]) => send("message", socketText(packet));

  function emit(name: string, ...data: unknown[]): void {
    const sent = data.filter((each) => each !== undefined);
    say({ type: PacketType.EVENT, nsp: "/", data: [name, ...sent] });
  }

  function acknowledge(id: number | undefined, data: object): void {
    if (id !== undefined) say({ type: PacketType.ACK, nsp: "/", id, data: [data] });
  }

  function complain(code: string, detail: string, event?: unknown): void {
    const data = { code, detail, ...(typeof event === "string" ? { event } : {}) };
    emit("error", data);
    if (event === "send_message") emit("message_error", data);
  }

  return {
    emit,
    acknowledge,
    complain,
    welcome: (nsp: string, data: object) => say({ type: PacketType.CONNECT, nsp, data }),
    refuse(nsp: string, code: string, message: string): void {
      const data = { message, data: { code, detail: message } };
      say({ type: PacketType.CONNECT_ERROR, nsp, data });
    },
    /** An event that could not be done: told as a complaint, and to whoever waits for its acknowledgement. */
    fail(ack: number | undefined, event: unknown, code: string, detail: string): void {
      complain(code, detail, event);
      acknowledge(ack, { ok: false, error: { code, detail } });
    },
  };
}
