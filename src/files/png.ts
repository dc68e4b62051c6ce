import { type ByteReader, FileError } from "./byte-reader.ts";
import { requireReasonableSize } from "./picture-size.ts";

const SIGNATURE_BYTES = 8;
const LONGEST_CHUNK = 2 ** 31 - 1;
const metadata = new Set(["eXIf", "tEXt", "zTXt", "iTXt", "tIME", "dSIG"]);

/** A PNG without Exif, texts and times, and without anything after its end (RFC 2083). */
export async function* pngWithoutMetadata(reader: ByteReader): AsyncGenerator<Uint8Array> {
  yield await reader.take(SIGNATURE_BYTES);
  for (let isFirst = true; ; isFirst = false) {
    const head = await reader.take(8);
    const length = head.readUInt32BE(0);
    const type = head.toString("latin1", 4, 8);
    if (length > LONGEST_CHUNK || !/^[A-Za-z]{4}$/.test(type)) {
      throw new FileError("The picture is damaged.");
    }
    if (isFirst !== (type === "IHDR")) throw new FileError("The picture is damaged.");
    if (isFirst) {
      const size = await reader.peek(8);
      if (size.length < 8) throw new FileError("The picture is damaged.");
      requireReasonableSize(size.readUInt32BE(0), size.readUInt32BE(4));
    }
    if (metadata.has(type)) {
      await reader.skip(length + 4);
      continue;
    }
    yield Buffer.from(head);
    yield* reader.pass(length + 4);
    if (type !== "IEND") continue;
    for await (const _ of reader.rest());
    return;
  }
}
