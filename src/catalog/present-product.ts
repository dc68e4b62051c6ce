import { kronor } from "../db/money.ts";
import type { Product, products } from "./products.schema.ts";

type Row = typeof products.$inferSelect;

/** A product as it is shown: money in euros, VAT in percent, no bookkeeping. */
export function presentProduct(row: Row): Product {
  const { id: _id, price_cents, vat_basis_points, deleted_at: _deleted, ...shown } = row;
  return { ...shown, price: kronor(price_cents), vat_rate: vat_basis_points / 100 };
}
