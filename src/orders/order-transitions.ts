export const orderStatuses = [
  "placed",
  "under_risk",
  "waiting_for_customer_action",
  "picking",
  "delivering",
  "delivered",
  "cancelled",
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** Which status may follow which. A trigger of the database holds the same table. */
export const transitions: Record<OrderStatus, readonly OrderStatus[]> = {
  placed: ["under_risk", "waiting_for_customer_action", "picking", "cancelled"],
  under_risk: ["placed", "waiting_for_customer_action", "picking", "cancelled"],
  waiting_for_customer_action: ["placed", "under_risk", "picking", "cancelled"],
  picking: ["waiting_for_customer_action", "delivering", "cancelled"],
  delivering: ["delivered", "cancelled"],
  delivered: [],
  cancelled: [],
};

/** While a customer may still cancel by themselves. */
export const customerMayCancel: readonly OrderStatus[] = [
  "placed",
  "under_risk",
  "waiting_for_customer_action",
];

/** While a product of an order may still be replaced. */
export const replaceable: readonly OrderStatus[] = [
  "placed",
  "under_risk",
  "waiting_for_customer_action",
  "picking",
];

export function mayFollow(from: OrderStatus, to: OrderStatus): boolean {
  return transitions[from].includes(to);
}

/** Why a move is refused, and which ones would not be. */
export function refusalOf(from: OrderStatus, to: OrderStatus): string {
  const legal = transitions[from];
  const next = legal.length === 0 ? "it is final" : `from here it may go to ${legal.join(", ")}`;
  return `An order that is ${from} cannot become ${to}; ${next}.`;
}
