import { sql } from "drizzle-orm";
import {
  check,
  integer,
  real,
  sqliteTable,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { LARGEST_QUANTITY, Product, ProductCode, products } from "../catalog/products.schema.ts";
import { customers } from "../customers/customers.schema.ts";
import { ClientRef } from "../http/idempotency.ts";
import { queryNumber } from "../http/query.ts";
import { z } from "../http/zod.ts";

/** The most products that one cart, and so one order, can have. */
export const CART_LINES = 100;
export const SUBSTITUTES = 2;

/** One cart per customer. `version` counts its changes, so that a checkout can name what it has seen. */
export const carts = sqliteTable("carts", {
  customerId: text("customer_id")
    .primaryKey()
    .references(() => customers.id),
  version: integer().notNull(),
  createdAt: text("created_at").notNull(),
  updatedAt: text("updated_at").notNull(),
});

export const cartItems = sqliteTable(
  "cart_items",
  {
    id: integer().primaryKey(),
    customerId: text("customer_id")
      .notNull()
      .references(() => carts.customerId),
    productCode: text("product_code")
      .notNull()
      .references(() => products.product_code),
    quantity: integer().notNull(),
    riskScore: real("risk_score"),
    createdAt: text("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("cart_items_product").on(t.customerId, t.productCode),
    check("cart_items_quantity", sql`${t.quantity} between 1 and 100000`),
  ],
);

export const cartItemSubstitutes = sqliteTable(
  "cart_item_substitutes",
  {
    id: integer().primaryKey(),
    cartItemId: integer("cart_item_id")
      .notNull()
      .references(() => cartItems.id, { onDelete: "cascade" }),
    productCode: text("product_code")
      .notNull()
      .references(() => products.product_code),
    priority: integer().notNull(),
  },
  (t) => [
    unique("cart_item_substitutes_priority").on(t.cartItemId, t.priority),
    check("cart_item_substitutes_rank", sql`${t.priority} in (1, 2)`),
  ],
);

const Quantity = z
  .number({ error: "must be a whole number from 1" })
  .int({ error: "must be a whole number" })
  .min(1)
  .max(LARGEST_QUANTITY)
  .openapi({ description: "Sales units, a multiple of the lot size.", example: 10 });

export const NewCartItem = z
  .object({
    product_code: ProductCode,
    quantity: Quantity,
    substitutes: z
      .array(
        z.object({
          substitute_product_code: ProductCode,
          priority: z.int().openapi({ description: "1 is taken first, then 2." }),
        }),
      )
      .max(20)
      .default([])
      .openapi({ description: "Up to two products to deliver instead. None keeps those chosen." }),
    client_ref: ClientRef,
  })
  .openapi("NewCartItem");
export type NewCartItem = z.infer<typeof NewCartItem>;

export const NewQuantity = z.object({ quantity: Quantity }).openapi("NewQuantity");

export const CartItemPath = z.object({
  cart_item_id: queryNumber(z.int().min(1)).openapi({
    type: "integer",
    description: "The number of the cart item.",
  }),
});

const SubstituteProduct = Product.pick({
  product_code: true,
  product_name: true,
  category: true,
  price: true,
});

export const CartItem = z
  .object({
    cart_item_id: z.int().openapi({ description: "The number of the item." }),
    product_code: z.string().openapi({ description: "The product's code." }),
    quantity: z.int().openapi({ description: "Sales units." }),
    risk_score: z.number().nullable().openapi({ description: "Risk of a shortage, 0 to 1." }),
    product: Product.openapi({ description: "The product." }),
    substitutes: z
      .array(
        z.object({
          substitute_id: z.int().openapi({ description: "The number of the substitute." }),
          substitute_product_code: z.string().openapi({ description: "Its product code." }),
          priority: z.int().openapi({ description: "1 is taken first." }),
          substitute_product: SubstituteProduct.openapi({ description: "The product." }),
        }),
      )
      .openapi({ description: "What may be delivered instead, by priority." }),
    created_at: z.iso.datetime().openapi({ description: "When it was put in." }),
  })
  .openapi("CartItem");
export type CartItem = z.infer<typeof CartItem>;

export const Cart = z
  .object({
    cart_id: z.string().openapi({ description: "The cart's id." }),
    customer_id: z.string().openapi({ description: "Whose it is." }),
    version: z.int().openapi({ description: "Counts its changes; see `cart_version` of orders." }),
    items: z.array(CartItem).openapi({ description: "What is in it, the oldest first." }),
    created_at: z.iso.datetime().openapi({ description: "Since when." }),
    updated_at: z.iso.datetime().openapi({ description: "When it last changed." }),
  })
  .openapi("Cart");
export type Cart = z.infer<typeof Cart>;
