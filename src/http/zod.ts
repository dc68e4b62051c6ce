import { z } from "@hono/zod-openapi";
import { createSchemaFactory } from "drizzle-zod";

export { z };

/** Schemas of table rows, made with the zod that OpenAPI reads. Pick from them, never omit. */
export const { createSelectSchema, createInsertSchema } = createSchemaFactory({ zodInstance: z });
