import { aboutEmail, aboutPhone, Email, Phone } from "../customers/contact.ts";
import { pageOf } from "../http/paging.ts";
import { optional, plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";
import { ClientRef } from "../http/idempotency.ts";

const named = {
  email: optional(Email).openapi(aboutEmail),
  phone: optional(Phone).openapi(aboutPhone),
  user_id: optional(plainText(100)).openapi({
    type: "string",
    maxLength: 100,
    description: "An account, or a visitor of the widget: whoever a room says it is of.",
  }),
};

type Named = { [name in keyof typeof named]?: string | undefined };
const isNamed = ({ email, phone, user_id }: Named) => (email ?? phone ?? user_id) !== undefined;
const unnamed = { path: ["email"], error: "is needed, or a phone number, or a user_id" };

/** Whom a request is about. */
export const Naming = z.object(named).refine(isNamed, unnamed).openapi("PersonNaming");
export type Naming = z.infer<typeof Naming>;

export const Erasing = z
  .object({
    ...named,
    confirm: z.literal("erase").openapi({ description: "Says that you mean it." }),
    client_ref: ClientRef,
  })
  .refine(isNamed, unnamed)
  .openapi("PersonErasing");
export type Erasing = z.infer<typeof Erasing>;

const name = z.string().openapi({ description: "What it is.", example: "tickets" });
const because = z.string().openapi({ description: "Why it stays." });
const at = z.iso.datetime();

export const PersonExport = z
  .object({
    made_at: at.openapi({ description: "When this was read." }),
    user_ids: z.array(z.string()).openapi({ description: "The accounts that are meant." }),
    customer_ids: z.array(z.string()).openapi({ description: "The customers that are meant." }),
    holdings: z
      .array(
        z.object({
          name,
          rows: z
            .array(z.record(z.string(), z.unknown()))
            .openapi({ description: "Each as it is stored, at most 10,000." }),
          is_complete: z.boolean().openapi({ description: "False if there are more." }),
        }),
      )
      .openapi({
        description: "Everything that is held, by kind; kinds without a row are left out.",
      }),
  })
  .openapi("PersonExport");
export type PersonExport = z.infer<typeof PersonExport>;

const rows = z.int().openapi({ description: "How many." });

export const Erasure = z
  .object({
    id: z.string().openapi({ description: "The receipt's id." }),
    made_at: at.openapi({ description: "When it was asked for." }),
    made_by: z.string().openapi({ description: "By whom: `user:<id>` or `key:<id>`." }),
    finished_at: at.nullable().openapi({
      description: "When rooms and files had followed the database; null if the night will do it.",
    }),
    erased: z.array(z.object({ name, rows })).openapi({ description: "What is gone." }),
    kept: z
      .array(z.object({ name, rows, because }))
      .openapi({ description: "What stays, without what tells of the person where that can be." }),
  })
  .openapi("Erasure");
export type Erasure = z.infer<typeof Erasure>;

export const ErasurePage = pageOf(Erasure).openapi("ErasurePage");
