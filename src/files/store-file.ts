import type { Ctx } from "../context.ts";
import { newId } from "../db/ids.ts";
import { ByteReader, FileError } from "./byte-reader.ts";
import { disagreement, isHostileName, sniff, SNIFFED_BYTES, type FileType } from "./file-types.ts";
import { answered } from "../in-time.ts";
import { logFailure } from "../log.ts";
import { ProblemError } from "../problems.ts";
import type { Part } from "./multipart.ts";
import { withoutMetadata } from "./without-metadata.ts";

export const FILE_BYTES = 10 * 1024 * 1024;

/** R2 takes the parts of a file at this size at least; it is all of a file that is ever in memory. */
const PART_BYTES = 5 * 1024 * 1024;

/** One step of R2's; a part of five MiB is the longest. */
const STEP_WITHIN_MS = 8_000;

export type StoredFile = { key: string; type: FileType; bytes: number };

/**
 * Streams a file of a form into R2 under a random name: its type decided by its first bytes, its metadata taken out.
 * A FileError if it is not taken, `files-unavailable` if R2 does not work; then nothing of it is stored.
 */
export async function storeFile(ctx: Ctx, part: Part, folder: string): Promise<StoredFile> {
  const fileName = part.fileName ?? "";
  if (isHostileName(fileName)) throw new FileError("A file has a name that cannot be taken.");
  const reader = new ByteReader(atMost(part.body, FILE_BYTES));
  const type = sniff(await reader.peek(SNIFFED_BYTES));
  if (type === null) throw new FileError("Only jpeg, png, webp, gif and mp4 are taken.");
  const wrong = disagreement(type, { fileName, mediaType: part.mediaType });
  if (wrong !== null) throw new FileError(`A file ${wrong}.`);
  const key = `${folder}/${newId("file", ctx.now)}`;
  const bytes = await putInParts(ctx, key, type, withoutMetadata(type, reader));
  return { key, type, bytes };
}

/** Removes files that were stored for something that did not come about. What R2 keeps, the night removes. */
export async function dropFiles(ctx: Ctx, files: StoredFile[]): Promise<void> {
  if (files.length > 0)
    await remove(
      ctx,
      files.map(({ key }) => key),
    );
}

async function remove(ctx: Ctx, keys: string[]): Promise<void> {
  const removal = answered("R2", ctx.files.delete(keys), STEP_WITHIN_MS);
  await removal.catch((failure) => logFailure(ctx.requestId, "drop-files", failure));
}

async function putInParts(
  ctx: Ctx,
  key: string,
  contentType: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<number> {
  const upload = await asked(
    ctx.files.createMultipartUpload(key, { httpMetadata: { contentType } }),
  );
  try {
    const parts: R2UploadedPart[] = [];
    let gathered = new Gathered();
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      let rest = gathered.add(chunk);
      while (gathered.isFull) {
        parts.push(await asked(upload.uploadPart(parts.length + 1, gathered.bytes())));
        gathered = new Gathered();
        rest = gathered.add(rest);
      }
    }
    parts.push(await asked(upload.uploadPart(parts.length + 1, gathered.bytes())));
    const stored = await asked(upload.complete(parts));
    if (stored.size === bytes) return bytes;
  } catch (error) {
    // R2 drops what is left of it after a week.
    const end = answered("R2", upload.abort(), STEP_WITHIN_MS);
    await end.catch((failure) => logFailure(ctx.requestId, "upload", failure));
    throw error;
  }
  await remove(ctx, [key]);
  throw new ProblemError("files-unavailable", { retryAfter: 1 });
}

/** What R2 does, or `files-unavailable`. */
export async function asked<T>(work: Promise<T>): Promise<T> {
  try {
    return await answered("R2", work, STEP_WITHIN_MS);
  } catch (cause) {
    throw new ProblemError("files-unavailable", { retryAfter: 1, cause });
  }
}

/** Gathers chunks into one part; parts other than the last must be of one size. */
class Gathered {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  /** Takes what still fits and gives the rest back. */
  add(chunk: Uint8Array): Uint8Array {
    const taken = chunk.subarray(0, PART_BYTES - this.#length);
    if (taken.length > 0) this.#chunks.push(Uint8Array.from(taken));
    this.#length += taken.length;
    return chunk.subarray(taken.length);
  }

  get isFull(): boolean {
    return this.#length === PART_BYTES;
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }
}

async function* atMost(source: AsyncIterable<Uint8Array>, most: number) {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > most) throw new FileError(`A file has more than ${most / 1024 / 1024} MiB.`);
    yield chunk;
  }
}
