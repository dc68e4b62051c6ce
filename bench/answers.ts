import { setTimeout as sleep } from "node:timers/promises";
import { Explained } from "../scripts/support/explained.ts";
import type { Server } from "./server.ts";

/** How much longer or shorter one of two like answers may be. */
const SIZE_TOLERANCE = 0.05;

/** Asks once and returns the answer's text; anything but a JSON answer with 200 is a failure. */
export async function ask(server: Server, path: string, address: string): Promise<string> {
  const response = await fetch(server.origin + path, { headers: { "CF-Connecting-IP": address } });
  const body = await response.text();
  const type = response.headers.get("Content-Type") ?? "none";
  if (response.status === 200 && type.startsWith("application/json")) return body;
  throw new Explained(`${server.origin}${path} answered ${response.status} (${type}): ${body}`);
}

/** A few calls one after another: behind the first, a Worker reads its limits and price list from KV. */
export async function settleIn(server: Server, path: string, address: string): Promise<void> {
  for (let call = 0; call < 10; call += 1) {
    await ask(server, path, address);
    await sleep(20);
  }
}

/** Refuses a comparison of answers that differ in their fields, or much in their length. */
export function requireAlike(one: string, other: string): void {
  const difference = Math.abs(one.length - other.length) / one.length;
  const isAlike =
    JSON.stringify(outline(JSON.parse(one))) === JSON.stringify(outline(JSON.parse(other)));
  if (isAlike && difference <= SIZE_TOLERANCE) return;
  throw new Explained(
    "The minimal handler's answer has drifted from the desk's; bring bench/minimal.js up to date.\n" +
      `The desk:\n${one}\nThe minimal handler:\n${other}`,
  );
}

/** A JSON value with the names of its fields kept and every value replaced by its type. */
function outline(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(outline);
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.entries(value).map(([name, field]) => [name, outline(field)]);
}
