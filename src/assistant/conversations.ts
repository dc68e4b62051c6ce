import { and, desc, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { bounds, paged, type Page, type Paging } from "../db/paging.ts";
import { query } from "../db/query.ts";
import type { UserActor } from "../identity/actor.ts";
import { knownUser } from "../identity/sessions.ts";
import { ProblemError } from "../problems.ts";
import { writeOnce } from "../write-once.ts";
import {
  conversationMessages,
  conversations,
  MOST_MESSAGES,
  type Conversation,
  type Message,
  type NewConversation,
} from "./conversations.schema.ts";

const UNTITLED = "New conversation";

/** Begins a conversation without a message. */
export async function beginConversation(
  ctx: Ctx,
  actor: UserActor,
  input: NewConversation,
): Promise<Conversation> {
  const now = ctx.now.toISOString();
  const id = sql`(
    select coalesce(max(seq), 0) + 1 from sqlite_sequence where name = 'conversations'
  )`;
  const row = {
    userId: actor.id,
    title: input.title ?? null,
    isActive: true,
    personWantedAt: null,
    roomId: null,
    createdAt: now,
    updatedAt: now,
  };
  return writeOnce(ctx, {
    operation: "beginConversation",
    input,
    assigned: { path: "$.id", value: id },
    statements: [knownUser(actor.id), query.insert(conversations).values({ ...row, id })],
    answer: present({ ...row, id: 0 }, []),
  });
}

/** The user's conversations, the one that went on last first, without their messages. */
export async function listConversations(
  ctx: Ctx,
  actor: UserActor,
  paging: Paging,
): Promise<Conversation[] | Page<Conversation>> {
  const { skip, limit } = bounds(paging);
  const own = and(eq(conversations.userId, actor.id), eq(conversations.isActive, true));
  const [rows, [counted]] = await ctx.db.read([
    query
      .select()
      .from(conversations)
      .where(own)
      .orderBy(desc(conversations.updatedAt), desc(conversations.id))
      .limit(limit)
      .offset(skip),
    query
      .select({ total: sql<number>`count(*)` })
      .from(conversations)
      .where(own),
  ]);
  const items = rows.map((row) => present(row, []));
  return paged(paging, items, counted?.total ?? 0);
}

/** One conversation with its newest thousand messages, in their order. `not-found` if it is not the user's. */
export async function readConversation(
  ctx: Ctx,
  actor: UserActor,
  id: number,
): Promise<Conversation> {
  const [[row], newestFirst] = await ctx.db.read([
    query.select().from(conversations).where(ownById(actor, id)),
    query
      .select()
      .from(conversationMessages)
      .where(eq(conversationMessages.conversationId, id))
      .orderBy(desc(conversationMessages.id))
      .limit(MOST_MESSAGES),
  ]);
  if (!row) throw new ProblemError("not-found");
  return present(row, newestFirst.toReversed().map(presentMessage));
}

/** Deletes a conversation: it is gone for its user at once, and cleared out after 30 days. `not-found`. */
export async function deleteConversation(ctx: Ctx, actor: UserActor, id: number): Promise<void> {
  await ctx.db.write([
    query
      .update(conversations)
      .set({ isActive: false, updatedAt: ctx.now.toISOString() })
      .where(ownById(actor, id)),
    guard("not-found", changedOneRow),
  ]);
}

function ownById(actor: UserActor, id: number) {
  return and(
    eq(conversations.id, id),
    eq(conversations.userId, actor.id),
    eq(conversations.isActive, true),
  );
}

function present(row: typeof conversations.$inferSelect, messages: Message[]): Conversation {
  return {
    id: row.id,
    user_id: row.userId,
    title: row.title ?? UNTITLED,
    is_active: row.isActive,
    person_wanted_at: row.personWantedAt,
    room_id: row.roomId,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    messages,
  };
}

function presentMessage(row: typeof conversationMessages.$inferSelect): Message {
  return {
    id: row.id,
    conversation_id: row.conversationId,
    content: row.content,
    role: row.role,
    timestamp: row.at,
    tokens_used: row.tokensUsed,
    response_time: row.responseTime,
    engine: row.engine,
    citations: row.citations,
  };
}
