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
import { oneOf } from "../db/columns.ts";
import { centsOf } from "../db/money.ts";
import { pageWithMore, paging } from "../http/paging.ts";
import { queryNumber } from "../http/query.ts";
import { optional, plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";

export const zones = ["frozen", "chilled", "ambient"] as const;
export type Zone = (typeof zones)[number];

/** The largest number of sales units that one line or one count may have. */
export const LARGEST_QUANTITY = 100_000;

const MONEY_LIMIT = 1_000_000;

/** What can be ordered. A deleted product stays, because orders and invoices refer to it. */
export const products = sqliteTable(
  "products",
  {
    /** What the search index knows it by. */
    id: integer().primaryKey(),
    product_code: text().notNull(),
    gtin: text(),
    product_name: text().notNull(),
    product_name_en: text(),
    product_name_fi: text(),
    category_code: text(),
    category: text(),
    sub_category: text(),
    vendor_name: text(),
    country_of_origin: text(),
    temperature_condition: real(),
    temperature_zone: text({ enum: zones }).notNull().default("ambient"),
    sales_unit: text(),
    base_unit: text(),
    allowed_lot_size: integer().notNull().default(1),
    marketing_text: text(),
    ingredients: text(),
    storage_instructions: text(),
    allergens: text(),
    labels: text(),
    energy_kj: real(),
    protein: real(),
    carbohydrates: real(),
    fat: real(),
    sugar: real(),
    salt: real(),
    shelf_life_days: integer(),
    lead_time_days: integer().notNull().default(2),
    unit_size: text(),
    unit_type: text(),
    price_cents: integer().notNull(),
    vat_basis_points: integer().notNull(),
    created_at: text().notNull(),
    updated_at: text().notNull(),
    deleted_at: text(),
  },
  (t) => [
    uniqueIndex("products_code").on(t.product_code),
    index("products_by_name").on(t.product_name),
    index("products_by_category").on(t.category, t.temperature_zone),
    check("products_zone", oneOf(t.temperature_zone, zones)),
    check("products_lot_size", sql`${t.allowed_lot_size} between 1 and 100000`),
    check("products_price", sql`${t.price_cents} between 0 and 100000000`),
    check("products_vat", sql`${t.vat_basis_points} between 0 and 10000`),
    check(
      "products_days",
      sql`${t.lead_time_days} >= 0 and coalesce(${t.shelf_life_days}, 0) >= 0`,
    ),
  ],
);

export const ProductCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, {
    error: "is letters, digits, dots, hyphens and underscores, at most 40",
  })
  .openapi({ description: "The product's code.", example: "SKU-10001" });

export const ProductPath = z.object({ product_code: ProductCode });

/** An amount of euros with at most two decimals, as cents inside. */
export const Euros = z
  .number()
  .min(0)
  .max(MONEY_LIMIT)
  .refine((euros) => centsOf(euros) !== null, { error: "has at most two decimals" });

const note = (maxLength: number, description: string) =>
  optional(plainText(maxLength)).openapi({ type: "string", maxLength, description });
const measure = (description: string) =>
  optional(z.number().min(0).max(MONEY_LIMIT)).openapi({ type: "number", minimum: 0, description });
const wholeDays = (description: string) =>
  optional(z.int().min(0).max(3650)).openapi({ type: "integer", minimum: 0, description });

/** What may be said about a product besides its code; all of it may be left out of a change. */
const described = {
  gtin: note(20, "Global trade item number."),
  product_name_en: note(200, "Name in English."),
  product_name_fi: note(200, "Name in Finnish."),
  category_code: note(40, "Code of the category."),
  category: note(100, "Category."),
  sub_category: note(100, "Category within the category."),
  vendor_name: note(200, "Who makes it."),
  country_of_origin: note(100, "Where it comes from."),
  temperature_condition: optional(z.number().min(-60).max(60)).openapi({
    type: "number",
    description: "Storage temperature in °C. Without a zone it decides: ≤ 3 frozen, ≤ 6 chilled.",
  }),
  temperature_zone: optional(z.enum(zones)).openapi({
    type: "string",
    enum: [...zones],
    description: "How it is stored and carried.",
  }),
  sales_unit: note(40, "What is counted when it is sold."),
  base_unit: note(40, "What is in a sales unit."),
  allowed_lot_size: optional(z.int().min(1).max(LARGEST_QUANTITY)).openapi({
    type: "integer",
    minimum: 1,
    description: "Quantities are multiples of it.",
  }),
  marketing_text: note(4000, "What is said to sell it."),
  ingredients: note(4000, "What is in it."),
  storage_instructions: note(2000, "How to keep it."),
  allergens: note(1000, "What one may be allergic to."),
  labels: note(1000, "Labels, such as organic."),
  energy_kj: measure("Energy in kJ per 100 g."),
  protein: measure("Protein in g per 100 g."),
  carbohydrates: measure("Carbohydrates in g per 100 g."),
  fat: measure("Fat in g per 100 g."),
  sugar: measure("Sugar in g per 100 g."),
  salt: measure("Salt in g per 100 g."),
  shelf_life_days: wholeDays("How long it keeps."),
  lead_time_days: wholeDays("How long new stock takes to come."),
  unit_size: optional(
    z.union([plainText(40), z.number().min(0).max(MONEY_LIMIT).transform(String)]),
  ).openapi({ type: "string", maxLength: 40, description: "Size of a unit." }),
  unit_type: note(40, "What the size is measured in."),
  vat_rate: optional(z.number().min(0).max(100)).openapi({
    type: "number",
    minimum: 0,
    maximum: 100,
    description: "VAT in percent; food is 13.5.",
  }),
};

