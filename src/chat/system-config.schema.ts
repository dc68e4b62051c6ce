import { sql } from "drizzle-orm";
import { check, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { styles } from "../ai/model.ts";
import { oneOf } from "../db/columns.ts";
import { createSelectSchema, z } from "../http/zod.ts";

/** Every version of how the support desk behaves; the newest is in force. */
export const systemConfigs = sqliteTable(
  "system_configs",
  {
    version: integer().primaryKey(),
    auto_reply_enabled: integer({ mode: "boolean" }).notNull(),
    max_response_length: integer().notNull(),
    ai_confidence_threshold: real().notNull(),
    response_style_default: text({ enum: styles }).notNull(),
    changedBy: text("changed_by").notNull(),
    changedAt: text("changed_at").notNull(),
  },
  (t) => [
    check("system_configs_auto_reply", sql`${t.auto_reply_enabled} in (0, 1)`),
    check("system_configs_length", sql`${t.max_response_length} between 1 and 5000`),
    check("system_configs_threshold", sql`${t.ai_confidence_threshold} between 0 and 1`),
    check("system_configs_style", oneOf(t.response_style_default, styles)),
  ],
);

export const SystemConfig = createSelectSchema(systemConfigs, {
  version: z.int().openapi({ description: "Counts the changes; 0 is the default." }),
  auto_reply_enabled: z.boolean().openapi({ description: "Whether the AI may answer by itself." }),
  max_response_length: z
    .int()
    .min(1)
    .max(5000)
    .openapi({ description: "The longest AI answer, in characters." }),
  ai_confidence_threshold: z
    .number()
    .min(0)
    .max(1)
    .openapi({ description: "Below it an intent counts as uncategorized." }),
  response_style_default: z.enum(styles).openapi({ description: "The style of the first answer." }),
})
  .pick({
    version: true,
    auto_reply_enabled: true,
    max_response_length: true,
    ai_confidence_threshold: true,
    response_style_default: true,
  })
  .openapi("SystemConfig");
export type SystemConfig = z.infer<typeof SystemConfig>;

/** The config as it is sent. With `version`, it replaces that version and no newer one. */
export const NewSystemConfig = SystemConfig.extend({
  version: SystemConfig.shape.version
    .optional()
    .openapi({ description: "The version that was read; if another is in force it is 409." }),
}).openapi("NewSystemConfig");
export type NewSystemConfig = z.infer<typeof NewSystemConfig>;

export const defaultSystemConfig: SystemConfig = {
  version: 0,
  auto_reply_enabled: true,
  max_response_length: 500,
  ai_confidence_threshold: 0.7,
  response_style_default: "friendly",
};
