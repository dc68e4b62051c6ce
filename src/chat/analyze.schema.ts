import { engines, intents } from "../ai/model.ts";
import { plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";
import { limits } from "./chat.protocol.ts";

export const MessageToAnalyze = z
  .object({
    message: plainText(limits.messageLength).openapi({
      description: "What a customer wrote.",
      example: "Min spegel gick sönder i flytten",
    }),
  })
  .openapi("MessageToAnalyze");

export const Analysis = z
  .object({
    intent: z.enum(intents).openapi({ description: "What it is about." }),
    confidence: z.number().openapi({ description: "How sure that is, 0 to 0.95." }),
    suggestions: z.array(z.string()).openapi({
      description:
        "Up to three answers in the customer's language; the first in the default style.",
    }),
    message: z.string().openapi({ description: "The message that was read." }),
    engine: z.enum(engines).openapi({ description: "Who read it." }),
  })
  .openapi("Analysis");
export type Analysis = z.infer<typeof Analysis>;
