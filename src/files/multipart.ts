import { FileError } from "./byte-reader.ts";

const HEADER_BYTES = 8_192;

/** One part of a form. Its body must be read to the end before the next part is asked for. */
export type Part = {
  name: string;
  /** Null for a text field. */
  fileName: string | null;
  mediaType: string | null;
  body: AsyncIterable<Uint8Array>;
};

/** The boundary of a multipart/form-data Content-Type; null if it is none. */
export function boundaryOf(contentType: string | undefined): string | null {
  if (!/^multipart\/form-data\s*;/i.test(contentType ?? "")) return null;
  const found = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType ?? "");
  return found?.[1] ?? found?.[2] ?? null;
}

/** The parts of a form as they arrive (RFC 7578). At any time no more than one chunk of it is in memory. */
export async function* readParts(
  stream: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<Part> {
  const form = new Delimited(stream, boundary);
  await form.drainPart();
  while (await form.hasAnotherPart()) {
    const header = await form.header();
    yield { ...describe(header), body: form.part() };
    await form.drainPart();
  }
}

function describe(header: string): Omit<Part, "body"> {
  const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(header)?.[1] ?? "";
  const name = parameter(disposition, "name");
  if (name === null) throw new FileError("A part of the form has no name.");
  const mediaType = /^content-type:\s*([^\s;]+)/im.exec(header)?.[1]?.toLowerCase() ?? null;
  return { name, fileName: parameter(disposition, "filename"), mediaType };
}

/** A parameter in quotes, as browsers write it: with `%22`, `%0D` and `%0A` for what cannot stand in them. */
function parameter(disposition: string, name: string): string | null {
  const value = new RegExp(`(?:^|[;\\s])${name}="((?:[^"\\\\]|\\\\.)*)"`, "i").exec(
    disposition,
  )?.[1];
  return value === undefined ? null : value.replaceAll(/\\(["\\])/g, "$1");
}

/** A stream that is cut at a delimiter. What may be the beginning of one is held back until it is clear. */
class Delimited {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #delimiter: Buffer;
  /** It begins with a line break so that the first delimiter is like all others. */
  #buffer: Buffer = Buffer.from("\r\n");
  #isInPart = true;

  constructor(stream: AsyncIterable<Uint8Array>, boundary: string) {
    this.#source = stream[Symbol.asyncIterator]();
    this.#delimiter = Buffer.from(`\r\n--${boundary}`);
  }

  /** The bytes up to the next delimiter, which is taken too. */
  async *part(): AsyncGenerator<Uint8Array> {
    while (this.#isInPart) {
      const at = this.#buffer.indexOf(this.#delimiter);
      if (at >= 0) {
        const bytes = this.#buffer.subarray(0, at);
        this.#buffer = this.#buffer.subarray(at + this.#delimiter.length);
        this.#isInPart = false;
        if (bytes.length > 0) yield bytes;
        return;
      }
      const safe = this.#buffer.length - this.#delimiter.length + 1;
      if (safe > 0) {
        const bytes = this.#buffer.subarray(0, safe);
        this.#buffer = this.#buffer.subarray(safe);
        yield bytes;
      }
      await this.#more();
    }
  }

  async drainPart(): Promise<void> {
    for await (const _ of this.part());
  }

  /** After a delimiter: a line break if a part follows, two hyphens at the end. */
  async hasAnotherPart(): Promise<boolean> {
    while (this.#buffer.length < 2) await this.#more();
    const isEnd = this.#buffer.toString("latin1", 0, 2) === "--";
    return !isEnd;
  }

  async header(): Promise<string> {
    for (;;) {
      const end = this.#buffer.indexOf("\r\n\r\n");
      if (end >= 0) {
        const header = this.#buffer.toString("utf8", 0, end);
        this.#buffer = this.#buffer.subarray(end + 4);
        this.#isInPart = true;
        return header;
      }
      if (this.#buffer.length > HEADER_BYTES) throw new FileError("A part's header is too long.");
      await this.#more();
    }
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#source.next();
    if (done) throw new FileError("The form ends too early.");
    this.#buffer = Buffer.concat([this.#buffer, value]);
  }
}
