import { type ByteReader, FileError } from "./byte-reader.ts";
import { requireReasonableSize } from "./picture-size.ts";

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const COMMENT = 0xfe;
const JFIF = 0xe0;
const COLOUR_PROFILE = 0xe2;
const ADOBE = 0xee;

/** A JPEG without Exif, XMP, IPTC, comments and previews; the colour profile stays (ITU T.81, annex B). */
export async function* jpegWithoutMetadata(reader: ByteReader): AsyncGenerator<Uint8Array> {
  yield await reader.take(2);
  let hasSize = false;
  for (;;) {
    const [prefix, marker = 0] = await reader.take(2);
    if (prefix !== 0xff) throw new FileError("The picture is damaged.");
    if (marker === 0xff) throw new FileError("The picture is damaged.");
    if (marker === END_OF_IMAGE) {
      if (!hasSize) throw new FileError("The picture has no size.");
      yield Buffer.from([0xff, marker]);
      return drain(reader);
    }
    if (standsAlone(marker)) {
      yield Buffer.from([0xff, marker]);
      continue;
    }
    const length = (await reader.take(2)).readUInt16BE(0);
    if (length < 2) throw new FileError("The picture is damaged.");
    if (isMetadata(marker)) {
      await reader.skip(length - 2);
      continue;
    }
    if (isFrame(marker)) {
      const head = await reader.peek(5);
      if (head.length < 5) throw new FileError("The picture is damaged.");
      requireReasonableSize(head.readUInt16BE(3), head.readUInt16BE(1));
      hasSize = true;
    }
    yield Buffer.from([0xff, marker, length >> 8, length & 0xff]);
    yield* reader.pass(length - 2);
    if (marker === START_OF_SCAN) yield* scan(reader);
  }
}

/** The coded picture: up to a marker that is neither an escaped 0xFF nor a restart. */
async function* scan(reader: ByteReader): AsyncGenerator<Uint8Array> {
  for (;;) {
    yield* reader.passUntil(0xff);
    const [, next] = await reader.peek(2);
    if (next === undefined) throw new FileError("The picture ends too early.");
    const isMarker = next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7);
    if (isMarker) return;
    yield* reader.pass(next === 0xff ? 1 : 2);
  }
}

async function drain(reader: ByteReader): Promise<void> {
  for await (const _ of reader.rest());
}

function standsAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

function isMetadata(marker: number): boolean {
  const isApplication = marker >= 0xe0 && marker <= 0xef;
  const isKept = marker === JFIF || marker === COLOUR_PROFILE || marker === ADOBE;
  return marker === COMMENT || (isApplication && !isKept);
}

function isFrame(marker: number): boolean {
  const isTable = marker === 0xc4 || marker === 0xc8 || marker === 0xcc;
  return marker >= 0xc0 && marker <= 0xcf && !isTable;
}
