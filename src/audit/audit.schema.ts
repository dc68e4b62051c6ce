import { auditLog } from "../db/system.tables.ts";
import { cursor, limit } from "../http/paging.ts";
import { plainText } from "../http/text.ts";
import { createSelectSchema, z } from "../http/zod.ts";

const LONGEST = 200;

function same(what: string) {
  return plainText(LONGEST)
    .optional()
    .openapi({ description: `Only ${what}.` });
}

function instant(description: string) {
  return z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text).toISOString())
    .optional()
    .openapi({ type: "string", format: "date-time", description });
}

export const AuditQuery = z.object({
  actor: same("what this actor did, as `user:usr_…`, `key:key_…`, `customer:…` or `system`"),
  operation: same("this operation, by its id in the contract"),
  target: same("what was done to the thing of this id"),
  request_id: same("what this request did"),
  from: instant("From this moment on."),
  to: instant("Before this moment."),
  cursor,
  limit: limit(200, 50),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

const row = createSelectSchema(auditLog);

export const AuditEntry = z
  .object({
    seq: row.shape.seq.openapi({ description: "Its number; numbers have no holes." }),
    at: z.iso.datetime().openapi({ description: "When it was asked for." }),
    actor: row.shape.actor.openapi({ description: "Who did it: a kind and an id, never a name." }),
    operation: row.shape.operation.openapi({ description: "What was done, by its id here." }),
    target: row.shape.target
      .nullable()
      .openapi({ description: "The id of what was changed or made; null for many, or for none." }),
    request_id: row.shape.requestId.openapi({ description: "The request that did it." }),
  })
  .openapi("AuditEntry");

export const AuditPage = z
  .object({
    items: z.array(AuditEntry).openapi({ description: "The newest first." }),
    next_cursor: z.string().nullable().openapi({ description: "Null if these are the last." }),
  })
  .openapi("AuditPage");
export type AuditPage = z.infer<typeof AuditPage>;
