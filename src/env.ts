import { z } from "zod";
import { parseOpeningHours, type OpeningHours } from "./chat/opening-hours.ts";
import { localDay } from "./db/time.ts";

/** Signs tokens on a laptop. Its value is public, so every other environment refuses it. */
export const DEVELOPMENT_SECRET = "edgedesk-development-secret-not-for-production";

const OPENAI_BASE_URL = "https://api.openai.com/v1";
const OPENAI_MODEL = "gpt-6-luna";

const count = z
  .string()
  .regex(/^\d{1,3}$/, { error: "must be a whole number" })
  .transform(Number);
const tokens = z
  .string()
  .regex(/^\d{1,12}$/, { error: "must be a whole number" })
  .transform(Number);
const auditDays = z
  .string()
  .regex(/^\d{2,4}$/, { error: "must be a whole number" })
  .transform(Number)
  // Triggers keep every row for 90 days by the database's clock.
  .pipe(z.int().min(91).max(3650));
const days = count.pipe(z.int().max(365));

const parts = z
  .string()
  .default("")
  .transform((text) => text.split(",").map((part) => part.trim()))
  .transform((all) => all.filter((part) => part !== ""));

const tooShort = { error: "must be a secret of at least 32 bytes" };
const secret = z.string().refine(isLong, tooShort);
const optionalSecret = z
  .string()
  .default("")
  .refine((text) => text === "" || isLong(text), tooShort);

const origins = z
  .string()
  .default("")
  .transform((list) => list.split(",").map((origin) => origin.trim()))
  .transform((list) => list.filter((origin) => origin !== ""))
  .pipe(z.array(z.string().refine(isOrigin, { error: "is scheme, host and port, without a path" })))
  .transform((list) => list.map((url) => new URL(url).origin));

const Variables = z
  .object({
    ENVIRONMENT: z.enum(["development", "test", "production"]),
    DATABASE_URL: z.url({ protocol: /^(libsql|https?)$/ }),
    DATABASE_AUTH_TOKEN: z.string().optional(),
    AUTH_SECRET: secret,
    AUTH_SECRET_PREVIOUS: optionalSecret,
    ID_SECRET: optionalSecret,
    PUBLIC_URL: z.union([z.literal(""), z.url()]).default(""),
    ALLOWED_ORIGINS: origins,
    TIME_ZONE: z
      .string()
      .default("Europe/Stockholm")
      .refine(isTimeZone, { error: "must be an IANA time zone such as Europe/Stockholm" }),
    CHANGE_NOTICE_DAYS: days.prefault("2"),
    CANCEL_NOTICE_DAYS: days.prefault("7"),
    QUOTE_VALID_DAYS: days.pipe(z.int().min(1)).prefault("14"),
    PORTAL_TIME_ZONE: z
      .string()
      .default("Europe/Helsinki")
      .refine(isTimeZone, { error: "must be an IANA time zone such as Europe/Helsinki" }),
    ORDER_ANSWER_HOURS: count.pipe(z.int().min(1).max(168)).prefault("4"),
    CLAIM_AUTO_APPROVAL_EUROS: count.prefault("50"),
    CLAIM_SECOND_PERSON_EUROS: z
      .string()
      .regex(/^\d{0,6}$/, { error: "must be a whole number, or empty for never" })
      .transform((euros) => Number(euros) || Infinity)
      .prefault(""),
    RISK_PREDICTION_API_URL: z.union([z.literal(""), z.url({ protocol: /^https?$/ })]).default(""),
    AUDIT_DAYS: auditDays.prefault("400"),
    TOKEN_HOURS: count.pipe(z.int().min(1).max(720)).prefault("12"),
    OPENAI_API_KEY: z.string().default(""),
    OPENAI_BASE_URL: z.union([z.literal(""), z.url({ protocol: /^https?$/ })]).default(""),
    OPENAI_MODEL: z.string().default(""),
    OPENAI_EMBEDDING_MODEL: z.string().default(""),
    AI_TOKENS_PER_USER_DAY: tokens.prefault("100000"),
    AI_TOKENS_PER_DAY: tokens.prefault("5000000"),
    ASSISTANT_ON_AI_FAILURE: z.enum(["problem", "rules"]).default("problem"),
    AGENT_CUSTOMERS: z.enum(["", "open", "verified"]).default(""),
    AGENT_FILE_HOSTS: parts,
    MAIL_API_URL: z.union([z.literal(""), z.url({ protocol: /^https?$/ })]).default(""),
    MAIL_API_KEY: z.string().default(""),
    MAIL_FROM: z.string().default(""),
    OAUTH_CLIENTS: parts.pipe(z.array(z.string().regex(/^[\w.-]+=[a-z][a-z0-9+.-]*:\/\/\S+$/))),
    BUSINESS_NAME: z.string().max(200).default(""),
    PRIVACY_CONTACT: z.string().max(200).default(""),
    OPENING_HOURS: z
      .string()
      .default("Mo-Fr 08:00-17:00")
      .refine((text) => parseOpeningHours(text) !== null, {
        error: "must be hours such as `Mo-Fr 08:00-17:00; Sa 10:00-14:00`, or empty for always",
      }),
    WIDGET_SECRET: optionalSecret,
    BOOTSTRAP_SECRET: z
      .union([z.literal(""), z.string().min(16, { error: "must have at least 16 characters" })])
      .default(""),
  })
  .check(({ value, issues }) => {
    if (value.ENVIRONMENT !== "production") return;
    for (const name of ["AUTH_SECRET", "AUTH_SECRET_PREVIOUS", "ID_SECRET"] as const) {
      if (value[name] !== DEVELOPMENT_SECRET) continue;
      const message = "is the public development secret; set one of your own";
      issues.push({ code: "custom", path: [name], message, input: value });
    }
  });

