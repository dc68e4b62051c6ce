import type { OrderStatus } from "../../../src/orders/order-transitions.ts";

/** The colours in which statuses are shown; the words are always there too. */
export function orderTone(status: OrderStatus) {
  if (status === "under_risk" || status === "waiting_for_customer_action") return "warn";
  if (status === "delivered") return "good";
  return status === "cancelled" ? "bad" : "info";
}

export function claimTone(status: string) {
  if (status === "manual_review") return "warn";
  if (status === "approved" || status === "resolved") return "good";
  return status === "rejected" ? "bad" : "info";
}
