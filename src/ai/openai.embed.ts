import type OpenAI from "openai";
import { ProblemError } from "../problems.ts";
import { withDeadline } from "./deadline.ts";
import { VECTOR_LENGTH, type Embedded } from "./model.ts";

const DEADLINE_MS = 8_000;
const LONGEST_TEXT = 8_000;

/** Texts as vectors of VECTOR_LENGTH numbers, in their order. A provider that fails is `ai-unavailable`. */
export async function embedThrough(
  { client, model }: { client: OpenAI; model: string },
  texts: readonly string[],
): Promise<Embedded> {
  try {
    const { data, usage } = await withDeadline(DEADLINE_MS, (signal) =>
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
