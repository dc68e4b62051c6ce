/** Every table, for drizzle-kit. Features own their tables; this file only gathers them. */
export * from "./system.tables.ts";
export * from "../identity/machine-keys.schema.ts";
export * from "../identity/users.schema.ts";
export * from "../customers/customers.schema.ts";
export * from "../bookings/bookings.schema.ts";
export * from "../tickets/tickets.schema.ts";
export * from "../agents/agent-calls.schema.ts";
export * from "../chat/system-config.schema.ts";
export * from "../chat/rooms.schema.ts";
export * from "../analytics/chat-figures.schema.ts";
export * from "../knowledge/knowledge.schema.ts";
export * from "../knowledge/unanswered.schema.ts";
export * from "../knowledge/vectors.schema.ts";
export * from "../ai/ai-usage.schema.ts";
export * from "../assistant/conversations.schema.ts";
export * from "../leads/leads.schema.ts";
export * from "../leads/imports.schema.ts";