/** The deployment's variables are not usable. The message names them and never shows a value. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** The configuration of one deployment. Times are whole days; `timeZone` decides what a day is. */
export type Config = {
  environment: "development" | "test" | "production";
  database: { url: string; authToken: string | null };
  /** Signs, and keys the digests in names. */
  authSecret: string;
  /** What was signed with one of these is good: the secret of now, and the one before while it is set. */
  acceptedSecrets: string[];
  /** Ids that must stay the same for ever come from it. */
  idSecret: string;
  /** The origin this desk is reached at; null means the origin of the request. */
  publicUrl: string | null;
  allowedOrigins: string[];
  timeZone: string;
  booking: { changeNoticeDays: number; cancelNoticeDays: number };
  quoteValidDays: number;
  portal: {
    /** What a day of an order is. */
    timeZone: string;
    /** How long a customer who is asked about an order has to answer. */
    answerHours: number;
    /** The highest refund in cents that an engine may grant alone. */
    autoApprovalCents: number;
    /** Above this refund in cents two administrators have to approve a claim; Infinity means never. */
    secondPersonCents: number;
    /** Another model that predicts shortages; null if the built-in one does. */
    riskApiUrl: string | null;
  };
  tokenHours: number;
  /** How long it is kept who changed what. */
  auditDays: number;
  /** The AI provider; null if the built-in engine does all the work. */
  openai: { apiKey: string; baseUrl: string; model: string; embeddingModel: string | null } | null;
  /** Tokens of the provider that may be used in a day, by each user and by everybody together. */
  aiBudget: { perUser: number; total: number };
  assistant: { onAiFailure: "problem" | "rules" };
  agents: {
    /** Whether an agent's word, or only proof, shows whose data may be told. */
    customers: "open" | "verified";
    /** Where files that agents link to may lie: host names, `*.` before one for all beneath it. */
    fileHosts: string[];
    /** The programs that may ask users to log in for them, with where they may be sent back to. */
    oauthClients: { id: string; redirectUri: string }[];
  };
  /** The service that sends e-mail; null if there is none. */
  mail: { apiUrl: string; apiKey: string; from: string } | null;
  business: { name: string; privacyContact: string };
  chat: {
    /** When people answer, in `timeZone`; empty means always. */
    openingHours: OpeningHours;
    /** Signs who a host page's user is; null if no page may say so. */
    widgetSecret: string | null;
  };
  /** Makes the first admin; null if nobody can. */
  bootstrapSecret: string | null;
};

