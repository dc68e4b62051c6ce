import type { ByteReader } from "./byte-reader.ts";
import type { FileType } from "./file-types.ts";
import { jpegWithoutMetadata } from "./jpeg.ts";
import { requireReasonableSize } from "./picture-size.ts";
import { pngWithoutMetadata } from "./png.ts";
import { webpWithoutMetadata } from "./webp.ts";

/**
 * A file as it is kept, chunk by chunk: without metadata (places, cameras, names, comments) and without anything after
 * its end. Pictures of more than 40 million pixels and files that are not what they begin as are FileErrors.
 */
export function withoutMetadata(type: FileType, reader: ByteReader): AsyncIterable<Uint8Array> {
  switch (type) {
    case "image/jpeg":
      return jpegWithoutMetadata(reader);
    case "image/png":
      return pngWithoutMetadata(reader);
    case "image/webp":
      return webpWithoutMetadata(reader);
    case "image/gif":
      return gif(reader);
    case "video/mp4":
      return reader.rest();
  }
}

async function* gif(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const head = await reader.take(10);
  requireReasonableSize(head.readUInt16LE(6), head.readUInt16LE(8));
  yield head;
  yield* reader.rest();
}
