import { eq, sql } from "drizzle-orm";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { beforeAll, expect, test } from "vitest";
import { ConstraintError } from "../../src/db/failures.ts";
import { changedOneRow, guard } from "../../src/db/guard.ts";
import { query } from "../../src/db/query.ts";
import { precondition } from "../../src/db/system.tables.ts";
import { ProblemError } from "../../src/problems.ts";
import { database } from "../support/desk.ts";

const stock = sqliteTable("test_stock", { sku: text().primaryKey(), units: integer().notNull() });
const sales = sqliteTable("test_sales", { id: integer().primaryKey(), sku: text().notNull() });

beforeAll(async () => {
  await database.write([
    query.run(sql`drop table if exists test_stock`),
    query.run(sql`drop table if exists test_sales`),
    query.run(
      sql`create table test_stock (sku text primary key, units integer not null,
        constraint test_stock_units check (units >= 0)) strict`,
    ),
    query.run(sql`create table test_sales (id integer primary key, sku text not null) strict`),
  ]);
});

async function unitsOf(sku: string) {
  const [[row], sold] = await database.read([
    query.select({ units: stock.units }).from(stock).where(eq(stock.sku, sku)),
    query.select().from(sales).where(eq(sales.sku, sku)),
  ]);
  return { units: row?.units, sold: sold.length };
}

test("200 parallel guarded decrements of a stock of 50 are exactly 50 sales and nothing negative", async () => {
  await database.write([query.insert(stock).values({ sku: "chair", units: 50 })]);
  const sell = () =>
    database.write([
      guard("not-found", sql`(select units from test_stock where sku = 'chair') >= 1`),
      query
        .update(stock)
        .set({ units: sql`${stock.units} - 1` })
        .where(eq(stock.sku, "chair")),
      query.insert(sales).values({ sku: "chair" }),
    ]);
  const outcomes = await Promise.allSettled(Array.from({ length: 200 }, sell));
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  expect(outcomes.length - refused.length).toBe(50);
  for (const { reason } of refused) {
    expect(reason).toBeInstanceOf(ProblemError);
    expect(reason.code).toBe("not-found");
  }
  expect(await unitsOf("chair")).toEqual({ units: 0, sold: 50 });
});

test("a failed guard names its own code, leaves nothing behind, and keeps no row", async () => {
  await database.write([query.insert(stock).values({ sku: "table", units: 3 })]);
  const batch = database.write([
    query.update(stock).set({ units: 99 }).where(eq(stock.sku, "table")),
    guard("validation-failed", sql`1 = 1`),
    query.insert(sales).values({ sku: "table" }),
    guard("forbidden", sql`(select units from test_stock where sku = 'table') = 0`),
    guard("not-found", sql`0 = 1`),
  ]);
  await expect(batch).rejects.toMatchObject({ code: "forbidden" });
  expect(await unitsOf("table")).toEqual({ units: 3, sold: 0 });
  const [kept] = await database.read([query.select().from(precondition)]);
  expect(kept).toEqual([]);
});

test("a condition that is neither true nor false counts as false", async () => {
  const batch = database.write([
    guard("not-found", sql`(select units from test_stock where sku = 'ghost') > 0`),
  ]);
  await expect(batch).rejects.toMatchObject({ code: "not-found" });
});

test("an update that hits no row can be made to abort its batch", async () => {
  const sellGhost = database.write([
    query.update(stock).set({ units: 1 }).where(eq(stock.sku, "ghost")),
    guard("not-found", changedOneRow),
    query.insert(sales).values({ sku: "ghost" }),
  ]);
  await expect(sellGhost).rejects.toMatchObject({ code: "not-found" });
  expect((await unitsOf("ghost")).sold).toBe(0);
});

test("a named constraint is reported by its name, a unique one by its columns", async () => {
  await database.write([query.insert(stock).values({ sku: "lamp", units: 1 })]);
  const negative = database.write([query.update(stock).set({ units: -1 })]);
  await expect(negative).rejects.toEqual(new ConstraintError("test_stock_units"));
  const twice = database.write([query.insert(stock).values({ sku: "lamp", units: 2 })]);
  await expect(twice).rejects.toEqual(new ConstraintError("test_stock.sku"));
});

test("whole numbers are stored as integers, and every table refuses anything else", async () => {
  const [types, lax] = await database.read([
    query.all<{ type: string }>(sql`select typeof(${7}) as type union all select typeof(${7.5})`),
    query.all<{ name: string }>(
      sql`select name from pragma_table_list
        where schema = 'main' and type = 'table' and strict = 0
        and name not like 'sqlite_%' and name not like 'libsql_%' and name not like '_litestream%'`,
    ),
  ]);
  expect(types.map(({ type }) => type).toSorted()).toEqual(["integer", "real"]);
  expect(lax).toEqual([]);
});

test("statements outside a batch are refused", async () => {
  const alone = (async () => query.select().from(stock))();
  await expect(alone).rejects.toMatchObject({ cause: { message: expect.stringMatching(/batch/) } });
});
