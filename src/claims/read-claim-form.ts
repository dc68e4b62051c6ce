import type { Ctx } from "../context.ts";
import { FileError } from "../files/byte-reader.ts";
import type { Part } from "../files/multipart.ts";
import { isGiven, readForm, type Upload } from "../files/read-form.ts";
import { dropFiles, storeFile, type StoredFile } from "../files/store-file.ts";
import { ProblemError, type InputError } from "../problems.ts";
import { NewClaim } from "./claims.schema.ts";

export type ClaimForm = { claim: NewClaim; files: StoredFile[] };

const FILES = 10;
const FIELD_BYTES = 20_000;
const FIELDS = 20;
const MOST_ERRORS = 20;

/**
 * Reads a claim's form as it arrives, its files straight into R2. `unsupported-media-type`, `file-refused`,
 * `validation-failed`: then none of its files is kept. Whoever cannot use the form must drop its files.
 */
export async function readClaimForm(ctx: Ctx, upload: Upload): Promise<ClaimForm> {
  const files: StoredFile[] = [];
  const fields: Record<string, string> = {};
  let parts = 0;
  try {
    await readForm(upload, async (part) => {
      parts += 1;
      if (parts > FIELDS + FILES) throw new FileError("The form has too many parts.");
      if (part.fileName === null) await takeField(fields, part);
      else if (await isGiven(part)) await takeFile(ctx, files, part);
    });
    return { claim: parse(fields), files };
  } catch (error) {
    await dropFiles(ctx, files);
    throw error;
  }
}

async function takeField(fields: Record<string, string>, part: Part): Promise<void> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of part.body) {
    bytes += chunk.length;
    if (bytes > FIELD_BYTES) throw new FileError("A field of the form is too long.");
    chunks.push(Uint8Array.from(chunk));
  }
  fields[part.name] = Buffer.concat(chunks).toString("utf8");
}

async function takeFile(ctx: Ctx, files: StoredFile[], part: Part): Promise<void> {
  if (files.length >= FILES) throw new FileError(`A claim has at most ${FILES} files.`);
  files.push(await storeFile(ctx, part, "claims"));
}

function parse(fields: Record<string, string>): NewClaim {
  const result = NewClaim.safeParse(fields);
  if (result.success) return result.data;
  const errors: InputError[] = result.error.issues.slice(0, MOST_ERRORS).map((issue) => ({
    loc: ["body", ...issue.path.map(String)],
    msg: issue.message,
    type: issue.code,
  }));
  const [first] = errors;
  const detail = `${first?.loc.slice(1).join(".") ?? "The form"}: ${first?.msg}.`;
  throw new ProblemError("validation-failed", { detail, errors });
}
