import { ProblemError } from "../../src/problems.ts";

/** A failure whose message is all that the person at the terminal needs to read. */
export class Explained extends Error {
  override readonly name = "Explained";
}

/** Runs a script: an explained failure is printed as its sentence, any other with its stack. */
export async function main(script: () => Promise<void>): Promise<void> {
  try {
    await script();
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
}

function explain(error: unknown): unknown {
  if (error instanceof Explained) return error.message;
  if (error instanceof ProblemError && error.code === "database-unavailable") {
    return "The database does not answer. Is `npm start` running, or DATABASE_URL right?";
  }
  return error;
}
