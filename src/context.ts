import type { Model } from "./ai/model.ts";
import { openModel } from "./ai/open-model.ts";
import { openRooms, type Rooms } from "./chat/rooms.ts";
import { openAssistant, type AssistantService } from "./assistant/assistant-service.ts";
import type { Actor } from "./identity/actor.ts";
import { visitor } from "./identity/actor.ts";
import { noCost, type Cost } from "./cost.ts";
import { openDatabase, type Database } from "./db/database.ts";
import { readConfig, type Config } from "./env.ts";
import { openDeadlines, type Deadlines } from "./deadlines/deadlines.ts";
import type { ProblemCode } from "./problems.ts";
import { openKeyValue, type KeyValue } from "./kv/key-value.ts";
import { openImportJobs, type ImportJobs } from "./leads/import-jobs.ts";
import { openCounters, type Counters } from "./limits/counters.ts";

/**
 * What a verb works with: the services of one request, who asks, and when. Bindings become services
 * here and nowhere else.
 */
export type Ctx = {
  readonly requestId: string;
  readonly now: Date;
  readonly config: Config;
  /** While a request changes something, it also records that. */
  db: Database;
  readonly kv: KeyValue;
  readonly files: R2Bucket;
  readonly counters: Counters;
  readonly rooms: Rooms;
  readonly importJobs: ImportJobs;
  readonly deadlines: Deadlines;
  readonly ai: Model;
  readonly assistant: AssistantService;
  readonly cost: Cost;
  /** The caller's network address, for limits only; never logged. IPv6 is cut to its /64. */
  readonly address: string;
  /** The Idempotency-Key header, checked; null if none was sent. */
  readonly idempotencyKey: string | null;
  /** Set when the answer is one that was stored by an earlier request with the same key. */
  replayed: boolean;
  /** Whom the request is about, for the record of agent calls; never logged. */
  readonly about: { customerEmail: string | null };
  /** Remarks for the request's log line; no customer data. */
  readonly notes: string[];
  actor: Actor;
  /** Runs after the answer. A failure is logged, never told. */
  background(task: () => Promise<void>): void;
};

/** What statements need to know of who writes, when, and under which configuration. */
export type Writing = Pick<Ctx, "actor" | "now" | "config">;

/** What became of a call, for those who keep a record of it. `problem` is null if it succeeded. */
export type Outcome = { route: string; problem: ProblemCode | null; milliseconds: number };

export type RequestFacts = Pick<Ctx, "requestId" | "now" | "address" | "idempotencyKey">;

export function createContext(env: Env, facts: RequestFacts, background: Ctx["background"]): Ctx {
  const config = readConfig(env);
  const cost = noCost();
  return {
    ...facts,
    config,
    cost,
    kv: openKeyValue(env.KV, cost),
    db: openDatabase(config.database, cost),
    files: env.FILES,
    counters: openCounters(env.LIMITS, cost),
    rooms: openRooms(env.ROOMS, cost),
    importJobs: openImportJobs(env.IMPORTS, cost),
    deadlines: openDeadlines(env.DEADLINES, cost),
    ai: openModel(config),
    assistant: openAssistant(env.ASSISTANT, { ...facts, cost }),
    notes: [],
    replayed: false,
    about: { customerEmail: null },
    actor: visitor,
    background,
  };
}
