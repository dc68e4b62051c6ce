import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { oneOf } from "../db/columns.ts";
import { pageWithMore, paging } from "../http/paging.ts";
import { plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";
import { LARGEST_QUANTITY, Product, products } from "./products.schema.ts";

export const movementKinds = [
  "receipt",
  "adjustment",
  "reservation",
  "release",
  "dispatch",
  "return",
] as const;
export type MovementKind = (typeof movementKinds)[number];

/**
 * Every change of stock, never changed itself. Triggers add each row to `inventory` and to the order line
 * it is for, so that the sum of the ledger is the stock.
 */
export const stockMovements = sqliteTable(
  "stock_movements",
  {
    id: integer().primaryKey(),
    productCode: text("product_code")
      .notNull()
      .references(() => products.product_code),
    kind: text({ enum: movementKinds }).notNull(),
    onHandChange: integer("on_hand_change").notNull(),
    reservedChange: integer("reserved_change").notNull(),
    orderId: text("order_id"),
    lineId: integer("line_id"),
    /** `user:<id>`, `key:<id>` or `system` of whoever caused it. */
    createdBy: text("created_by").notNull(),
    createdAt: text("created_at").notNull(),
  },
  (t) => [
    index("stock_movements_product").on(t.productCode, t.createdAt),
    index("stock_movements_line").on(t.lineId),
    check("stock_movements_kind", oneOf(t.kind, movementKinds)),
    check("stock_movements_moves", sql`${t.onHandChange} <> 0 or ${t.reservedChange} <> 0`),
  ],
);

/** Stock in sales units, as the ledger adds up to. Only triggers write here. */
export const inventory = sqliteTable(
  "inventory",
  {
    id: integer().primaryKey(),
    productCode: text("product_code")
      .notNull()
      .references(() => products.product_code),
    onHand: integer("on_hand").notNull().default(0),
    reserved: integer().notNull().default(0),
    available: integer().generatedAlwaysAs(sql`on_hand - reserved`, { mode: "virtual" }),
    updatedAt: text("updated_at").notNull(),
    updatedBy: text("updated_by").notNull(),
  },
  (t) => [
    uniqueIndex("inventory_product").on(t.productCode),
    check("inventory_reserved", sql`${t.reserved} >= 0`),
    check("inventory_available", sql`${t.onHand} >= ${t.reserved}`),
  ],
);

export const StockItem = z
  .object({
    inventory_id: z.int().openapi({ description: "Number of the stock record." }),
    product_code: z.string().openapi({ description: "The product's code." }),
    quantity: z.int().openapi({ description: "On hand, in sales units." }),
    reserved_quantity: z.int().openapi({ description: "Of these, promised to orders." }),
    available_quantity: z.int().openapi({ description: "On hand and not promised." }),
    last_updated: z.iso.datetime().openapi({ description: "When it last changed." }),
    updated_by: z.string().openapi({ description: "Who changed it." }),
    product: z
      .union([Product, z.null()])
      .openapi({ description: "The product; null if no longer sold." }),
  })
  .openapi("StockItem");
export type StockItem = z.infer<typeof StockItem>;

export const StockPage = pageWithMore(StockItem).openapi("StockPage");
export type StockPage = z.infer<typeof StockPage>;

export const StockQuery = z.object({
  ...paging(20, 100),
  search: plainText(100).optional().openapi({ description: "Part of a code or name." }),
});
export type StockQuery = z.infer<typeof StockQuery>;

export const NewStock = z
  .object({
    quantity: z
      .int()
      .min(0)
      .max(LARGEST_QUANTITY * 100)
      .openapi({ description: "What is on hand now, in sales units.", example: 100 }),
  })
  .openapi("NewStock");
export type NewStock = z.infer<typeof NewStock>;

export const Movements = z
  .array(
    z.object({
      kind: z.enum(movementKinds).openapi({ description: "Why stock moved." }),
      on_hand_change: z.int().openapi({ description: "Change of what is on hand." }),
      reserved_change: z.int().openapi({ description: "Change of what is promised." }),
      order_id: z.string().nullable().openapi({ description: "The order it was for." }),
      created_by: z.string().openapi({ description: "Who caused it." }),
      created_at: z.iso.datetime().openapi({ description: "When." }),
    }),
  )
  .openapi("StockMovements");
export type Movements = z.infer<typeof Movements>;

export const ImportReport = z
  .object({
    total_rows: z.int().openapi({ description: "Rows of data in the file." }),
    imported: z.int().openapi({ description: "Rows that were taken." }),
    errors: z
      .array(
        z.object({
          row: z.int().openapi({ description: "Line of the file; the header is 1." }),
          error: z.string().openapi({ description: "Why it was skipped." }),
        }),
      )
      .openapi({ description: "Every row that was skipped, at most 100." }),
  })
  .openapi("ImportReport");
export type ImportReport = z.infer<typeof ImportReport>;
