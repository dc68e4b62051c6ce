import { ProblemError } from "../problems.ts";

/** What every location has to be told before it is done; `sessions-unavailable` if KV does not take it: ask again. */
export async function tellEdge(writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (cause) {
    const detail = "What is no longer good could not be told everywhere; send it again shortly.";
    throw new ProblemError("sessions-unavailable", { detail, retryAfter: 1, cause });
  }
}
