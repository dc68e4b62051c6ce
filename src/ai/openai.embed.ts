import type OpenAI from "openai";
import { ProblemError } from "../problems.ts";
import { withDeadline } from "./deadline.ts";
import { VECTOR_LENGTH, type Embedded } from "./model.ts";

/** A single text is a question that somebody waits for, with words to fall back on. */
const QUESTION_WITHIN_MS = 3_000;
const TEXTS_WITHIN_MS = 8_000;
const LONGEST_TEXT = 8_000;

/** Texts as vectors of VECTOR_LENGTH numbers, in their order. A provider that fails is `ai-unavailable`. */
export async function embedThrough(
  { client, model }: { client: OpenAI; model: string },
  texts: readonly string[],
): Promise<Embedded> {
  try {
    const deadlineMs = texts.length === 1 ? QUESTION_WITHIN_MS : TEXTS_WITHIN_MS;
    const { data, usage } = await withDeadline(deadlineMs, (signal) =>
      client.embeddings.create(
        {
          model,
          input: texts.map((text) => text.slice(0, LONGEST_TEXT)),
          dimensions: VECTOR_LENGTH,
          encoding_format: "float",
        },
        { signal },
      ),
    );
    const vectors = data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding);
    const isUsable = vectors.every((vector) => vector.length === VECTOR_LENGTH);
    if (!isUsable || vectors.length !== texts.length) throw new Error("These are not the vectors.");
    return { vectors, tokens: usage.total_tokens };
  } catch (cause) {
    throw new ProblemError("ai-unavailable", { cause });
  }
}
