import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { centsOf } from "../db/money.ts";
import { query, type Statement } from "../db/query.ts";
import { FOOD_VAT_BASIS_POINTS, productValues } from "./product-values.ts";
import { NewProduct, products } from "./products.schema.ts";
import { readCsv, type CsvRow } from "./read-csv.ts";
import type { ImportReport } from "./stock.schema.ts";

const ERRORS_SHOWN = 100;

/** Columns whose cells are numbers; a comma may be the decimal point. */
const numeric = new Set([
  "price",
  "vat_rate",
  "temperature_condition",
  "allowed_lot_size",
  "energy_kj",
  "protein",
  "carbohydrates",
  "fat",
  "sugar",
  "salt",
  "shelf_life_days",
  "lead_time_days",
]);

/**
 * Takes products from a CSV file whose header names the fields of a product, in one batch. Known codes are
 * updated with the cells that are not empty. Rows that are not products are reported and skipped.
 */
export async function importProducts(ctx: Ctx, text: string): Promise<ImportReport> {
  const rows = await readCsv(text);
  const errors: ImportReport["errors"] = [];
  const statements = rows.flatMap((row) => {
    const parsed = NewProduct.safeParse(valuesOf(row));
    if (parsed.success) return [upsert(ctx, parsed.data)];
    const [issue] = parsed.error.issues;
    errors.push({ row: row.line, error: `${issue?.path.join(".")}: ${issue?.message}` });
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

function valuesOf({ cells }: CsvRow): Record<string, unknown> {
  const given = Object.entries(cells).filter(([, cell]) => cell !== "");
  return Object.fromEntries(
    given.map(([name, cell]) => [name, numeric.has(name) ? Number(cell.replace(",", ".")) : cell]),
  );
}

function upsert(ctx: Ctx, input: NewProduct): Statement {
  const now = ctx.now.toISOString();
  const given = { ...productValues(input), updated_at: now, deleted_at: null };
  return query
    .insert(products)
    .values({
      vat_basis_points: FOOD_VAT_BASIS_POINTS,
      ...given,
      product_code: input.product_code,
      product_name: input.product_name,
      price_cents: centsOf(input.price) ?? 0,
      created_at: now,
    })
    .onConflictDoUpdate({ target: products.product_code, set: given, setWhere: sql`1` });
}
