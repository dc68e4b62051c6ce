import { FOOD_VAT_BASIS_POINTS } from "../../src/catalog/product-values.ts";
import type { products, Zone } from "../../src/catalog/products.schema.ts";

type Product = typeof products.$inferInsert;

const LOADED_AT = "2026-01-02T06:00:00.000Z";

type Row = [
  name: string,
  finnish: string,
  cents: number,
  subCategory: string,
  shelfLifeDays: number,
  lot: number,
];

type Shelf = { category: string; code: string; zone: Zone; degrees: number; rows: Row[] };

/** The shelves besides the four products of the original's demo, which come first. */
const shelves: Shelf[] = [
  {
    category: "Dairy",
    code: "10",
    zone: "chilled",
    degrees: 4,
    rows: [
      ["Valio Milk 1L", "Valio maito 1 l", 150, "Milk", 10, 1],
      ["Valio Oat Drink 1L", "Valio kaurajuoma 1 l", 200, "Plant-based", 60, 1],
      ["Valio Semi-skimmed Milk 1L", "Valio kevytmaito 1 l", 145, "Milk", 10, 1],
      ["Valio Lactose-free Milk 1L", "Valio laktoositon maito 1 l", 189, "Milk", 12, 1],
      ["Valio Whipping Cream 2 dl", "Valio kuohukerma 2 dl", 165, "Cream", 14, 1],
      ["Valio Cooking Cream 1L", "Valio ruokakerma 1 l", 420, "Cream", 30, 1],
      ["Valio Natural Yoghurt 1kg", "Valio luonnonjogurtti 1 kg", 289, "Yoghurt", 21, 1],
      ["Valio Strawberry Yoghurt 1kg", "Valio mansikkajogurtti 1 kg", 319, "Yoghurt", 21, 1],
      ["Valio Butter 500g", "Valio voi 500 g", 520, "Butter", 90, 1],
      ["Oltermanni Cheese 900g", "Oltermanni juusto 900 g", 1050, "Cheese", 60, 1],
      ["Valio Mozzarella 150g", "Valio mozzarella 150 g", 179, "Cheese", 25, 1],
      ["Almond Drink 1L", "Mantelijuoma 1 l", 239, "Plant-based", 120, 1],
    ],
  },
  {
    category: "Bakery",
    code: "20",
    zone: "ambient",
    degrees: 18,
    rows: [
      ["Fresh Bread Loaf", "Tuore leipä", 350, "Bread", 4, 1],
      ["Rye Bread 500g", "Ruisleipä 500 g", 310, "Bread", 6, 1],
      ["Karelian Pasty 10 pcs", "Karjalanpiirakka 10 kpl", 540, "Pastry", 3, 1],
      ["Cinnamon Bun 12 pcs", "Korvapuusti 12 kpl", 790, "Pastry", 3, 1],
      ["Burger Bun 24 pcs", "Hampurilaissämpylä 24 kpl", 680, "Bread", 7, 1],
      ["Oat Crispbread 400g", "Kauranäkkileipä 400 g", 260, "Bread", 180, 1],
      ["Gluten-free Bread 300g", "Gluteeniton leipä 300 g", 430, "Bread", 10, 1],
    ],
  },
  {
    category: "Meat and fish",
    code: "30",
    zone: "frozen",
    degrees: -18,
    rows: [
      ["Frozen Chicken Breast", "Pakaste broilerin rintafilee", 800, "Poultry", 365, 1],
      ["Frozen Chicken Thigh 2kg", "Pakaste broilerin koipi 2 kg", 1190, "Poultry", 365, 1],
      ["Frozen Minced Beef 1kg", "Pakaste naudan jauheliha 1 kg", 1090, "Beef", 270, 1],
      ["Frozen Salmon Fillet 1kg", "Pakaste lohifilee 1 kg", 1890, "Fish", 240, 1],
      ["Frozen Cod Fillet 1kg", "Pakaste turskafilee 1 kg", 1550, "Fish", 240, 1],
      ["Frozen Meatballs 2kg", "Pakaste lihapullat 2 kg", 1280, "Beef", 300, 1],
    ],
  },
  {
    category: "Vegetables",
    code: "40",
    zone: "chilled",
    degrees: 5,
    rows: [
      ["Carrots 5kg", "Porkkana 5 kg", 590, "Roots", 21, 1],
      ["Potatoes 10kg", "Peruna 10 kg", 890, "Roots", 30, 1],
      ["Cucumber 12 pcs", "Kurkku 12 kpl", 1080, "Salad", 8, 1],
      ["Tomatoes 5kg", "Tomaatti 5 kg", 1390, "Salad", 7, 1],
      ["Iceberg Lettuce 6 pcs", "Jäävuorisalaatti 6 kpl", 840, "Salad", 6, 1],
      ["Onions 5kg", "Sipuli 5 kg", 520, "Roots", 45, 1],
    ],
  },
  {
    category: "Frozen",
    code: "50",
    zone: "frozen",
    degrees: -18,
    rows: [
      ["Frozen Peas 2.5kg", "Pakasteherneet 2,5 kg", 690, "Vegetables", 540, 1],
      ["Frozen French Fries 5kg", "Ranskalaiset 5 kg", 1150, "Potatoes", 540, 1],
      ["Vanilla Ice Cream 5L", "Vaniljajäätelö 5 l", 1690, "Ice cream", 540, 1],
      ["Oat Ice Cream 5L", "Kaurajäätelö 5 l", 1990, "Ice cream", 540, 1],
      ["Frozen Blueberries 1kg", "Pakastemustikka 1 kg", 980, "Berries", 540, 1],
    ],
  },
  {
    category: "Dry goods",
    code: "60",
    zone: "ambient",
    degrees: 20,
    rows: [
      ["Pasta Penne 5kg", "Penne 5 kg", 790, "Pasta", 720, 1],
      ["Basmati Rice 5kg", "Basmatiriisi 5 kg", 1290, "Rice", 720, 1],
      ["Rolled Oats 5kg", "Kaurahiutale 5 kg", 690, "Grain", 360, 1],
      ["Wheat Flour 10kg", "Vehnäjauho 10 kg", 840, "Grain", 300, 1],
      ["Rapeseed Oil 5L", "Rypsiöljy 5 l", 1490, "Oil", 360, 1],
      ["Filter Coffee 500g", "Suodatinkahvi 500 g", 720, "Coffee", 360, 6],
      ["Dark Roast Coffee 500g", "Tumma kahvi 500 g", 780, "Coffee", 360, 6],
    ],
  },
];

/** Forty-three products in six categories and all three zones. */
export const demoProducts: Product[] = shelves.flatMap(({ category, code, zone, degrees, rows }) =>
  rows.map(([name, finnish, cents, subCategory, shelfLifeDays, lot], i) => ({
    product_code: `SKU-${code}${String(i + 1).padStart(3, "0")}`,
    product_name: name,
    product_name_en: name,
    product_name_fi: finnish,
    category_code: code,
    category,
    sub_category: subCategory,
    vendor_name: name.startsWith("Valio") || name.startsWith("Oltermanni") ? "Valio" : "Aimo",
    country_of_origin: "Finland",
    temperature_condition: degrees,
    temperature_zone: zone,
    sales_unit: "pcs",
    base_unit: "pcs",
    allowed_lot_size: lot,
    shelf_life_days: shelfLifeDays,
    price_cents: cents,
    vat_basis_points: FOOD_VAT_BASIS_POINTS,
    created_at: LOADED_AT,
    updated_at: LOADED_AT,
  })),
);
