import type { CallToolResult } from "@modelcontextprotocol/server";
import { operations, type AgentOperation } from "../agents/operations.ts";
import { recordAgentCall } from "../agents/record-agent-call.ts";
import type { Ctx } from "../context.ts";
import { inputErrors, sentenceOf } from "../http/input-errors.ts";
import { z } from "../http/zod.ts";
import { customerIdOf, hasScope, principalOf } from "../identity/actor.ts";
import { admit } from "../limits/admit.ts";
import { logFailure } from "../log.ts";
import { ProblemError } from "../problems.ts";

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

/** Calls an operation as a tool. What goes wrong is an answer too: a sentence that says how to do better. */
export async function callTool(
  ctx: Ctx,
  operation: AgentOperation,
  input: unknown,
): Promise<CallToolResult> {
  const startedAt = Date.now();
  const { answer, problem } = await attempt(ctx, operation, input);
  const milliseconds = Date.now() - startedAt;
  const outcome = { route: operation.path, problem: problem?.code ?? null, milliseconds };
  ctx.background(() => recordAgentCall(ctx, outcome));
  if (problem) {
    const { retryAfter } = problem.details;
    const wait = retryAfter === undefined ? "" : ` Try again in ${retryAfter} seconds.`;
    return { isError: true, content: [{ type: "text", text: `${problem.message}${wait}` }] };
  }
  const structured = z.record(z.string(), z.unknown()).parse(withoutNulls(answer));
  return {
    structuredContent: structured,
    content: [{ type: "text", text: JSON.stringify(structured) }],
  };
}

async function attempt(ctx: Ctx, operation: AgentOperation, input: unknown) {
  try {
    const lacking = lackingFor(ctx, operation, input);
    if (lacking) throw new ProblemError(lacking === "login" ? "unauthenticated" : "forbidden");
    await count(ctx, operation);
    requireKnownArguments(operation, input);
    return { answer: await operation.answer(ctx, input), problem: null };
  } catch (error) {
    return { answer: null, problem: asProblem(ctx, error) };
  }
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
