import { crc32, deflateSync } from "node:zlib";

/** A small picture of each type, with metadata that must not be kept: the word `SECRET`. */
export function png(width = 1, height = 1): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("tEXt", Buffer.from("Comment\0SECRET")),
    chunk("eXIf", Buffer.from("MM\0*SECRET")),
    chunk("IDAT", deflateSync(Buffer.from([0, 255, 0, 0]))),
    chunk("IEND", Buffer.alloc(0)),
    Buffer.from("SECRET after the end <script>"),
  ]);
}

export function jpeg(width = 1, height = 1, padding = 0): Buffer {
  const frame = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 1);
  frame.writeUInt16BE(width, 3);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from("JFIF\0\x01\x01\0\0\x01\0\x01\0\0", "latin1")),
    segment(0xe1, Buffer.from("Exif\0\0GPS SECRET")),
    segment(0xfe, Buffer.from("SECRET comment")),
    segment(0xc0, frame),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.alloc(padding, 0x5a),
    Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56, 0xff, 0xd9]),
    Buffer.from("SECRET after the end <script>"),
  ]);
}

export function webp(): Buffer {
  const extended = Buffer.alloc(10);
  extended[0] = 0x0c;
  const chunks = Buffer.concat([
    riff("VP8X", extended),
    riff("VP8L", Buffer.from([0x2f, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
    riff("EXIF", Buffer.from("Exif SECRET!")),
    riff("XMP ", Buffer.from("<x>SECRET</x>")),
  ]);
  const head = Buffer.from("RIFF0000WEBP");
  head.writeUInt32LE(chunks.length + 4, 4);
  return Buffer.concat([head, chunks, Buffer.from("SECRET after the end")]);
}

export function gif(width = 1, height = 1): Buffer {
  const head = Buffer.from("GIF89a0000\x80\0\0", "latin1");
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  return Buffer.concat([head, Buffer.alloc(6), Buffer.from(";")]);
}

export function mp4(): Buffer {
  return Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from("ftypisom\0\0\x02\0isomiso2")]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

function riff(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(data.length);
  const padding = Buffer.alloc(data.length % 2);
  return Buffer.concat([Buffer.from(type), length, data, padding]);
}
