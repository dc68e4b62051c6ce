import { and, eq, sql } from "drizzle-orm";
import { countTokens } from "../ai/budget.ts";
import type { Ctx } from "../context.ts";
import { ConstraintError } from "../db/failures.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { query, type Statement } from "../db/query.ts";
import type { UserActor } from "../identity/actor.ts";
import { knownUser } from "../identity/sessions.ts";
import { keepUnanswered } from "../knowledge/unanswered.ts";
import { ProblemError } from "../problems.ts";
import type { ChatAnswer, ChatMessage } from "./chat.schema.ts";
import { conversationMessages, conversations } from "./conversations.schema.ts";
import { messagesOfTurn } from "./load-turn.ts";
import { titleOf } from "./titles.ts";

/** What the database calls it when a turn has its question, or its answer, already. */
const WRITTEN_BEFORE = "conversation_messages.turn, conversation_messages.role";

type StoredMessage = Awaited<ReturnType<typeof storedTurn>>[number];

/**
 * Keeps the user's message before anybody is asked to answer it, in its conversation or in a new one, and
 * returns which that is. `not-found` if the conversation has been deleted meanwhile.
 */
export async function keepQuestion(
  ctx: Ctx,
  actor: UserActor,
  input: ChatMessage,
  turn: string,
): Promise<number> {
  const now = ctx.now.toISOString();
  const title = titleOf(input.message);
  const isNew = input.conversation_id === undefined;
  const home = isNew
    ? query
        .insert(conversations)
        .values({ userId: actor.id, title, createdAt: now, updatedAt: now })
    : query
        .update(conversations)
        .set({ updatedAt: now, title: sql`coalesce(${conversations.title}, ${title})` })
        .where(
          and(
            eq(conversations.id, input.conversation_id ?? 0),
            eq(conversations.userId, actor.id),
            eq(conversations.isActive, true),
          ),
        );
  try {
    const [, , , [question]] = await ctx.db.write(
      [
        knownUser(actor.id),
        home,
        guard("not-found", changedOneRow),
        query
          .insert(conversationMessages)
          .values({
            conversationId: input.conversation_id ?? sql`last_insert_rowid()`,
            role: "user",
            content: input.message,
            turn,
            at: now,
          })
          .returning({ conversationId: conversationMessages.conversationId }),
      ],
      { repeatable: true },
    );
    return question?.conversationId ?? 0;
  } catch (error) {
    const stored = await findWritten(ctx, actor, turn, "user", error);
    return stored.conversationId;
  }
}

type Answered = Omit<ChatAnswer, "message_id"> & { isKnown: boolean };

/**
 * Keeps the answer with what it used up, and a question without an answer on the list of those. If the turn
 * was answered at the same time elsewhere, that answer counts.
 */
export async function keepAnswer(
  ctx: Ctx,
  actor: UserActor,
  input: ChatMessage,
  { isKnown, ...answer }: Answered,
): Promise<ChatAnswer> {
  const now = new Date(ctx.now.getTime() + answer.response_time);
  const consequences: Statement[] = [
    ...(answer.tokens_used > 0 ? [countTokens(ctx, actor.id, answer.tokens_used)] : []),
    ...(isKnown ? [] : [keepUnanswered(input.message, ctx.now)]),
  ];
  try {
    const [[stored]] = await ctx.db.write(
      [
        query
          .insert(conversationMessages)
          .values({
            conversationId: answer.conversation_id,
            role: "assistant",
            content: answer.response,
            turn: answer.turn_id,
            tokensUsed: answer.tokens_used,
            responseTime: answer.response_time,
            engine: answer.engine,
            citations: answer.citations,
            notice: answer.notice,
            at: now.toISOString(),
          })
          .returning({ id: conversationMessages.id }),
        query
          .update(conversations)
          .set({ updatedAt: now.toISOString() })
          .where(eq(conversations.id, answer.conversation_id)),
        ...consequences,
      ],
      { repeatable: true },
    );
    return { ...answer, message_id: stored?.id ?? 0 };
  } catch (error) {
    const stored = await findWritten(ctx, actor, answer.turn_id, "assistant", error);
    return presentAnswer(answer.turn_id, stored);
  }
}

/** A stored answer as the chat routes show it. */
export function presentAnswer(turn: string, stored: StoredMessage): ChatAnswer {
  return {
    response: stored.content,
    conversation_id: stored.conversationId,
    message_id: stored.id,
    turn_id: turn,
    tokens_used: stored.tokensUsed,
    response_time: stored.responseTime,
    engine: stored.engine ?? "rules",
    citations: stored.citations,
    notice: stored.notice,
  };
}

/** The messages of one of the user's turns: none, the question, or both. */
export async function storedTurn(ctx: Ctx, actor: UserActor, turn: string) {
  const [messages] = await ctx.db.read([messagesOfTurn(actor, turn)]);
  return messages;
}

/** What was written under the turn before; any other failure than that stays one. */
async function findWritten(
  ctx: Ctx,
  actor: UserActor,
  turn: string,
  role: StoredMessage["role"],
  error: unknown,
): Promise<StoredMessage> {
  const isRepeat = error instanceof ConstraintError && error.constraint === WRITTEN_BEFORE;
  if (!isRepeat) throw error;
  const stored = (await storedTurn(ctx, actor, turn)).find((message) => message.role === role);
  if (!stored) throw new ProblemError("not-found");
  return stored;
}
