import { sql, type SQL } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { agentCallCustomers, agentCalls } from "../agents/agent-calls.schema.ts";
import { aiUsage } from "../ai/ai-usage.schema.ts";
import { conversationMessages, conversations } from "../assistant/conversations.schema.ts";
import { bookings } from "../bookings/bookings.schema.ts";
import { chatMessages, chatRooms } from "../chat/rooms.tables.ts";
import { claimLines, claims } from "../claims/claims.tables.ts";
import { customers } from "../customers/customers.schema.ts";
import { query, type Statement } from "../db/query.ts";
import { idempotency } from "../db/system.tables.ts";
import { ERASED } from "../erased.ts";
import { loginPlaces, users } from "../identity/users.tables.ts";
import { invoices } from "../invoices/invoices.tables.ts";
import { unansweredQuestions } from "../knowledge/unanswered.schema.ts";
import { importChanges } from "../leads/imports.schema.ts";
import { leads } from "../leads/leads.schema.ts";
import { oauthCodes, oauthRefreshTokens } from "../oauth/oauth.tables.ts";
import { orders, portalMessages } from "../orders/orders.tables.ts";
import { tickets } from "../tickets/tickets.schema.ts";
import { verificationCodes } from "../verification/verification.tables.ts";
import type { Subject } from "./subject.ts";
import {
  among,
  either,
  isLead,
  isOwnRoom,
  isPortalMessage,
  isSaidElsewhere,
  ofAccounts,
  ofCustomers,
  type Whose,
} from "./whose.ts";

/** What becomes of rows when a person is erased: they go, lose what tells of the person, or stay for a reason. */
export type Fate =
  | { kind: "deleted" }
  | { kind: "blanked"; set: SQL; because: string }
  | { kind: "kept"; because: string };

/** A kind of thing that the desk holds about people. */
export type Holding = {
  name: string;
  table: SQLiteTable;
  whose: Whose;
  fate: Fate;
  /** Columns that are no answer to what is held about somebody: secrets, and what is only searched by. */
  hidden?: readonly string[];
  /** Copies and secrets, which say nothing of their own; they are left out of exports. */
  isInternal?: boolean;
};

const deleted = { kind: "deleted" } as const;
const accounting = { kind: "kept", because: "Bookkeeping: the law keeps them for years." } as const;
const disputes = {
  kind: "kept",
  because: "Evidence of what was refunded, and against legal claims.",
} as const;

/** Rooms may still copy some of these after an erasure. */
export const messagesElsewhere: Holding = {
  name: "chat_messages_elsewhere",
  table: chatMessages,
  whose: isSaidElsewhere,
  fate: {
    kind: "blanked",
    set: sql`content = ${ERASED}, user_name = ${ERASED}, suggestions = null`,
    because: "Their place in somebody else's room; the words are gone.",
  },
};

/** These too: what is said in the room of an order comes here. */
export const messagesAboutOrders: Holding = {
  name: "portal_messages",
  table: portalMessages,
  whose: isPortalMessage,
  fate: {
    kind: "blanked",
    set: sql`content = ${ERASED}`,
    because: "Their place in the thread of an order or claim; the words are gone.",
  },
};

/**
 * Everything that is held about a person, in the order in which it is erased: what refers to something comes before
 * it. A table that comes to hold something about people gets its line here; a test looks for what was forgotten.
 */
