import type { Ctx } from "../context.ts";
import { ProblemError } from "../problems.ts";
import { asked } from "./store-file.ts";
import { isSigned } from "./signed-address.ts";

/** A stored file for whoever has its signed address; `not-found` for everybody else, `files-unavailable`. */
export async function openFile(
  ctx: Ctx,
  key: string,
  signature: { expires: string; signature: string },
): Promise<{ body: ReadableStream; type: string; bytes: number }> {
  if (!isSigned(ctx, `/files/${key}`, signature)) throw new ProblemError("not-found");
  const file = await asked(ctx.files.get(key));
  if (!file) throw new ProblemError("not-found");
  const type = file.httpMetadata?.contentType ?? "application/octet-stream";
  return { body: file.body, type, bytes: file.size };
}
