import { z } from "zod";

/** A fixed window: at most `limit` calls in `seconds`, counted from the first one. */
export type Policy = { limit: number; seconds: number };

/** Who is counted: whoever the credentials name, or the network address. */
export type CountedPer = "caller" | "address";

/** The limits as the documents state them. KV may replace any of them under `limit-policies`. */
export const defaultPolicies = {
  /** The agent operations, per key, refused input included. */
  gpt: { limit: 100, seconds: 15 * 60, per: "caller" },
  /** Everything else that is keyed or open, and failed logins, per network address. */
  ip: { limit: 100, seconds: 60, per: "address" },
  /** Users of the support desk, per user. */
  user: { limit: 1000, seconds: 60 * 60, per: "caller" },
  /** Whatever users call of the assistant: chat, conversations, logs; per user. */
  assistant: { limit: 60, seconds: 60, per: "caller" },
  /** Logins and changed passwords, per network address and name. */
  login: { limit: 10, seconds: 60, per: "address" },
  /** Failed logins, per name, from all addresses where its user has not logged in before. */
  "login-account": { limit: 20, seconds: 15 * 60, per: "address" },
  /** Logins and registrations, per network address. */
  "login-address": { limit: 60, seconds: 60, per: "address" },
  /** The portal, its customers and its staff, per caller. */
  portal: { limit: 120, seconds: 60, per: "caller" },
  /** The price calculator and the widget, per network address. */
  public: { limit: 120, seconds: 60, per: "address" },
  /** Codes that prove who a customer is, sent to one e-mail address. */
  "code-address": { limit: 3, seconds: 15 * 60, per: "address" },
  /** The same, asked for by one key, user or network address. */
  "code-caller": { limit: 30, seconds: 60 * 60, per: "caller" },
  /** Attempts to prove who the customer with one e-mail address is. */
  verify: { limit: 10, seconds: 15 * 60, per: "address" },
  /** The sales desk, per key or admin. */
  sales: { limit: 120, seconds: 60, per: "caller" },
} as const satisfies Record<string, Policy & { per: CountedPer }>;

export type PolicyName = keyof typeof defaultPolicies;

const PolicySchema = z.object({
  limit: z.int().min(1).max(1_000_000),
  seconds: z.int().min(1).max(86_400),
});

/** The KV record under POLICIES_NAME: any of the policies, each replacing its default. */
export const StoredPolicies = z.partialRecord(
  z.enum([
    "gpt",
    "ip",
    "user",
    "assistant",
    "login",
    "login-account",
    "login-address",
    "portal",
    "public",
    "sales",
    "code-address",
    "code-caller",
    "verify",
  ] satisfies PolicyName[]),
  PolicySchema,
);

export const POLICIES_NAME = "limit-policies";
