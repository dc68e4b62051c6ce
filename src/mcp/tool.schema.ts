import { z } from "../http/zod.ts";

/** A JSON Schema of an object, as MCP takes and gives arguments and results. */
export const ObjectSchema = z
  .object({ type: z.literal("object"), properties: z.record(z.string(), z.json()) })
  .catchall(z.json());

/** The tools as the build lists them. */
export const BuiltTools = z.array(
  z.looseObject({ name: z.string(), inputSchema: ObjectSchema, outputSchema: ObjectSchema }),
);
