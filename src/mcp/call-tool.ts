import {
  inputRequired,
  ProtocolError,
  type CallToolResult,
  type InputRequiredResult,
} from "@modelcontextprotocol/server";
import { operations, type AgentOperation } from "../agents/operations.ts";
import { recordAgentCall } from "../agents/record-agent-call.ts";
import { changeBy, noteChange } from "../changes.ts";
import type { Ctx } from "../context.ts";
import { inputErrors, sentenceOf } from "../http/input-errors.ts";
import { z } from "../http/zod.ts";
import { customerIdOf, hasScope, principalOf } from "../identity/actor.ts";
import { admit } from "../limits/admit.ts";
import { logFailure } from "../log.ts";
import { ProblemError } from "../problems.ts";
import { signQuestion, wasAsked } from "./confirmation.ts";

const INVALID_PARAMS = -32_602;

/** What a client can be asked, and what it brings back from having been asked. */
export type Asking = {
  canElicit: boolean;
  requestState: string | undefined;
  responses: Record<string, unknown> | undefined;
};

export function findOperation(name: string): AgentOperation | undefined {
  return operations.find((operation) => operation.name === name);
}

/** What whoever calls lacks for an operation: a login, or a scope; null if nothing. */
export function lackingFor(
  { actor }: Ctx,
  { scope }: AgentOperation,
  input: unknown,
): "login" | "scope" | null {
  const isNobody = actor.kind === "visitor";
  if (scope === "anyone") return null;
  if (scope === "known") return isNobody ? "login" : null;
  if (scope === "agent") return isNobody ? "login" : hasScope(actor, "gpt") ? null : "scope";
  const isProved = customerIdOf(actor) !== null || CustomerArgument.safeParse(input).success;
  return isNobody && !isProved ? "login" : null;
}

const CustomerArgument = z.object({ customer_token: z.string().min(1) });

/**
 * Calls an operation as a tool. What goes wrong is an answer too: a sentence that says how to do better. A write
 * that cannot be taken back is done when the customer has agreed, so its first call is answered with the question.
 */
export async function callTool(
  ctx: Ctx,
  operation: AgentOperation,
  input: unknown,
  asking: Asking,
): Promise<CallToolResult | InputRequiredResult> {
  const startedAt = Date.now();
  const { result, problem } = await attempt(ctx, operation, input, asking);
  const milliseconds = Date.now() - startedAt;
  const outcome = { route: operation.path, problem: problem?.code ?? null, milliseconds };
  ctx.background(() => recordAgentCall(ctx, outcome));
  if (result) return result;
  const { retryAfter } = problem.details;
  const wait = retryAfter === undefined ? "" : ` Try again in ${retryAfter} seconds.`;
  return refused(`${problem.message}${wait}`);
}

async function attempt(ctx: Ctx, operation: AgentOperation, input: unknown, asking: Asking) {
  try {
    const lacking = lackingFor(ctx, operation, input);
    if (lacking) throw new ProblemError(lacking === "login" ? "unauthenticated" : "forbidden");
    await count(ctx, operation);
    requireKnownArguments(operation, input);
    const { name, confirm } = operation;
    const asked = confirm && (await askFirst(ctx, { name, confirm }, input, asking));
    if (asked && "result" in asked) return { result: asked.result, problem: null };
    const db = ctx.db.recording(changeBy(ctx, name));
    const own: Ctx = { ...ctx, db, ...(asked ? { idempotencyKey: asked.key } : {}) };
    const answer = await operation.answer(own, input);
    ctx.replayed ||= own.replayed;
    noteChange(ctx, db.change);
    return { result: answered(answer), problem: null };
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    return { result: null, problem: asProblem(ctx, error) };
  }
}

function answered(answer: object): CallToolResult {
  const structured = z.record(z.string(), z.unknown()).parse(withoutNulls(answer));
  return {
    structuredContent: structured,
    content: [{ type: "text", text: JSON.stringify(structured) }],
  };
}

function refused(sentence: string): CallToolResult {
  return { isError: true, content: [{ type: "text", text: sentence }] };
}

type Confirmed = { name: string; confirm: NonNullable<AgentOperation["confirm"]> };
const Arguments = z.object({
  confirm_token: z.string().optional(),
  client_ref: z.string().optional(),
});
const Response = z.object({ action: z.enum(["accept", "decline", "cancel"]) });

/** What to answer instead of doing it, until the customer has agreed to just this; then under which key it is done. */
async function askFirst(
  ctx: Ctx,
  { name, confirm }: Confirmed,
  input: unknown,
  { canElicit, requestState, responses }: Asking,
): Promise<{ result: CallToolResult | InputRequiredResult } | { key: string | null }> {
  const asked = await confirm(ctx, input);
  const { confirm_token, client_ref } = Arguments.parse(input);
  const token = requestState ?? confirm_token ?? "";
  const isSame = await wasAsked(ctx, name, asked, token);
  if (requestState !== undefined) {
    if (!isSame) throw new ProtocolError(INVALID_PARAMS, "Invalid or expired requestState.");
    const action = Response.safeParse(responses?.["confirm"]).data?.action;
    if (action !== "accept") {
      return { result: refused("Nothing was done: the customer did not agree.") };
    }
  }
  // Agreed once is done once, even if the client sends it again without an id of its own.
  if (isSame) return { key: ctx.idempotencyKey ?? (client_ref === undefined ? token : null) };
  const fresh = await signQuestion(ctx, name, asked);
  if (!canElicit) {
    const how = `If the customer agrees, call ${name} again with the same arguments and this confirm_token`;
    const sentence = `Nothing has been done yet. ${asked.question} ${how} within 10 minutes: ${fresh}`;
    return { result: refused(sentence) };
  }
  const form = { type: "object" as const, properties: {} };
  const question = inputRequired.elicit({ message: asked.question, requestedSchema: form });
  return {
    result: inputRequired({ inputRequests: { confirm: question }, requestState: fresh }),
  };
}

/** The same limits as over REST. */
async function count(ctx: Ctx, { writes }: AgentOperation): Promise<void> {
  const { actor } = ctx;
  if (actor.kind === "visitor") await admit(ctx, "public", ctx.address, writes);
  else await admit(ctx, actor.kind === "key" ? "gpt" : "user", principalOf(actor), writes);
}

/** A misspelt argument would otherwise be taken for one that was left out. */
function requireKnownArguments({ input }: AgentOperation, given: unknown): void {
  if (!(input instanceof z.ZodObject) || typeof given !== "object" || given === null) return;
  const unknown = Object.keys(given).filter((name) => !(name in input.shape));
  if (unknown.length === 0) return;
  const detail = `These are the arguments: ${Object.keys(input.shape).join(", ")}.`;
  throw new ProblemError("validation-failed", { detail });
}

function asProblem(ctx: Ctx, error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof z.ZodError) {
    const detail = sentenceOf(inputErrors("json", error));
    return new ProblemError("validation-failed", { detail });
  }
  logFailure(ctx.requestId, "mcp", error);
  return new ProblemError("internal-error");
}

/** The schemas of tools have no null: what would be null is left out. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const given = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(given.map(([name, inner]) => [name, withoutNulls(inner)]));
}
