import { FileError } from "./byte-reader.ts";

/** A picture that needs more pixels than this to be shown is a bomb, not evidence. */
const MOST_PIXELS = 40_000_000;

export function requireReasonableSize(width: number, height: number): void {
  if (width < 1 || height < 1) throw new FileError("The picture has no size.");
  if (width * height > MOST_PIXELS) throw new FileError("The picture has too many pixels.");
}
