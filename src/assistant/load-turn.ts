import { and, desc, eq } from "drizzle-orm";
import { usageToday } from "../ai/budget.ts";
import type { Ctx } from "../context.ts";
import { sha256 } from "../db/digest.ts";
import { newId } from "../db/ids.ts";
import { query } from "../db/query.ts";
import type { UserActor } from "../identity/actor.ts";
import { findCandidates } from "../knowledge/search-knowledge.ts";
import { findNearest, meaningOf } from "../knowledge/vectors.ts";
import { ProblemError } from "../problems.ts";
import type { ChatMessage } from "./chat.schema.ts";
import { conversationMessages, conversations } from "./conversations.schema.ts";
import { boundHistory, MESSAGES_READ } from "./history.ts";

/** The name of a turn: the same one for the same key of the same user, so that it happens once. */
export async function turnOf(ctx: Ctx, actor: UserActor, input: ChatMessage): Promise<string> {
  const key = ctx.idempotencyKey ?? input.client_ref;
  if (key === undefined) return newId("turn", ctx.now);
  return `turn_${(await sha256(`${actor.id}\n${key}`)).slice(0, 40)}`;
}

export type LoadedTurn = Awaited<ReturnType<typeof loadTurn>>;

/**
 * All that is needed to answer, in one round trip. `not-found` if the conversation is not the user's or is
 * deleted; `idempotency-key-reused` if the turn's key was used for another message.
 */
export async function loadTurn(ctx: Ctx, actor: UserActor, input: ChatMessage, turn: string) {
  const wanted = input.conversation_id ?? 0;
  const meaning = await meaningOf(ctx, input.message);
  const [[conversation], newestFirst, ofTurn, byWords, nearest, usage] = await ctx.db.read([
    query
      .select({ id: conversations.id })
      .from(conversations)
      .where(and(eq(conversations.id, wanted), ...own(actor))),
    query
      .select({
        role: conversationMessages.role,
        content: conversationMessages.content,
        turn: conversationMessages.turn,
      })
      .from(conversationMessages)
      .where(eq(conversationMessages.conversationId, wanted))
      .orderBy(desc(conversationMessages.id))
      .limit(MESSAGES_READ),
    messagesOfTurn(actor, turn),
    findCandidates(input.message),
    findNearest(meaning),
    usageToday(ctx, actor.id),
  ]);
  if (!conversation && input.conversation_id !== undefined) throw new ProblemError("not-found");
  const question = ofTurn.find(({ role }) => role === "user") ?? null;
  if (question && !isSame(question, input)) throw new ProblemError("idempotency-key-reused");
  return {
    question,
    answer: ofTurn.find(({ role }) => role === "assistant") ?? null,
    history: boundHistory(newestFirst.filter((message) => message.turn !== turn)),
    found: { byWords, nearest },
    /** What looking for the sources has used. */
    tokens: meaning?.tokens ?? 0,
    usage,
  };
}

/** Question and answer of a turn, as far as they are there; nothing if the turn is not the user's. */
export function messagesOfTurn(actor: UserActor, turn: string) {
  return query
    .select({
      id: conversationMessages.id,
      conversationId: conversationMessages.conversationId,
      role: conversationMessages.role,
      content: conversationMessages.content,
      tokensUsed: conversationMessages.tokensUsed,
      responseTime: conversationMessages.responseTime,
      engine: conversationMessages.engine,
      citations: conversationMessages.citations,
      notice: conversationMessages.notice,
    })
    .from(conversationMessages)
    .innerJoin(conversations, eq(conversations.id, conversationMessages.conversationId))
    .where(and(eq(conversationMessages.turn, turn), ...own(actor)));
}

function own(actor: UserActor) {
  return [eq(conversations.userId, actor.id), eq(conversations.isActive, true)];
}

function isSame(question: { content: string; conversationId: number }, input: ChatMessage) {
  const { message, conversation_id: id = question.conversationId } = input;
  return question.content === message && question.conversationId === id;
}
