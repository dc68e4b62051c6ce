import { gptAnalytics } from "../analytics/gpt-metrics.routes.ts";
import { bookingDetails } from "../bookings/bookings.routes.ts";
import { buildApp } from "../build-app.ts";
import { customerLookup } from "../customers/customers.routes.ts";
import { health } from "../health/health.routes.ts";
import { agentPricing, prices, quotes } from "../pricing/pricing.routes.ts";
import { agentTickets } from "../tickets/tickets.routes.ts";

export const agentDesk = [
  customerLookup,
  bookingDetails,
  agentTickets,
  agentPricing,
  gptAnalytics,
  prices,
  quotes,
  health,
] as const;

/** What agents and price calculators call. It is there from the start of the Worker. */
export const app = buildApp(agentDesk);
