import { z } from "zod";
import { roles } from "./chat.protocol.ts";

/** Everything a Socket.IO session knows. A WebSocket carries it through hibernation. */
export const State = z.object({
  sid: z.string(),
  /** What the client shows to take up where it was; see writeOffset(). */
  pid: z.string(),
  /** The token of the header Authorization; the one in `auth` wins. */
  bearer: z.string().nullable(),
  login: z
    .object({
      member: z.object({
        id: z.string(),
        name: z.string(),
        role: z.enum(roles),
        customerId: z.string().nullable(),
      }),
      /** Milliseconds. */
      token: z.object({ id: z.string(), issuedAt: z.number(), expiresAt: z.number() }),
      checkedAt: z.number(),
    })
    .nullable(),
  /** The rooms it is in, and the last message it was sent in each. */
  rooms: z.record(z.string(), z.int()),
  heardAt: z.number(),
});
export type State = z.infer<typeof State>;
export type Login = NonNullable<State["login"]>;

/** What a client connects with; anything that makes no sense is as if it were not there. */
export const Auth = z
  .object({
    token: z.string().max(4_000).optional().catch(undefined),
    pid: z.string().max(100).optional().catch(undefined),
    offset: z.unknown().optional(),
  })
  .catch({});
