import { type ByteReader, FileError } from "./byte-reader.ts";
import { requireReasonableSize } from "./picture-size.ts";

const EXIF_AND_XMP = 0x0c;

/**
 * A WebP whose Exif and XMP are overwritten by zeros under a name that nobody reads, so that its length, which stands
 * at its beginning, stays right while it streams (RFC 9649). Nothing after its end is kept.
 */
export async function* webpWithoutMetadata(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const riff = await reader.take(12);
  yield Buffer.from(riff);
  let left = riff.readUInt32LE(4) - 4;
  let hasSize = false;
  while (left >= 8) {
    const head = Buffer.from(await reader.take(8));
    const type = head.toString("latin1", 0, 4);
    const length = head.readUInt32LE(4);
    const padded = length + (length % 2);
    left -= 8 + padded;
    if (left < 0) throw new FileError("The picture is damaged.");
    if (type === "EXIF" || type === "XMP ") {
      head.write("JUNK", 0, "latin1");
      yield head;
      for await (const bytes of reader.pass(padded)) yield Buffer.alloc(bytes.length);
      continue;
    }
    yield head;
    if (type === "VP8X") {
      const flags = Buffer.from(await reader.take(padded));
      if (flags.length < 10) throw new FileError("The picture is damaged.");
      flags[0] = (flags[0] ?? 0) & ~EXIF_AND_XMP;
      requireReasonableSize(flags.readUIntLE(4, 3) + 1, flags.readUIntLE(7, 3) + 1);
      hasSize = true;
      yield flags;
      continue;
    }
    if (type === "VP8 " || type === "VP8L") {
      requireSizeOf(type, await reader.peek(10));
      hasSize = true;
    }
    yield* reader.pass(padded);
  }
  if (!hasSize) throw new FileError("The picture has no size.");
  for await (const _ of reader.rest());
}

function requireSizeOf(type: "VP8 " | "VP8L", head: Buffer): void {
  if (head.length < 10) throw new FileError("The picture is damaged.");
  if (type === "VP8 ") {
    requireReasonableSize(head.readUInt16LE(6) & 0x3fff, head.readUInt16LE(8) & 0x3fff);
    return;
  }
  const bits = head.readUInt32LE(1);
  requireReasonableSize((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
}
