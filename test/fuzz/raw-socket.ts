import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { newAddress } from "../support/desk.ts";

/** A frame as RFC 6455 has it, or as it must not be: every part can be set. */
export function frame(
  payload: Buffer | string,
  { opcode = 1, isFinal = true, isMasked = true, reserved = 0, length = -1 } = {},
): Buffer {
  const data = Buffer.from(payload);
  const said = length < 0 ? data.length : length;
  const mask = randomBytes(4);
  const size =
    said < 126
      ? Buffer.of(said)
      : said < 65_536
        ? Buffer.of(126, said >> 8, said & 255)
        : Buffer.concat([Buffer.of(127), big(said)]);
  if (isMasked) size[0] = (size[0] ?? 0) | 0x80;
  const first = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode;
  const body = isMasked ? Uint8Array.from(data).map((byte, i) => byte ^ (mask[i % 4] ?? 0)) : data;
  return Buffer.concat([Buffer.of(first), size, ...(isMasked ? [mask] : []), body]);
}

function big(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

/**
 * Upgrades by hand, sends bytes as they are, waits a little, and hangs up without a word. Tells the status of the upgrade and
 * the code that closed the socket, if one came.
 */
export async function sendBytes(
  url: string,
  protocols: string[],
  bytes: Buffer[],
): Promise<{ status: number; code: number | null }> {
  const { hostname, port, pathname } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  let heard = Buffer.of();
  socket.on("data", (chunk: Buffer) => (heard = Buffer.concat([heard, chunk])));
  socket.on("error", () => {});
  socket.write(
    [
      `GET ${pathname} HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      `CF-Connecting-IP: ${newAddress()}`,
      "Upgrade: websocket",
      "Connection: Upgrade",
      `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
      "Sec-WebSocket-Version: 13",
      ...(protocols.length > 0 ? [`Sec-WebSocket-Protocol: ${protocols.join(", ")}`] : []),
      "\r\n",
    ].join("\r\n"),
  );
  for (let i = 0; i < 200 && !heard.includes("\r\n\r\n"); i += 1) await sleep(10);
  for (const part of bytes) socket.write(part);
  for (let i = 0; i < 30 && !socket.destroyed && closeCode(heard) === null; i += 1) await sleep(10);
  socket.destroy();
  return { status: Number(heard.subarray(9, 12).toString()), code: closeCode(heard) };
}

/** The code of the close frame among the frames that a server has sent; those are never masked. */
function closeCode(heard: Buffer): number | null {
  let at = heard.indexOf("\r\n\r\n") + 4;
  while (at >= 4 && at + 2 <= heard.length) {
    const opcode = (heard[at] ?? 0) & 15;
    const short = (heard[at + 1] ?? 0) & 127;
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (at + header > heard.length) return null;
    const length =
      short < 126 ? short : short === 126 ? heard.readUInt16BE(at + 2) : heard.readUInt32BE(at + 6);
    if (opcode === 8 && at + 4 <= heard.length) return heard.readUInt16BE(at + header);
    at += header + length;
  }
  return null;
}
