import { languages } from "../ai/language.ts";
import { engines } from "../ai/model.ts";
import { optional, plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";

export const actions = [
  "chat",
  "generate_message",
  "analyze_lead",
  "create_template",
  "knowledge_answer",
] as const;
export type Action = (typeof actions)[number];

const text = (max: number, description: string) =>
  optional(z.string().trim().max(max)).openapi({ type: "string", maxLength: max, description });

const language = optional(z.enum(languages)).openapi({
  type: "string",
  enum: [...languages],
  description: "The language of the reply; German if none is given.",
});

const MOST_VALUES = 100;
const DEEPEST = 5;
const LONGEST_VALUE = 2_000;

/** What may be anything is written into a prompt, so it is bounded: a deep or endless value could not be. */
function isSmall(extra: unknown): boolean {
  let level: unknown[] = [extra];
  let values = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    values += level.length;
    if (depth > DEEPEST || values > MOST_VALUES) return false;
    if (level.some((value) => typeof value === "string" && value.length > LONGEST_VALUE))
      return false;
    level = level.flatMap((value) =>
      typeof value === "object" && value !== null ? Object.values(value) : [],
    );
  }
  return true;
}

const AssistantLead = z.object({
  name: text(200, "Whom it is about."),
  status: text(200, "Where they stand, in any words."),
  channel: text(100, "Where you write to them, such as WhatsApp."),
  notes: text(10_000, "What is known."),
  disg_type: optional(z.enum(["D", "I", "S", "G"])).openapi({
    type: "string",
    enum: ["D", "I", "S", "G"],
    description: "The type of person: dominant, initiative, steady, conscientious.",
  }),
  language,
  extra: z
    .record(z.string().max(100), z.unknown())
    .refine((extra) => isSmall(extra), {
      error: `has at most ${MOST_VALUES} values in all, ${DEEPEST} deep, of ${LONGEST_VALUE} characters`,
    })
    .nullish()
    .transform((extra) => extra ?? {})
    .openapi({
      type: "object",
      maxProperties: MOST_VALUES,
      description: "Anything else, such as last_contact or language.",
      example: { last_contact: "2024-11-20" },
    }),
});
export type AssistantLead = z.infer<typeof AssistantLead>;

export const AssistantData = z.object({
  messages: z
    .array(
      z.object({
        role: z.enum(["user", "assistant"]).openapi({
          description: "Who said it; system messages are the desk's own.",
        }),
        content: plainText(8_000).openapi({ description: "What was said." }),
      }),
    )
    .max(50)
    .nullish()
    .transform((messages) => messages ?? [])
    .openapi({ description: "The conversation so far, the newest last." }),
  lead: optional(AssistantLead).openapi({ description: "Whom it is about." }),
  knowledge: text(50_000, "What `knowledge_answer` may answer from, and nothing else."),
});
export type AssistantData = z.infer<typeof AssistantData>;

export const AssistantRequest = z
  .object({
    action: z.enum(actions).openapi({ description: "What is wanted." }),
    data: AssistantData.prefault({}),
  })
  .openapi("AssistantRequest");
export type AssistantRequest = z.infer<typeof AssistantRequest>;

export const AssistantReply = z
  .object({
    action: z.enum(actions).openapi({ description: "What was wanted." }),
    reply: z.string().openapi({ description: "The reply, ready to be used." }),
    engine: z.enum(engines).openapi({ description: "Who has written it." }),
  })
  .openapi("AssistantReply");
export type AssistantReply = z.infer<typeof AssistantReply>;

export const FollowUpRequest = z
  .object({
    channel: text(100, "Where you write to them."),
    instructions: text(2_000, "What the message should be about."),
    language,
  })
  .openapi("FollowUpRequest");
export type FollowUpRequest = z.infer<typeof FollowUpRequest>;

export const FollowUpDraft = z
  .object({
    lead_id: z.string().openapi({ description: "Whom it is for." }),
    draft: z.string().openapi({ description: "A message of four lines at most; nothing is sent." }),
    engine: z.enum(engines).openapi({ description: "Who has written it." }),
  })
  .openapi("FollowUpDraft");
export type FollowUpDraft = z.infer<typeof FollowUpDraft>;
