import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { customers } from "../customers/customers.schema.ts";
import { oneOf } from "../db/columns.ts";
import { orders } from "../orders/orders.tables.ts";

export const claimTypes = ["MISSING_ITEM", "DAMAGED_ITEM", "WRONG_ITEM", "QUALITY_ISSUE"] as const;

export const claimStatuses = [
  "open",
  "ai_processing",
  "manual_review",
  "approved",
  "rejected",
  "resolved",
] as const;
export type ClaimStatus = (typeof claimStatuses)[number];

/** While nobody has decided. */
export const undecided = ["open", "ai_processing", "manual_review"] as const;

export const resolutionTypes = [
  "CREDIT",
  "REDELIVERY_SAME_DAY",
  "REDELIVERY_NEXT_DAY",
  "REPLACEMENT_NEXT_ORDER",
] as const;

/** What an engine that saw the files would do; it never decides alone except under a threshold and cap. */
export const decisions = ["approved", "rejected", "manual_review_needed"] as const;

export const claims = sqliteTable(
  "claims",
  {
    id: text().primaryKey(),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id),
    type: text({ enum: claimTypes }).notNull(),
    status: text({ enum: claimStatuses }).notNull(),
    channel: text().notNull().default("WEB"),
    description: text().notNull(),
    resolutionType: text("resolution_type", { enum: resolutionTypes }),
    creditCents: integer("credit_cents"),
    reDeliveryDate: text("re_delivery_date"),
    handledBy: text("handled_by"),
    rejectionReason: text("rejection_reason"),
    /** What would be refunded unless somebody names another amount. */
    proposedCents: integer("proposed_cents").notNull(),
    /** The engine's opinion, stored as it was given. */
    opinion: text({ enum: decisions }),
    opinionConfidence: real("opinion_confidence"),
    opinionReason: text("opinion_reason"),
    opinionEngine: text("opinion_engine"),
    opinionAt: text("opinion_at"),
    reviewedBy: text("reviewed_by"),
    reviewedAt: text("reviewed_at"),
    /** The first of the two approvals that a large refund takes. */
    firstApprovedBy: text("first_approved_by"),
    firstApprovedCents: integer("first_approved_cents"),
    firstApprovedAt: text("first_approved_at"),
    /** The chat room about it: given by a trigger, random, and there from the first look at it on. */
    roomId: text("room_id").notNull().default(""),
    createdAt: text("created_at").notNull(),
    updatedAt: text("updated_at").notNull(),
  },
  (t) => [
    index("claims_of_customer").on(t.customerId, t.createdAt),
    index("claims_by_status").on(t.status, t.createdAt),
    index("claims_room").on(t.roomId),
    uniqueIndex("claims_one_open")
      .on(t.orderId, t.type)
      .where(sql`status in ('open', 'ai_processing', 'manual_review')`),
    check("claims_type", oneOf(t.type, claimTypes)),
    check("claims_status", oneOf(t.status, claimStatuses)),
    check("claims_credit", sql`coalesce(${t.creditCents}, 1) > 0`),
  ],
);

export const claimLines = sqliteTable(
  "claim_lines",
  {
    id: integer().primaryKey(),
    claimId: text("claim_id")
      .notNull()
      .references(() => claims.id),
    /** Null if the claim is about the whole order. */
    lineId: integer("line_id"),
    productCode: text("product_code"),
    quantity: integer(),
    description: text().notNull(),
  },
  (t) => [
    index("claim_lines_claim").on(t.claimId),
    check("claim_lines_quantity", sql`coalesce(${t.quantity}, 1) > 0`),
  ],
);

export const attachmentTypes = ["IMAGE", "VIDEO"] as const;

export const claimAttachments = sqliteTable(
  "claim_attachments",
  {
    id: integer().primaryKey(),
    claimId: text("claim_id")
      .notNull()
      .references(() => claims.id),
    /** The random name of the file in R2. */
    fileKey: text("file_key").notNull(),
    type: text({ enum: attachmentTypes }).notNull(),
    mediaType: text("media_type").notNull(),
    bytes: integer().notNull(),
    createdAt: text("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("claim_attachments_file").on(t.fileKey),
    index("claim_attachments_claim").on(t.claimId),
    check("claim_attachments_type", oneOf(t.type, attachmentTypes)),
  ],
);
