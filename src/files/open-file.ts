import type { Ctx } from "../context.ts";
import { ProblemError } from "../problems.ts";
import { asked } from "./store-file.ts";
import { isSigned } from "./signed-address.ts";

/** A file as it is stored. */
export type OpenFile = { body: ReadableStream; type: string; bytes: number };

/** A stored file for whoever has its signed address; `not-found` for everybody else, `files-unavailable`. */
export async function openFile(
  ctx: Ctx,
  key: string,
  signature: { expires: string; signature: string },
): Promise<OpenFile> {
  if (!(await isSigned(ctx, `/files/${key}`, signature))) throw new ProblemError("not-found");
  return readFile(ctx, key);
}

/** A stored file, for those who have shown that they may see it; `not-found`, `files-unavailable`. */
export async function readFile(ctx: Ctx, key: string): Promise<OpenFile> {
  const file = await asked(ctx.files.get(key));
  if (!file) throw new ProblemError("not-found");
  const type = file.httpMetadata?.contentType ?? "application/octet-stream";
  // Breaks off, instead of ending early, if R2 gives less than it says.
  const body = file.body.pipeThrough(new FixedLengthStream(file.size));
  return { body, type, bytes: file.size };
}
