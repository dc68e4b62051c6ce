import { and, eq } from "drizzle-orm";
import type { Language } from "../ai/language.ts";
import type { Ctx } from "../context.ts";
import { changedOneRow, guard } from "../db/guard.ts";
import { query } from "../db/query.ts";
import type { UserActor } from "../identity/actor.ts";
import { conversations } from "./conversations.schema.ts";

const sentences: Record<Language, string> = {
  sv: "Jag har bett en medarbetare att ta över. Du får svar av en person; fråga gärna mig så länge.",
  de: "Ich habe darum gebeten, dass ein Mensch übernimmt. Sie erhalten Antwort von unserem Team; fragen Sie mich solange gern weiter.",
  en: "I have asked for a person to take over. A member of the team will answer you; meanwhile, keep asking me.",
  fi: "Olen pyytänyt ihmistä jatkamaan kanssasi. Saat vastauksen tiimiltämme; voit sillä välin kysyä minulta.",
};

/**
 * Records on the conversation that its user wants a person, and returns what to tell them. `not-found` if
 * the conversation is not theirs.
 */
export async function askForAPerson(
  ctx: Ctx,
  actor: UserActor,
  conversationId: number,
  language: Language,
): Promise<string> {
  await ctx.db.write([
    query
      .update(conversations)
      .set({ personWantedAt: ctx.now.toISOString() })
      .where(and(eq(conversations.id, conversationId), eq(conversations.userId, actor.id))),
    guard("not-found", changedOneRow),
  ]);
  return sentences[language];
}