export const holdings: readonly Holding[] = [
  {
    name: "chat_messages",
    table: chatMessages,
    whose: (subject) =>
      sql`${chatMessages.roomId} in (select id from ${chatRooms} where ${isOwnRoom(subject)})`,
    fate: deleted,
  },
  messagesElsewhere,
  messagesAboutOrders,
  { name: "chat_rooms", table: chatRooms, whose: isOwnRoom, fate: deleted },
  {
    name: "unanswered_questions",
    table: unansweredQuestions,
    whose: ({ accounts }) =>
      sql`${unansweredQuestions.question} in (
        select substr(said.content, 1, 1000) from ${conversationMessages} as said
        join ${conversations} as talk on talk.id = said.conversation_id
        where talk.user_id in (select value from json_each(${JSON.stringify(accounts)})))`,
    fate: deleted,
  },
  {
    name: "conversation_messages",
    table: conversationMessages,
    whose: ({ accounts }) =>
      sql`${conversationMessages.conversationId} in (
        select id from ${conversations} where ${among(conversations.userId, accounts)})`,
    fate: deleted,
  },
  {
    name: "conversations",
    table: conversations,
    whose: ofAccounts(conversations.userId),
    fate: deleted,
  },
  {
    name: "tickets",
    table: tickets,
    whose: ({ emails, accounts }) =>
      either(
        among(tickets.customerEmail, emails),
        sql`${tickets.createdBy} in (select 'user:' || value from json_each(${JSON.stringify(accounts)}))`,
      ),
    fate: deleted,
    hidden: ["words"],
  },
  {
    name: "lead_changes",
    table: importChanges,
    whose: (subject) =>
      sql`${importChanges.leadId} in (select id from ${leads} where ${isLead(subject)})`,
    fate: deleted,
  },
  {
    name: "leads",
    table: leads,
    whose: isLead,
    fate: deleted,
    hidden: ["seq", "phone_key", "name_key"],
  },
  {
    name: "agent_calls",
    table: agentCalls,
    whose: ({ emails }) => among(agentCalls.customerEmail, emails),
    fate: {
      kind: "blanked",
      set: sql`customer_email = null`,
      because: "Counts of calls, without whom they were about.",
    },
  },
  {
    name: "agent_call_hours",
    table: agentCallCustomers,
    whose: ({ emails }) => among(agentCallCustomers.customerEmail, emails),
    fate: deleted,
  },
  {
    name: "ai_usage",
    table: aiUsage,
    whose: ofAccounts(aiUsage.userId),
    fate: deleted,
  },
  {
    name: "login_places",
    table: loginPlaces,
    whose: ofAccounts(loginPlaces.userId),
    fate: deleted,
    hidden: ["place"],
  },
  {
    name: "stored_answers",
    table: idempotency,
    whose: ({ emails, phones, accounts }) =>
      either(
        sql`exists (select 1 from json_each(${JSON.stringify(accounts)})
          where substr(${idempotency.scope}, 1, length(value) + 6) = 'user:' || value || ':')`,
        sql`exists (select 1 from json_each(${JSON.stringify([...emails, ...phones])})
          where instr(${idempotency.answer}, value) > 0)`,
      ),
    fate: deleted,
    isInternal: true,
  },
  {
    name: "oauth_codes",
    table: oauthCodes,
    whose: ofAccounts(oauthCodes.userId),
    fate: deleted,
    isInternal: true,
  },
  {
    name: "oauth_tokens",
    table: oauthRefreshTokens,
    whose: ofAccounts(oauthRefreshTokens.userId),
    fate: deleted,
    isInternal: true,
  },
  {
    name: "verification_codes",
    table: verificationCodes,
    whose: ({ addressDigests }) => among(verificationCodes.address, addressDigests),
    fate: deleted,
    isInternal: true,
  },
  {
    name: "orders",
    table: orders,
    whose: ofCustomers(orders.customerId),
    fate: accounting,
  },
  {
    name: "invoices",
    table: invoices,
    whose: ofCustomers(invoices.customerId),
    fate: accounting,
  },
  {
    name: "claim_lines",
    table: claimLines,
    whose: (subject) =>
      sql`${claimLines.claimId} in (
        select id from ${claims} where ${among(claims.customerId, subject.customers)})`,
    fate: disputes,
  },
  {
    name: "claims",
    table: claims,
    whose: ofCustomers(claims.customerId),
    fate: disputes,
  },
  {
    name: "bookings",
    table: bookings,
    whose: ofCustomers(bookings.customerId),
    fate: {
      kind: "blanked",
      set: sql`from_address = ${ERASED}, to_address = ${ERASED}`,
      because: "Bookkeeping: what was paid for, and when; the addresses are gone.",
    },
  },
  {
    name: "customers",
    table: customers,
    whose: ofCustomers(customers.id),
    fate: {
      kind: "blanked",
      set: sql`email = 'erased-' || lower(id) || '@erased.invalid', phone = null,
        name = case when exists (select 1 from ${invoices} where ${invoices.customerId} = ${customers.id})
          then name else ${ERASED} end`,
      because: "What bookings and invoices refer to; whoever has invoices keeps the name on them.",
    },
  },
  {
    name: "accounts",
    table: users,
    whose: ofAccounts(users.id),
    fate: {
      kind: "blanked",
      set: sql`username = 'erased-' || id, username_key = 'erased-' || id, email = null,
        full_name = null, phone = null, password_hash = ${ERASED}, is_active = 0`,
      because:
        "What orders and decisions refer to; nobody can log in, and nothing tells whose it was.",
    },
    hidden: ["password_hash", "username_key"],
  },
];

/** The statement that erases a holding; none if it is kept. */
export function eraseHolding({ table, whose, fate }: Holding, subject: Subject): Statement[] {
  if (fate.kind === "kept") return [];
  return fate.kind === "deleted"
    ? [query.run(sql`delete from ${table} where ${whose(subject)}`)]
    : [query.run(sql`update ${table} set ${fate.set} where ${whose(subject)}`)];
}
