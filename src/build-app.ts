import { OpenAPIHono } from "@hono/zod-openapi";
import type { Hono, Schema } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { AppEnv } from "./http/app-env.ts";
import { answerHeaders } from "./http/headers.ts";
import { operationIdsOf } from "./http/operation-ids.ts";
import { problemResponse } from "./http/problem-response.ts";
import { withContext } from "./http/request.ts";
import { authenticate } from "./identity/authenticate.ts";
import { ProblemError } from "./problems.ts";

export type App = OpenAPIHono<AppEnv>;

/** Features behind the middleware that all of them share, and what `extend` adds beside the contract. */
export function buildApp(
  features: readonly Hono<AppEnv, Schema, string>[],
  ...extend: ((app: App) => void)[]
): App {
  const app = new OpenAPIHono<AppEnv>({ strict: false });
  app.use(withContext(authenticate, operationIdsOf(app)), answerHeaders);
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        const allowed = { headers: { Allow: methods.join(", ") } };
        return problemResponse(new ProblemError("method-not-allowed", allowed), c);
      },
    }),
  );
  for (const feature of features) app.route("/", feature);
  for (const add of extend) add(app);
  app.notFound((c) => problemResponse(new ProblemError("not-found"), c));
  app.onError(problemResponse);
  return app;
}
