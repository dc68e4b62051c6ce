import type { Reading, ReadingRules } from "../ai/model.ts";
import { rulesModel } from "../ai/rules.ts";
import type { Ctx } from "../context.ts";
import { logFailure } from "../log.ts";
import { ProblemError } from "../problems.ts";
import type { Analysis } from "./analyze.schema.ts";
import { readingRules, readSystemConfig } from "./system-config.ts";

/** What a message is about and how it could be answered, under the config in force. */
export async function analyzeMessage(ctx: Ctx, message: string): Promise<Analysis> {
  const rules = readingRules(await readSystemConfig(ctx));
  return { ...(await readMessage(ctx, message, rules)), message };
}

/** Reads a message with the deployment's engine; if its provider fails, the built-in one answers. */
export async function readMessage(
  ctx: Pick<Ctx, "ai" | "requestId">,
  message: string,
  rules: ReadingRules,
): Promise<Reading> {
  try {
    return await ctx.ai.classify(message, rules);
  } catch (error) {
    const isProviderFailure = error instanceof ProblemError && error.code === "ai-unavailable";
    if (!isProviderFailure) throw error;
    logFailure(ctx.requestId, "ai", error);
    return rulesModel.classify(message, rules);
  }
}
