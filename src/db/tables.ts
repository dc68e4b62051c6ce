/** Every table, for drizzle-kit. Features own their tables; this file only gathers them. */
export * from "./system.tables.ts";
export * from "../identity/machine-keys.schema.ts";
export * from "../identity/users.schema.ts";
export * from "../customers/customers.schema.ts";
export * from "../bookings/bookings.schema.ts";
export * from "../tickets/tickets.schema.ts";
export * from "../agents/agent-calls.schema.ts";
export * from "../chat/system-config.schema.ts";
export * from "../customers/business-customers.schema.ts";
export * from "../catalog/products.schema.ts";
export * from "../catalog/stock.schema.ts";
export * from "../orders/cart.schema.ts";
export * from "../orders/orders.tables.ts";
export * from "../invoices/invoices.tables.ts";
export * from "../claims/claims.tables.ts";
