import { z } from "../http/zod.ts";
import { ProblemError } from "../problems.ts";
import type { Extraction, Model } from "./model.ts";
import { ask, type Connection } from "./openai.ts";

/** Answers that fit a schema, by the Responses API; whatever does not fit is `ai-unavailable`. */
export function openaiExtract(connection: Connection): Pick<Model, "extract"> {
  return {
    async extract<T>(question: Extraction<T>): Promise<T> {
      const format = {
        type: "json_schema" as const,
        name: question.name,
        strict: true,
        schema: z.toJSONSchema(question.schema),
      };
      const text = await ask(connection, { ...question, format }, question.deadlineMs);
      try {
        return question.schema.parse(JSON.parse(text));
      } catch (cause) {
        throw new ProblemError("ai-unavailable", { cause });
      }
    },
  };
}