const parsed = new WeakMap<object, Config>();

/** Parses the variables and secrets of a deployment once; a bad one throws a sentence naming it. */
export function readConfig(env: object): Config {
  let config = parsed.get(env);
  if (!config) {
    config = parseConfig(env);
    parsed.set(env, config);
  }
  return config;
}

function parseConfig(env: object): Config {
  const result = Variables.safeParse(env);
  if (!result.success) {
    const problems = result.error.issues.map(
      (issue) => `${issue.path.join(".")}: ${issue.message}`,
    );
    throw new ConfigurationError(`The configuration is not usable. ${problems.join("; ")}.`);
  }
  const v = result.data;
  return {
    environment: v.ENVIRONMENT,
    database: { url: v.DATABASE_URL, authToken: v.DATABASE_AUTH_TOKEN || null },
    authSecret: v.AUTH_SECRET,
    acceptedSecrets: [v.AUTH_SECRET, v.AUTH_SECRET_PREVIOUS].filter((one) => one !== ""),
    idSecret: v.ID_SECRET || v.AUTH_SECRET,
    publicUrl: v.PUBLIC_URL === "" ? null : new URL(v.PUBLIC_URL).origin,
    allowedOrigins: v.ALLOWED_ORIGINS,
    timeZone: v.TIME_ZONE,
    booking: { changeNoticeDays: v.CHANGE_NOTICE_DAYS, cancelNoticeDays: v.CANCEL_NOTICE_DAYS },
    quoteValidDays: v.QUOTE_VALID_DAYS,
    portal: {
      timeZone: v.PORTAL_TIME_ZONE,
      answerHours: v.ORDER_ANSWER_HOURS,
      autoApprovalCents: Math.min(v.CLAIM_AUTO_APPROVAL_EUROS, v.CLAIM_SECOND_PERSON_EUROS) * 100,
      secondPersonCents: v.CLAIM_SECOND_PERSON_EUROS * 100,
      riskApiUrl: v.RISK_PREDICTION_API_URL || null,
    },
    tokenHours: v.TOKEN_HOURS,
    auditDays: v.AUDIT_DAYS,
    openai:
      v.OPENAI_API_KEY === ""
        ? null
        : {
            apiKey: v.OPENAI_API_KEY,
            baseUrl: v.OPENAI_BASE_URL || OPENAI_BASE_URL,
            model: v.OPENAI_MODEL || OPENAI_MODEL,
            embeddingModel: v.OPENAI_EMBEDDING_MODEL || null,
          },
    aiBudget: { perUser: v.AI_TOKENS_PER_USER_DAY, total: v.AI_TOKENS_PER_DAY },
    assistant: { onAiFailure: v.ASSISTANT_ON_AI_FAILURE },
    agents: {
      customers: v.AGENT_CUSTOMERS || (v.ENVIRONMENT === "production" ? "verified" : "open"),
      fileHosts: v.AGENT_FILE_HOSTS,
      oauthClients: v.OAUTH_CLIENTS.map((client) => ({
        id: client.slice(0, client.indexOf("=")),
        redirectUri: client.slice(client.indexOf("=") + 1),
      })),
    },
    mail:
      v.MAIL_API_URL === ""
        ? null
        : { apiUrl: v.MAIL_API_URL, apiKey: v.MAIL_API_KEY, from: v.MAIL_FROM },
    business: {
      name: v.BUSINESS_NAME || "this business",
      privacyContact: v.PRIVACY_CONTACT || "the address on its website",
    },
    chat: {
      openingHours: parseOpeningHours(v.OPENING_HOURS) ?? [],
      widgetSecret: v.WIDGET_SECRET || null,
    },
    bootstrapSecret: v.BOOTSTRAP_SECRET || null,
  };
}

function isLong(text: string): boolean {
  return new TextEncoder().encode(text).length >= 32;
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, origin, href } = new URL(text);
  return ["http:", "https:"].includes(protocol) && href === `${origin}/`;
}

function isTimeZone(name: string): boolean {
  try {
    localDay(new Date(0), name);
    return true;
  } catch {
    return false;
  }
}
