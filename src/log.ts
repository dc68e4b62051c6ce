import { ConfigurationError } from "./env.ts";
import { ProblemError } from "./problems.ts";

/** One line of JSON on the Worker's log. Nothing that a customer typed may be in `fields`. */
export function logLine(level: "info" | "error", event: string, fields: object): void {
  const line = JSON.stringify({ level, event, ...fields });
  if (level === "error") console.error(line);
  else console.log(line);
}

/**
 * Logs an unexpected error by its name and stack frames. Its message is left out because parsers and
 * databases quote their input there.
 */
export function logFailure(requestId: string, during: string, error: unknown): void {
  logLine("error", "failure", { request_id: requestId, during, causes: describeCauses(error) });
}

function describeCauses(error: unknown): object[] {
  if (!(error instanceof Error)) return [{ name: typeof error }];
  const frames = error.stack?.replace(error.message, "").match(/^ +at .+:\d+:\d+\)?$/gm);
  const code =
    error instanceof ProblemError ? error.code : "code" in error ? error.code : undefined;
  const message = error instanceof ConfigurationError ? error.message : undefined;
  const own = {
    name: error.name,
    code,
    message,
    at: frames?.slice(0, 4).map((line) => line.trim()),
  };
  return error.cause === undefined ? [own] : [own, ...describeCauses(error.cause)];
}
