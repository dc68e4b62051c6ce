import { countTokens, isWithinBudget } from "../ai/budget.ts";
import { detectLanguage, type Language } from "../ai/language.ts";
import type { Reply, ReplyTask, Say } from "../ai/reply.ts";
import { rulesModel } from "../ai/rules.ts";
import type { Ctx } from "../context.ts";
import type { UserActor } from "../identity/actor.ts";
import type { Passage } from "../knowledge/match-passages.ts";
import { choosePassages } from "../knowledge/search-knowledge.ts";
import { logFailure } from "../log.ts";
import { ProblemError } from "../problems.ts";
import type { ChatAnswer, ChatMessage } from "./chat.schema.ts";
import type { Citation } from "./conversations.schema.ts";
import { keepAnswer, keepQuestion, presentAnswer } from "./keep-turn.ts";
import { loadTurn, turnOf, type LoadedTurn } from "./load-turn.ts";
import { noticeOf } from "./notices.ts";
import { toolsFor } from "./tools.ts";

const SOURCES = 5;

/** Hears of a turn while it happens. */
export type Listener = {
  /** The user's message is stored, and somebody is about to answer. */
  begins(turn: { turn_id: string; conversation_id: number }): void;
  says: Say;
};

const nobody: Listener = { begins() {}, says() {} };

/**
 * Answers a user's message in a conversation of theirs, or in a new one. The message is stored first: if the
 * provider fails it stays, nothing half is stored, and the problem is `ai-unavailable` (or the built-in engine
 * answers, as configured). `not-found` for a conversation of somebody else. The same message sent again with
 * its key gets the same answer, or a first one if there was none; `idempotency-key-reused`.
 */
export async function chat(ctx: Ctx, actor: UserActor, input: ChatMessage): Promise<ChatAnswer> {
  return answerTurn(ctx, actor, input, await turnOf(ctx, actor, input), nobody);
}

/** The same for a turn whose name is known, while somebody listens. */
export async function answerTurn(
  ctx: Ctx,
  actor: UserActor,
  input: ChatMessage,
  turn: string,
  listener: Listener,
): Promise<ChatAnswer> {
  const startedAt = Date.now();
  const loaded = await loadTurn(ctx, actor, input, turn);
  if (loaded.answer) {
    ctx.replayed = true;
    const stored = presentAnswer(turn, loaded.answer);
    listener.begins(stored);
    listener.says(stored.response);
    return stored;
  }
  const conversationId =
    loaded.question?.conversationId ?? (await keepQuestion(ctx, actor, input, turn));
  listener.begins({ turn_id: turn, conversation_id: conversationId });
  const { reply, tokens, notice } = await answer(ctx, actor, {
    loaded,
    message: input.message,
    conversationId,
    turn,
    say: (piece) => listener.says(piece),
  });
  return keepAnswer(ctx, actor, input, {
    response: reply.text,
    conversation_id: conversationId,
    turn_id: turn,
    tokens_used: tokens,
    response_time: Date.now() - startedAt,
    engine: reply.engine,
    citations: reply.cited.map(cite),
    notice,
    isKnown: reply.isKnown,
  });
}

type Question = {
  loaded: LoadedTurn;
  message: string;
  conversationId: number;
  turn: string;
  say: Say;
};

type Answered = { reply: Reply<Passage>; tokens: number; notice: string | null };

async function answer(ctx: Ctx, actor: UserActor, question: Question): Promise<Answered> {
  const { loaded, message, conversationId, turn } = question;
  const language = languageOf(question);
  let { tokens } = loaded;
  let hasSpoken = false;
  const say: Say = (piece) => {
    hasSpoken = true;
    question.say(piece);
  };
  const task: ReplyTask<Passage> = {
    message,
    history: loaded.history,
    sources: choosePassages(message, loaded.found, language, SOURCES),
    tools: toolsFor(ctx, { actor, conversationId, turn, language }),
    language,
    spent: (used) => (tokens += used),
  };
  if (ctx.config.openai !== null && !isWithinBudget(ctx, actor.id, loaded.usage)) {
    const reply = await rulesModel.reply(task, say);
    return { reply, tokens, notice: noticeOf("budget-used", language) };
  }
  try {
    const reply = await ctx.ai.reply(task, say);
    return { reply, tokens, notice: null };
  } catch (error) {
    const isProviderFailure = error instanceof ProblemError && error.code === "ai-unavailable";
    if (isProviderFailure) logFailure(ctx.requestId, "assistant", error);
    const mayFallBack = ctx.config.assistant.onAiFailure === "rules" && !hasSpoken;
    if (isProviderFailure && mayFallBack) {
      const reply = await rulesModel.reply(task, say);
      return { reply, tokens, notice: noticeOf("provider-failed", language) };
    }
    if (tokens > 0) ctx.background(() => keepTokens(ctx, actor, tokens));
    throw isProviderFailure ? withAddress(error, conversationId) : error;
  }
}

/** The same problem with the place where the user's message is kept. */
function withAddress(cause: ProblemError, conversationId: number): ProblemError {
  const headers = { "Content-Location": `/api/v1/chat/conversations/${conversationId}` };
  return new ProblemError("ai-unavailable", { headers, cause });
}

async function keepTokens(ctx: Ctx, actor: UserActor, tokens: number): Promise<void> {
  await ctx.db.write([countTokens(ctx, actor.id, tokens)]);
}

/** The language of the message; what was written before it helps with a short one. */
function languageOf({ message, loaded }: Question): Language {
  const before = loaded.history.findLast(({ role }) => role === "user")?.content ?? "";
  return detectLanguage(`${message} ${message} ${before}`);
}

function cite({ entryId, kind, title, language }: Passage): Citation {
  return { id: entryId, kind, title, language };
}
