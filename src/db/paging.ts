/** The part of a list that a caller asks for. */
export type Paging = { skip?: number | undefined; limit?: number | undefined };

export type Page<Item> = { items: Item[]; total: number; skip: number; limit: number };

const DEFAULT_LIMIT = 100;

/** What to read from the database for a part of a list. */
export function bounds({ skip = 0, limit = DEFAULT_LIMIT }: Paging) {
  return { skip, limit };
}

/** A list as it was asked for: in an envelope with `skip` or `limit`, without either a bare array. */
export function paged<Item>(paging: Paging, items: Item[], total: number): Item[] | Page<Item> {
  const isBare = paging.skip === undefined && paging.limit === undefined;
  return isBare ? items : { items, total, ...bounds(paging) };
}
