import { engines } from "../ai/model.ts";
import { ClientRef } from "../http/idempotency.ts";
import { optional, plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";
import { Citation, MESSAGE_LENGTH } from "./conversations.schema.ts";

export const ChatMessage = z
  .object({
    message: plainText(MESSAGE_LENGTH).openapi({
      description: "What the user wants to know or done, in any of the four languages.",
      example: "How can I reset my password?",
    }),
    conversation_id: optional(z.int().min(1)).openapi({
      type: "integer",
      minimum: 1,
      description: "The conversation to go on with; without it a new one begins.",
    }),
    client_ref: ClientRef,
  })
  .openapi("ChatMessage");
export type ChatMessage = z.infer<typeof ChatMessage>;

export const ChatAnswer = z
  .object({
    response: z.string().openapi({ description: "The answer." }),
    conversation_id: z.int().openapi({ description: "Send it with the next message." }),
    message_id: z.int().openapi({ description: "The stored answer's id." }),
    turn_id: z
      .string()
      .openapi({ description: "Names question and answer; streams resume by it." }),
    tokens_used: z.int().openapi({ description: "Tokens of the provider; 0 if none was asked." }),
    response_time: z.int().openapi({ description: "Milliseconds until the answer was complete." }),
    engine: z.enum(engines).openapi({ description: "Who answered." }),
    citations: z.array(Citation).openapi({ description: "What the answer is based on." }),
    notice: z.string().nullable().openapi({
      description: "Why the built-in engine answered although a provider is configured; else null.",
    }),
  })
  .openapi("ChatAnswer");
export type ChatAnswer = z.infer<typeof ChatAnswer>;

export const TurnId = z.object({
  turn_id: z
    .string()
    .regex(/^turn_[0-9a-z]{10,80}$/, { error: "is the id of a turn" })
    .openapi({ description: "The turn's id, from the answer or the stream's first event." }),
});