const Name = plainText(200).openapi({ description: "The product's name." });
const Price = Euros.openapi({ description: "Net price of a sales unit in euros.", example: 1.5 });

export const NewProduct = z
  .object({ product_code: ProductCode, product_name: Name, price: Price, ...described })
  .openapi("NewProduct");
export type NewProduct = z.infer<typeof NewProduct>;

export const ProductChange = z
  .object({ product_name: Name.optional(), price: Price.optional(), ...described })
  .openapi("ProductChange");
export type ProductChange = z.infer<typeof ProductChange>;

const words = (description: string) => z.string().nullable().openapi({ description });
const figure = (description: string) => z.number().nullable().openapi({ description });

export const Product = z
  .object({
    product_code: z.string().openapi({ description: "The product's code." }),
    gtin: words("Global trade item number."),
    product_name: z.string().openapi({ description: "The product's name." }),
    product_name_en: words("Name in English."),
    product_name_fi: words("Name in Finnish."),
    category_code: words("Code of the category."),
    category: words("Category."),
    sub_category: words("Category within the category."),
    vendor_name: words("Who makes it."),
    country_of_origin: words("Where it comes from."),
    temperature_condition: figure("Storage temperature in °C."),
    temperature_zone: z.enum(zones).openapi({ description: "How it is stored and carried." }),
    sales_unit: words("What is counted when it is sold."),
    base_unit: words("What is in a sales unit."),
    allowed_lot_size: z.int().openapi({ description: "Quantities are multiples of it." }),
    marketing_text: words("What is said to sell it."),
    ingredients: words("What is in it."),
    storage_instructions: words("How to keep it."),
    allergens: words("What one may be allergic to."),
    labels: words("Labels, such as organic."),
    energy_kj: figure("Energy in kJ per 100 g."),
    protein: figure("Protein in g per 100 g."),
    carbohydrates: figure("Carbohydrates in g per 100 g."),
    fat: figure("Fat in g per 100 g."),
    sugar: figure("Sugar in g per 100 g."),
    salt: figure("Salt in g per 100 g."),
    shelf_life_days: z.int().nullable().openapi({ description: "How long it keeps." }),
    lead_time_days: z.int().openapi({ description: "How long new stock takes to come." }),
    unit_size: words("Size of a unit."),
    unit_type: words("What the size is measured in."),
    price: z.number().openapi({ description: "Net price of a sales unit in euros." }),
    vat_rate: z.number().openapi({ description: "VAT in percent." }),
    created_at: z.iso.datetime().openapi({ description: "Since when it is sold." }),
    updated_at: z.iso.datetime().openapi({ description: "When it was last changed." }),
  })
  .openapi("Product");
export type Product = z.infer<typeof Product>;

const filter = (description: string) => plainText(100).optional().openapi({ description });

export const ProductQuery = z.object({
  ...paging(20, 100),
  category: filter("Only this category."),
  sub_category: filter("Only this category within the category."),
  search: filter("Words of a name, the code, the GTIN or the ingredients."),
  temperature_zone: z.enum(zones).optional().openapi({ description: "Only this zone." }),
});
export type ProductQuery = z.infer<typeof ProductQuery>;

export const ProductPage = pageWithMore(Product).openapi("ProductPage");
export type ProductPage = z.infer<typeof ProductPage>;

export const ProductList = z.array(Product).openapi("ProductList");

export const Categories = z
  .array(
    z.object({
      category: z.string().openapi({ description: "The category." }),
      sub_categories: z.array(z.string()).openapi({ description: "What it is divided into." }),
      product_count: z.int().openapi({ description: "How many products are in it." }),
    }),
  )
  .openapi("Categories");
export type Categories = z.infer<typeof Categories>;

export const SimilarQuery = z.object({
  limit: queryNumber(z.int().min(1).max(50)).default(10).openapi({
    type: "integer",
    default: 10,
    maximum: 50,
    description: "How many to show.",
  }),
});
