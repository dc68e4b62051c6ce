import { OpenAPIHono } from "@hono/zod-openapi";
import { methodNotAllowed } from "hono/method-not-allowed";
import { gptAnalytics } from "./analytics/gpt-metrics.routes.ts";
import { bookingDetails } from "./bookings/bookings.routes.ts";
import { productAdministration } from "./catalog/admin-products.routes.ts";
import { inventoryAdministration } from "./catalog/inventory.routes.ts";
import { catalogue } from "./catalog/products.routes.ts";
import { analysis, systemConfig } from "./chat/chat.routes.ts";
import { claimAdministration } from "./claims/admin-claims.routes.ts";
import { claims } from "./claims/claims.routes.ts";
import { customerAdministration } from "./customers/business-customers.routes.ts";
import { customerLookup } from "./customers/customers.routes.ts";
import { health } from "./health/health.routes.ts";
import { files } from "./files/files.routes.ts";
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
import { invoiceAdministration, invoicePages, payments } from "./invoices/invoices.routes.ts";
import { orderAdministration } from "./orders/admin-orders.routes.ts";
import { cart } from "./orders/cart.routes.ts";
import { dashboard } from "./orders/dashboard.routes.ts";
import { orders } from "./orders/orders.routes.ts";
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
  catalogue,
  cart,
  orders,
  dashboard,
  claims,
  payments,
  invoicePages,
  files,
  orderAdministration,
  claimAdministration,
  invoiceAdministration,
  productAdministration,
  inventoryAdministration,
  customerAdministration,
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
