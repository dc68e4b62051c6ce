/** What is compared of two products. */
export type Comparable = {
  product_name: string;
  product_name_en: string | null;
  product_name_fi: string | null;
  sub_category: string | null;
  vendor_name: string | null;
  labels: string | null;
  price_cents: number;
};

/** How alike two products of one category and zone are, 0 to 1: kind, words, price and maker. */
export function similarity(a: Comparable, b: Comparable): number {
  const kind = a.sub_category !== null && a.sub_category === b.sub_category ? 1 : 0;
  const maker = a.vendor_name !== null && a.vendor_name === b.vendor_name ? 1 : 0;
  return 0.45 * kind + 0.3 * sharedWords(a, b) + 0.2 * priceLikeness(a, b) + 0.05 * maker;
}

function sharedWords(a: Comparable, b: Comparable): number {
  const [mine, theirs] = [wordsOf(a), wordsOf(b)];
  const shared = [...mine].filter((word) => theirs.has(word)).length;
  const all = mine.size + theirs.size - shared;
  return all === 0 ? 0 : shared / all;
}

function wordsOf(product: Comparable): Set<string> {
  const { product_name, product_name_en, product_name_fi, labels } = product;
  const text = [product_name, product_name_en, product_name_fi, labels].join(" ").toLowerCase();
  return new Set(text.match(/\p{L}{3,}/gu) ?? []);
}

/** 1 for the same price, 0 for one that is twice as high or more. */
function priceLikeness(a: Comparable, b: Comparable): number {
  const high = Math.max(a.price_cents, b.price_cents);
  const low = Math.min(a.price_cents, b.price_cents);
  return high === 0 ? 1 : Math.max(0, 1 - (2 * (high - low)) / high);
}
