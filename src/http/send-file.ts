import type { Context } from "hono";

const binary = { schema: { type: "string", format: "binary" } } as const;

/** The part of a contract that says which types of file a route gives. */
export function givesFile(types: string[]) {
  const content = Object.fromEntries(types.map((type) => [type, binary]));
  return { 200: { description: "The file.", content } };
}

/** Sends what somebody has uploaded: to be kept or shown, never to be run. */
export function sendFile(
  c: Context,
  file: { body: ReadableStream; type: string; bytes: number },
  name: string,
) {
  return c.body(file.body, 200, {
    "Content-Type": file.type,
    "Content-Length": String(file.bytes),
    "Content-Disposition": `attachment; filename="${name}"`,
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, max-age=600",
  });
}
