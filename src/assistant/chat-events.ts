import { ProblemError } from "../problems.ts";
import type { TurnFrame } from "./chat.protocol.ts";

/**
 * A turn's frames as events. Their id is `<turn>:<offset after them>`, with which a stream that broke off is
 * resumed. A problem before the first event is thrown, so that it can still be the answer's status.
 */
export async function turnEvents(frames: AsyncGenerator<TurnFrame, void>) {
  const first = await frames.next();
  if (first.value?.type === "error") {
    const { code, detail } = first.value;
    throw new ProblemError(code, { detail });
  }
  return events(first.value ?? null, frames);
}

async function* events(first: TurnFrame | null, rest: AsyncGenerator<TurnFrame, void>) {
  if (first) yield eventOf(first);
  for await (const frame of rest) yield eventOf(frame);
}

function eventOf(frame: TurnFrame) {
  const { type: event, ...data } = frame;
  if (frame.type !== "delta") return { event, data };
  return { event, data, id: `${frame.turn_id}:${frame.offset + frame.content.length}` };
}

const lastEventId = /^(turn_[0-9a-z]+):(\d{1,7})$/;

/** How much of a turn's text a client has, by the id of the last event that it saw; 0 without one. */
export function offsetAfter(turn: string, eventId: string | undefined): number {
  const [, ofTurn, offset] = lastEventId.exec(eventId ?? "") ?? [];
  return ofTurn === turn ? Number(offset) : 0;
}
