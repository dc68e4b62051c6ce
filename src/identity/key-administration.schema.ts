// Apart from the table, which every start of the Worker loads.
import { pageOf } from "../http/paging.ts";
import { plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";
import { Scope, type machineKeys } from "./machine-keys.schema.ts";

/** What an administrator wants of a new key. */
export const NewMachineKey = z
  .object({
    name: plainText(100).openapi({ description: "Whose key it is.", example: "Maja" }),
    scopes: z
      .array(Scope)
      .min(1)
      .max(Scope.options.length)
      .openapi({ description: "What it may do; `admin` includes the others." }),
    days: z
      .int()
      .min(1)
      .max(3650)
      .nullish()
      .openapi({ description: "How long it is good; until it is revoked if left out." }),
  })
  .openapi("NewMachineKey");
export type NewMachineKey = z.infer<typeof NewMachineKey>;

/** A key as administrators see it; never the key itself, nor its hash. */
export const MachineKey = z
  .object({
    id: z.string().openapi({ description: "The key's id." }),
    name: z.string().openapi({ description: "Whose key it is." }),
    hint: z.string().openapi({ description: "How the key begins.", example: "edk_4fQ1" }),
    scopes: z.array(Scope).openapi({ description: "What it may do." }),
    created_at: z.iso.datetime().openapi({ description: "Since when there is this key." }),
    expires_at: z.iso.datetime().nullable().openapi({ description: "When it ends by itself." }),
    last_used_at: z.iso.datetime().nullable().openapi({ description: "When it was last used." }),
    revoked_at: z.iso.datetime().nullable().openapi({ description: "When it was revoked." }),
  })
  .openapi("MachineKey");
export type MachineKey = z.infer<typeof MachineKey>;

export const MachineKeyPage = pageOf(MachineKey).openapi("MachineKeyPage");

export const CreatedMachineKey = MachineKey.extend({
  secret: z.string().openapi({ description: "The key itself. It is not shown again." }),
}).openapi("CreatedMachineKey");
export type CreatedMachineKey = z.infer<typeof CreatedMachineKey>;

/** The row of a key as administrators may see it. */
export function presentMachineKey(row: Omit<typeof machineKeys.$inferSelect, "hash">): MachineKey {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: row.scopes,
    created_at: row.createdAt,
    expires_at: row.expiresAt,
    last_used_at: row.lastUsedAt,
    revoked_at: row.revokedAt,
  };
}
