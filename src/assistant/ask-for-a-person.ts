import { and, desc, eq } from "drizzle-orm";
import type { Language } from "../ai/language.ts";
import { shorten } from "../ai/model.ts";
import { limits } from "../chat/chat.protocol.ts";
import { inRoom, memberOf } from "../chat/in-room.ts";
import { makeRoom, roomIdFor } from "../chat/open-room.ts";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import type { UserActor } from "../identity/actor.ts";
import { conversationMessages, conversations } from "./conversations.schema.ts";

const MESSAGES = 20;

const sentences: Record<Language, string> = {
  sv: "Jag har bett en medarbetare att ta över. Du får svar av en person i chatten; fråga gärna mig så länge.",
  de: "Ich habe darum gebeten, dass ein Mensch übernimmt. Unser Team antwortet Ihnen im Chat; fragen Sie mich solange gern weiter.",
  en: "I have asked for a person to take over. A member of the team will answer you in the chat; meanwhile, keep asking me.",
  fi: "Olen pyytänyt ihmistä jatkamaan kanssasi. Saat tiimiltämme vastauksen chatissa; voit sillä välin kysyä minulta.",
};

export type Asked = { roomId: string; told: string };

/**
 * Opens a chat room for a user who wants a person, with the conversation as its first message and nobody but
 * people to answer; asked again, it is the same room. `not-found` if the conversation is not theirs.
 */
export async function askForAPerson(
  ctx: Ctx,
  actor: UserActor,
  conversationId: number,
  language: Language,
): Promise<Asked> {
  const roomId = await roomIdFor(ctx, `conversation:${conversationId}`);
  const [, , newest] = await ctx.db.write([
    query
      .update(conversations)
      .set({ personWantedAt: ctx.now.toISOString(), roomId })
      .where(and(eq(conversations.id, conversationId), eq(conversations.userId, actor.id))),
    guard("not-found", changedOneRow),
    query
      .select({ role: conversationMessages.role, content: conversationMessages.content })
      .from(conversationMessages)
      .where(eq(conversationMessages.conversationId, conversationId))
      .orderBy(desc(conversationMessages.id))
      .limit(MESSAGES),
  ]);
  const { isRepeat } = await makeRoom(ctx, {
    id: roomId,
    customerId: actor.id,
    customerName: actor.username,
  });
  const member = memberOf(actor);
  await inRoom(ctx, roomId, (room) => room.handOver(member, "human"));
  if (!isRepeat) {
    const sending = { client_id: `conversation-${conversationId}`, content: transcript(newest) };
    await inRoom(ctx, roomId, (room) => room.say(member, sending, ctx.now));
  }
  return { roomId, told: sentences[language] };
}

/** The end of the conversation, oldest first, as far as it fits into one message. */
function transcript(newestFirst: { role: string; content: string }[]): string {
  const lines: string[] = [];
  let length = 0;
  for (const { role, content } of newestFirst) {
    const line = `${role === "user" ? "–" : "AI:"} ${content}`;
    length += line.length + 1;
    if (length > limits.messageLength && lines.length > 0) break;
    lines.unshift(shorten(line, limits.messageLength));
  }
  return lines.join("\n");
}
