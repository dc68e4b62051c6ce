import { ProblemError } from "../problems.ts";
import { FileError } from "./byte-reader.ts";
import { boundaryOf, readParts, type Part } from "./multipart.ts";

/** A form as it arrives. */
export type Upload = { contentType: string | undefined; body: ReadableStream<Uint8Array> | null };

/** How much is still read of a form that has been refused. */
const READ_AWAY_BYTES = 16 * 1024 * 1024;

/**
 * Hands over the parts of a form, one after another as they arrive. `unsupported-media-type`; `file-refused` for a
 * FileError, whether the form's or `take`'s.
 */
export async function readForm(upload: Upload, take: (part: Part) => Promise<void>): Promise<void> {
  const boundary = boundaryOf(upload.contentType);
  if (boundary === null || !upload.body) throw new ProblemError("unsupported-media-type");
  const source = upload.body[Symbol.asyncIterator]();
  try {
    const stream = { [Symbol.asyncIterator]: () => source };
    for await (const part of readParts(stream, boundary)) await take(part);
  } catch (error) {
    await readAway(source);
    if (!(error instanceof FileError)) throw error;
    throw new ProblemError("file-refused", { detail: error.message });
  }
}

/** A caller that is still sending would see a broken connection instead of the refusal. */
async function readAway(source: AsyncIterator<Uint8Array>): Promise<void> {
  for (let bytes = 0; bytes < READ_AWAY_BYTES;) {
    const { done, value } = await source.next();
    if (done) return;
    bytes += value.length;
  }
  await source.return?.();
}

/** Browsers send a nameless, empty part for a file field that nothing was chosen in. */
export async function isGiven(part: Part): Promise<boolean> {
  if (part.fileName !== "") return true;
  for await (const chunk of part.body) {
    if (chunk.length > 0) throw new FileError("A file has no name.");
  }
  return false;
}
