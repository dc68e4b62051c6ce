import { BusinessCustomer } from "../customers/business-customers.schema.ts";
import { Claim } from "../claims/claims.schema.ts";
import { z } from "../http/zod.ts";
import { Order } from "./orders.schema.ts";

export const Dashboard = z
  .object({
    customer: BusinessCustomer.openapi({ description: "Who they are." }),
    recent_orders: z.array(Order).openapi({ description: "The ten newest orders." }),
    open_claims: z.array(Claim).openapi({ description: "Claims that nobody has decided yet." }),
    stats: z
      .object({
        total_orders: z.int().openapi({ description: "All orders." }),
        orders_at_risk: z.int().openapi({ description: "Orders under risk." }),
        orders_in_picking: z.int().openapi({ description: "Orders being picked." }),
        orders_delivered_today: z.int().openapi({ description: "Orders delivered today." }),
      })
      .openapi({ description: "Figures." }),
  })
  .openapi("PortalDashboard");
export type Dashboard = z.infer<typeof Dashboard>;
