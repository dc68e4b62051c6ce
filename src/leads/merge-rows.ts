import type { Facts, SourceRow } from "./source-rows.ts";

/** A contact of a file: everything that its rows say, under the number of the first of them. */
export type MergedRow = SourceRow & { rows: number };

/** What tells leads apart: see keysOf(). */
export type Keys = { email: string | null; phone: string | null; name: string | null };

/**
 * What a lead is known by: its e-mail address, else the digits of its phone number, and if it has
 * neither, its name and company.
 */
export function keysOf(facts: Pick<Facts, "email" | "phone" | "name" | "company">): Keys {
  const phone = facts.phone === null ? null : facts.phone.replaceAll(/[^\d+]/g, "");
  const hasContact = facts.email !== null || facts.phone !== null;
  const name = hasContact || facts.name === null ? null : nameKey(facts.name, facts.company);
  return { email: facts.email, phone, name };
}

/** Rows about the same lead become one; what a later row gives counts, blanks never do. */
export function mergeRows(rows: readonly SourceRow[]): MergedRow[] {
  const merged: MergedRow[] = [];
  const index = new KeyIndex<MergedRow>();
  for (const { row, facts } of rows) {
    const same = index.find(keysOf(facts), (found) => found.facts.email);
    if (same) {
      same.facts = mergeFacts(same.facts, facts);
      same.rows += 1;
      index.add(same, keysOf(same.facts));
    } else {
      const own: MergedRow = { row, facts, rows: 1 };
      merged.push(own);
      index.add(own, keysOf(facts));
    }
  }
  return merged;
}

/** Finds by e-mail, then by phone, then by name; a phone is not enough if the e-mails differ. */
export class KeyIndex<T extends object> {
  readonly #emails = new Map<string, T>();
  readonly #phones = new Map<string, T[]>();
  readonly #names = new Map<string, T>();

  add(entry: T, { email, phone, name }: Keys): void {
    if (email !== null) this.#emails.set(email, entry);
    if (name !== null) this.#names.set(name, entry);
    if (phone === null) return;
    const known = this.#phones.get(phone) ?? [];
    if (!known.includes(entry)) this.#phones.set(phone, [...known, entry]);
  }

  find({ email, phone, name }: Keys, emailOf: (entry: T) => string | null): T | null {
    const byEmail = email === null ? undefined : this.#emails.get(email);
    if (byEmail) return byEmail;
    if (phone === null) return (name === null ? undefined : this.#names.get(name)) ?? null;
    const byPhone = this.#phones.get(phone) ?? [];
    if (email === null) return byPhone[0] ?? null;
    return byPhone.find((entry) => emailOf(entry) === null) ?? null;
  }
}

function mergeFacts(earlier: Facts, later: Facts): Facts {
  const tags = [...new Set([...(earlier.tags ?? []), ...(later.tags ?? [])])].toSorted();
  return {
    name: later.name ?? earlier.name,
    email: later.email ?? earlier.email,
    phone: later.phone ?? earlier.phone,
    company: later.company ?? earlier.company,
    status: later.status ?? earlier.status,
    notes: bothNotes(earlier.notes, later.notes),
    lastContact: later.lastContact ?? earlier.lastContact,
    dealCents: later.dealCents ?? earlier.dealCents,
    tags: tags.length > 0 ? tags : null,
  };
}

function bothNotes(earlier: string | null, later: string | null): string | null {
  if (earlier === null || later === null || earlier === later) return later ?? earlier;
  return `${earlier}\n${later}`.slice(0, 10_000);
}

function nameKey(name: string, company: string | null): string {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  return `${plain(name)}|${plain(company ?? "")}`;
}
