import { createContext, type Ctx, type RequestFacts } from "../context.ts";
import type { UserActor } from "../identity/actor.ts";
import { logFailure, logLine } from "../log.ts";
import { ProblemError } from "../problems.ts";
import { answerTurn } from "./chat.ts";
import type { TurnFrame } from "./chat.protocol.ts";
import type { ChatMessage } from "./chat.schema.ts";
import { presentAnswer, storedTurn } from "./keep-turn.ts";
import { turnOf } from "./load-turn.ts";
import { framesOf, RunningTurn } from "./running-turn.ts";

const LOST =
  "This message has no answer: it is still being stored, or the AI provider failed. Send it again with the same client_ref.";

/** Answers one user's turns, whether or not anybody is still listening. */
export class TurnRunner {
  readonly #env: Env;
  readonly #running = new Map<string, RunningTurn>();

  constructor(env: Env) {
    this.#env = env;
  }

  /** The frames of a new turn, or of the one that already runs under the message's key. */
  async ask(facts: RequestFacts, actor: UserActor, input: ChatMessage) {
    const behind: (() => Promise<void>)[] = [];
    const ctx = createContext(this.#env, facts, (task) => behind.push(task));
    ctx.actor = actor;
    const id = await turnOf(ctx, actor, input);
    const known = this.#running.get(id);
    if (known) return known.follow(0);
    const turn = new RunningTurn();
    this.#running.set(id, turn);
    void this.#run(ctx, actor, input, id, turn, behind);
    return turn.follow(0);
  }

  /** The rest of a turn's frames from an offset of its text on: live, or as it was stored. */
  async resume(facts: RequestFacts, actor: UserActor, id: string, offset: number) {
    const running = this.#running.get(id);
    if (running) return running.follow(offset);
    const ctx = createContext(this.#env, facts, () => {});
    ctx.actor = actor;
    return replay(ctx, actor, id, offset);
  }

  async #run(
    ctx: Ctx,
    actor: UserActor,
    input: ChatMessage,
    id: string,
    turn: RunningTurn,
    behind: (() => Promise<void>)[],
  ): Promise<void> {
    const startedAt = Date.now();
    try {
      turn.ends(await answerTurn(ctx, actor, input, id, turn));
    } catch (error) {
      turn.ends(failureOf(ctx, id, error));
    } finally {
      this.#running.delete(id);
    }
    for (const task of behind) {
      await task().catch((error: unknown) => logFailure(ctx.requestId, "background", error));
    }
    const ms = Date.now() - startedAt;
    logLine("info", "turn", { request_id: ctx.requestId, ms, cost: ctx.cost });
  }
}

async function* replay(ctx: Ctx, actor: UserActor, id: string, offset: number) {
  try {
    const messages = await storedTurn(ctx, actor, id);
    const answer = messages.find(({ role }) => role === "assistant");
    if (answer) yield* framesOf(presentAnswer(id, answer), offset);
    else if (messages.length === 0) throw new ProblemError("not-found");
    else throw new ProblemError("ai-unavailable", { detail: LOST });
  } catch (error) {
    yield failureOf(ctx, id, error);
  }
}

/** A problem as a frame. Unexpected errors say a constant; their cause is only logged. */
function failureOf({ requestId }: Ctx, id: string, error: unknown): TurnFrame & { type: "error" } {
  const isKnown = error instanceof ProblemError;
  if (!isKnown) logFailure(requestId, "turn", error);
  const problem = isKnown ? error : new ProblemError("internal-error");
  return { type: "error", code: problem.code, detail: problem.message, turn_id: id };
}
