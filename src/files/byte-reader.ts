/** The bytes of a file are not what its format says. `message` is a sentence for people. */
export class FileError extends Error {
  override readonly name = "FileError";
}

/** Reads a stream of bytes piece by piece, holding no more of it than one chunk and what was asked for. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #buffer: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next `count` bytes without taking them; fewer if the stream ends before. */
  async peek(count: number): Promise<Buffer> {
    while (this.#buffer.length < count) {
      const { done, value } = await this.#source.next();
      if (done) break;
      this.#buffer = Buffer.concat([this.#buffer, value]);
    }
    return this.#buffer.subarray(0, count);
  }

  /** Exactly the next `count` bytes; a small number. */
  async take(count: number): Promise<Buffer> {
    const bytes = await this.peek(count);
    if (bytes.length < count) throw new FileError("The file ends too early.");
    this.#buffer = this.#buffer.subarray(count);
    return bytes;
  }

  /** The next `count` bytes as they come. */
  async *pass(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0;) {
      const [first] = await this.peek(1);
      if (first === undefined) throw new FileError("The file ends too early.");
      const bytes = this.#buffer.subarray(0, left);
      this.#buffer = this.#buffer.subarray(bytes.length);
      left -= bytes.length;
      yield bytes;
    }
  }

  async skip(count: number): Promise<void> {
    for await (const _ of this.pass(count));
  }

  /** Everything up to the next `marker` byte, which stays. */
  async *passUntil(marker: number): AsyncGenerator<Uint8Array> {
    for (;;) {
      const [first] = await this.peek(1);
      if (first === undefined) throw new FileError("The file ends too early.");
      const at = this.#buffer.indexOf(marker);
      const bytes = at < 0 ? this.#buffer : this.#buffer.subarray(0, at);
      this.#buffer = this.#buffer.subarray(bytes.length);
      if (bytes.length > 0) yield bytes;
      if (at >= 0) return;
    }
  }

  /** All that is left. */
  async *rest(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const [first] = await this.peek(1);
      if (first === undefined) return;
      const bytes = this.#buffer;
      this.#buffer = Buffer.alloc(0);
      yield bytes;
    }
  }
}
