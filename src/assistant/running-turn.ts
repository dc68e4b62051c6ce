import type { ChatAnswer } from "./chat.schema.ts";
import type { Listener } from "./chat.ts";
import type { TurnFrame } from "./chat.protocol.ts";

type Begun = { turn_id: string; conversation_id: number };
type Failure = Extract<TurnFrame, { type: "error" }>;

/**
 * A turn while it is answered: whoever is told of it adds to it, and any number of readers follow it, each
 * from an offset of its own and as fast as it reads. Nobody misses a character or gets one twice.
 */
export class RunningTurn implements Listener {
  #begun: Begun | null = null;
  #text = "";
  #end: ChatAnswer | Failure | null = null;
  #changed = Promise.withResolvers<void>();

  begins(turn: Begun): void {
    this.#begun = turn;
    this.#tell();
  }

  says(piece: string): void {
    this.#text += piece;
    this.#tell();
  }

  ends(end: ChatAnswer | Failure): void {
    this.#end = end;
    this.#tell();
  }

  /** The frames from an offset of the text on, until the end. */
  async *follow(offset: number): AsyncGenerator<TurnFrame, void> {
    let hasStarted = false;
    let at = offset;
    for (;;) {
      // Taken before looking, so that a change while a reader is busy is not slept through.
      const { promise: changed } = this.#changed;
      if (this.#begun && !hasStarted) {
        hasStarted = true;
        yield {
          type: "start",
          turn_id: this.#begun.turn_id,
          conversation_id: this.#begun.conversation_id,
        };
      } else if (this.#begun && this.#text.length > at) {
        const from = at;
        at = this.#text.length;
        yield delta(this.#begun.turn_id, from, this.#text.slice(from));
      } else if (this.#end) {
        yield closing(this.#end);
        return;
      } else {
        await changed;
      }
    }
  }

  #tell(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    resolve();
  }
}

/** The frames of a turn that was answered before, from an offset of its text on. */
export function* framesOf(answer: ChatAnswer, offset: number): Generator<TurnFrame, void> {
  const { turn_id, conversation_id, response } = answer;
  yield { type: "start", turn_id, conversation_id };
  if (response.length > offset) yield delta(turn_id, offset, response.slice(offset));
  yield closing(answer);
}

function delta(turn: string, offset: number, content: string): TurnFrame {
  return { type: "delta", turn_id: turn, offset, content };
}

function closing(end: ChatAnswer | Failure): TurnFrame {
  if ("type" in end) return end;
  const { response, ...rest } = end;
  return { type: "done", content: response, ...rest };
}
