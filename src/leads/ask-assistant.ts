import { languages, type Language } from "../ai/language.ts";
import { eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { ProblemError } from "../problems.ts";
import { askForReply } from "./assistant.prompts.ts";
import { replyByRules } from "./assistant.rules.ts";
import type {
  AssistantLead,
  AssistantReply,
  AssistantRequest,
  FollowUpDraft,
  FollowUpRequest,
} from "./assistant.schema.ts";
import { labels } from "./assistant.texts.ts";
import { leads } from "./leads.schema.ts";
import { presentLead } from "./present-lead.ts";

type Asking = Pick<Ctx, "ai" | "now">;

/**
 * One of the five things that sales people ask for, in the lead's language, German by default. Nothing is
 * stored. `ai-unavailable` if the provider fails; without a provider the built-in engine answers.
 */
export async function askAssistant(
  ctx: Asking,
  { action, data }: AssistantRequest,
): Promise<AssistantReply> {
  const language = languageOf(data.lead);
  if (action === "knowledge_answer" && !data.knowledge) {
    return { action, reply: labels[language].noKnowledge, engine: "rules" };
  }
  const reply = await askForReply(ctx.ai, action, data, language);
  if (reply === "") throw new ProblemError("ai-unavailable");
  if (reply !== null) return { action, reply, engine: "openai" };
  return { action, reply: replyByRules(action, data, language, ctx.now), engine: "rules" };
}

/** A message to one lead, to be read before it is sent; `not-found` if there is no lead of this id. */
export async function draftFollowUp(
  ctx: Ctx,
  id: string,
  wish: FollowUpRequest,
): Promise<FollowUpDraft> {
  const [[row]] = await ctx.db.read([query.select().from(leads).where(eq(leads.id, id))]);
  if (!row) throw new ProblemError("not-found");
  const lead = presentLead(row, ctx.now);
  const { reply, engine } = await askAssistant(ctx, {
    action: "generate_message",
    data: {
      messages: wish.instructions ? [{ role: "user", content: wish.instructions }] : [],
      lead: {
        name: lead.name ?? undefined,
        status: lead.status,
        channel: wish.channel,
        notes: lead.notes ?? undefined,
        disg_type: undefined,
        language: wish.language,
        extra: {
          company: lead.company,
          last_contact: lead.last_contact,
          next_action: lead.next_action_description,
        },
      },
      knowledge: undefined,
    },
  });
  return { lead_id: id, draft: reply, engine };
}

function languageOf(lead: AssistantLead | undefined): Language {
  const told = lead?.language ?? lead?.extra["language"] ?? lead?.extra["sprache"];
  const code = typeof told === "string" ? told.slice(0, 2).toLowerCase() : "";
  return languages.find((language) => language === code) ?? "de";
}
