import { plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";

export const NewVisitor = z
  .object({
    name: plainText(100).optional().openapi({
      description: "How the visitor wants to be called. It says nothing about who they are.",
      example: "Anna",
    }),
    identity: z.string().min(1).max(4000).optional().openapi({
      description: "A JWT in which the page that the widget is on says who its user is.",
    }),
  })
  .openapi("NewVisitor");
export type NewVisitor = z.infer<typeof NewVisitor>;

export const VisitorAdmitted = z
  .object({
    visitor_id: z.string().openapi({ description: "The visitor, as rooms know them." }),
    name: z.string().openapi({ description: "How they are called." }),
    access_token: z.string().openapi({ description: "For chat rooms, and nothing else." }),
    token_type: z.literal("bearer").openapi({ description: "How to send it." }),
    expires_in: z.int().openapi({ description: "For how many seconds it is good." }),
  })
  .openapi("VisitorAdmitted");
export type VisitorAdmitted = z.infer<typeof VisitorAdmitted>;

export const WidgetFacts = z
  .object({
    is_open: z.boolean().openapi({ description: "Whether people answer now." }),
    opens_at: z.iso
      .datetime()
      .nullable()
      .openapi({ description: "When they answer again; null if they do, or it is not known." }),
    ai_disclosure: z
      .record(z.string(), z.string())
      .openapi({ description: "What to tell a visitor first, by language: an AI answers." }),
  })
  .openapi("WidgetFacts");
export type WidgetFacts = z.infer<typeof WidgetFacts>;
