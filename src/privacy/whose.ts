import { or, sql, type SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import { chatMessages, chatRooms } from "../chat/rooms.tables.ts";
import { claims } from "../claims/claims.tables.ts";
import { leads } from "../leads/leads.schema.ts";
import { orders, portalMessages } from "../orders/orders.tables.ts";
import type { Subject } from "./subject.ts";

/** The condition that a row is about somebody. */
export type Whose = (subject: Subject) => SQL;

/** The condition that a column holds one of these. */
export function among(column: SQLiteColumn, values: string[]): SQL {
  return sql`${column} in (select value from json_each(${JSON.stringify(values)}))`;
}

export function ofAccounts(column: SQLiteColumn): Whose {
  return ({ accounts }) => among(column, accounts);
}

export function ofCustomers(column: SQLiteColumn): Whose {
  return ({ customers: owners }) => among(column, owners);
}

export function isOwnRoom({ accounts, customers: owners }: Subject): SQL {
  return among(chatRooms.customerId, [...accounts, ...owners]);
}

export function isSaidElsewhere(subject: Subject): SQL {
  return sql`${among(chatMessages.userId, subject.accounts)} and ${chatMessages.roomId} not in (
    select id from ${chatRooms} where ${isOwnRoom(subject)})`;
}

export function isPortalMessage({ accounts, customers: owners }: Subject): SQL {
  return either(
    sql`${portalMessages.senderId} in (select 'user:' || value from json_each(${JSON.stringify(accounts)}))`,
    sql`${portalMessages.orderId} in (select id from ${orders} where ${among(orders.customerId, owners)})`,
    sql`${portalMessages.claimId} in (select id from ${claims} where ${among(claims.customerId, owners)})`,
  );
}

export function isLead({ emails, phones }: Subject): SQL {
  return either(among(leads.email, emails), among(leads.phoneKey, phones));
}

export function either(...conditions: SQL[]): SQL {
  return or(...conditions) ?? sql`false`;
}
