import { z } from "../http/zod.ts";

export const Health = z
  .object({
    status: z.literal("healthy").openapi({ description: "This program answers." }),
    service: z.literal("edgedesk").openapi({ description: "Which program." }),
    version: z.string().openapi({ description: "Its version." }),
    timestamp: z.iso.datetime().openapi({ description: "Its clock, UTC." }),
  })
  .openapi("Health");

const Check = z.object({
  ok: z.boolean().openapi({ description: "Whether it answered." }),
  reason: z.string().optional().openapi({ description: "Why not." }),
});

export const Readiness = z
  .object({
    status: z.enum(["ready", "not ready"]).openapi({ description: "Whether all checks passed." }),
    checks: z
      .object({ database: Check, kv: Check, files: Check, room: Check })
      .openapi({ description: "What the desk stands on." }),
  })
  .openapi("Readiness");
export type Readiness = z.infer<typeof Readiness>;
