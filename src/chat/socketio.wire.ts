import {
  decodePacket,
  decodePayload,
  encodePacket,
  encodePayload,
  type Packet as EnginePacket,
  type PacketType as EnginePacketType,
} from "engine.io-parser";
import { Decoder, Encoder, PacketType, type Packet } from "socket.io-parser";

/** Engine.IO 4 and Socket.IO 5 as texts. Both packages' parsers; nothing here knows a room. */

export { PacketType, type EnginePacket, type Packet };

/** What Engine.IO promises its clients at the beginning. Times are milliseconds. */
export const engine = {
  protocol: "4",
  pingInterval: 25_000,
  pingTimeout: 20_000,
  maxPayload: 100_000,
} as const;

/** Why a request makes no sense to Engine.IO, as its own servers answer. */
export const engineErrors = {
  transport: { code: 0, message: "Transport unknown" },
  session: { code: 1, message: "Session ID unknown" },
  method: { code: 2, message: "Bad handshake method" },
  request: { code: 3, message: "Bad request" },
  forbidden: { code: 4, message: "Forbidden" },
  version: { code: 5, message: "Unsupported protocol version" },
} as const;

export function engineError(error: keyof typeof engineErrors): Response {
  return Response.json(engineErrors[error], { status: error === "forbidden" ? 403 : 400 });
}

export function enginePacket(type: EnginePacketType, data?: string): EnginePacket {
  return data === undefined ? { type } : { type, data };
}

/** One packet, for a WebSocket. Texts are encoded at once, so there is nothing to wait for. */
export function engineText(packet: EnginePacket): string {
  let text = "";
  encodePacket(packet, false, (encoded) => (text = String(encoded)));
  return text;
}

/** Packets for the answer of a poll. */
export function enginePayload(packets: EnginePacket[]): string {
  let text = "";
  encodePayload(packets, (encoded) => (text = encoded));
  return text;
}

/** The packets that a client posted. */
export function readPayload(payload: string): EnginePacket[] {
  return decodePayload(payload);
}

export function readEnginePacket(text: string): EnginePacket {
  return decodePacket(text);
}

export function socketText(packet: Packet): string {
  return new Encoder().encode(packet).join("");
}

/** The packet in a message; null for anything else, binary parts included. */
export function readPacket(text: unknown): Packet | null {
  let packet: Packet | null = null;
  const decoder = new Decoder();
  decoder.on("decoded", (decoded) => (packet = decoded));
  try {
    decoder.add(text);
  } catch {
    return null;
  } finally {
    decoder.destroy();
  }
  return packet;
}
