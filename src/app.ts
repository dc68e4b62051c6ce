import { OpenAPIHono } from "@hono/zod-openapi";
import { methodNotAllowed } from "hono/method-not-allowed";
import { gptAnalytics } from "./analytics/gpt-metrics.routes.ts";
import { bookingDetails } from "./bookings/bookings.routes.ts";
import { analysis, systemConfig } from "./chat/chat.routes.ts";
import { customerLookup } from "./customers/customers.routes.ts";
import { health } from "./health/health.routes.ts";
import type { AppEnv } from "./http/app-env.ts";
import { problemResponse } from "./http/problem-response.ts";
import { answerHeaders } from "./http/headers.ts";
import { withContext } from "./http/request.ts";
import { serveDocuments } from "./http/serve-documents.ts";
import { authenticate } from "./identity/authenticate.ts";
import {
  assistantIdentity,
  portalIdentity,
  supportIdentity,
  userAdministration,
} from "./identity/identity.routes.ts";
import { followUps, salesAssistant } from "./leads/assistant.routes.ts";
import { leadImport, leadImports } from "./leads/imports.routes.ts";
import { leadLists } from "./leads/leads.routes.ts";
import { agentPricing, prices, quotes } from "./pricing/pricing.routes.ts";
import { ProblemError } from "./problems.ts";
import { agentTickets } from "./tickets/tickets.routes.ts";

/** The features, in the order in which the document shows them. */
export const features = [
  customerLookup,
  bookingDetails,
  agentTickets,
  agentPricing,
  gptAnalytics,
  prices,
  quotes,
  supportIdentity,
  assistantIdentity,
  portalIdentity,
  userAdministration,
  analysis,
  systemConfig,
  salesAssistant,
  leadImport,
  leadImports,
  leadLists,
  followUps,
  health,
] as const;

export function createApp(): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>({ strict: false });
  app.use(withContext(authenticate), answerHeaders);
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
  serveDocuments(app);
  app.notFound((c) => problemResponse(new ProblemError("not-found"), c));
  app.onError(problemResponse);
  return app;
}
