import { OpenAPIHono } from "@hono/zod-openapi";
import { ProblemError } from "../problems.ts";
import type { AppEnv } from "./app-env.ts";
import { inputErrors, sentenceOf } from "./input-errors.ts";

/** An empty feature under its own path. The path belongs to the feature so that the client knows it. */
export function feature<Path extends string>(path: Path) {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      const errors = inputErrors(result.target, result.error);
      throw new ProblemError("validation-failed", { detail: sentenceOf(errors), errors });
    },
  }).basePath(path);
}
