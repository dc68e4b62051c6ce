import { inArray } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { query } from "../db/query.ts";
import { z } from "../http/zod.ts";
import { ProductCode } from "./products.schema.ts";
import { readCsv } from "./read-csv.ts";
import { countStock } from "./stock-moves.ts";
import { inventory, NewStock, type ImportReport } from "./stock.schema.ts";

const ERRORS_SHOWN = 100;

const Row = z.object({ product_code: ProductCode, quantity: NewStock.shape.quantity });

/**
 * Sets stock from a CSV file with the columns product_code and quantity, in one batch. Unknown codes and rows that
 * are no quantities are reported and skipped; `stock-reserved` if more of any product is promised: then
 * nothing is taken.
 */
export async function importStock(ctx: Ctx, text: string): Promise<ImportReport> {
  const rows = await readCsv(text);
  const parsed = rows.map(({ line, cells }) => {
    const quantity = /^\d{1,9}$/.test(cells["quantity"] ?? "") ? Number(cells["quantity"]) : null;
    return { line, row: Row.safeParse({ product_code: cells["product_code"], quantity }) };
  });
  const codes = parsed.flatMap(({ row }) => (row.success ? [row.data.product_code] : []));
  const [known] = await ctx.db.read([
    query
      .select({ code: inventory.productCode })
      .from(inventory)
      .where(inArray(inventory.productCode, codes)),
  ]);
  const knownCodes = new Set(known.map(({ code }) => code));
  const errors: ImportReport["errors"] = [];
  const statements = parsed.flatMap(({ line, row }) => {
    if (!row.success) {
      const [issue] = row.error.issues;
      errors.push({ row: line, error: `${issue?.path.join(".")}: ${issue?.message}` });
      return [];
    }
    const { product_code, quantity } = row.data;
    if (knownCodes.has(product_code)) return [countStock(ctx, product_code, quantity, "receipt")];
    errors.push({ row: line, error: "product_code: no such product" });
    return [];
  });
  const [first, ...others] = statements;
  if (first) await ctx.db.write([first, ...others], { repeatable: true });
  return {
    total_rows: rows.length,
    imported: statements.length,
    errors: errors.slice(0, ERRORS_SHOWN),
  };
}
