import { applyRows, settleDraft } from "../../src/leads/apply-rows.ts";
import { judgeByRules } from "../../src/leads/judge-by-rules.ts";
import { leads } from "../../src/leads/leads.schema.ts";
import type { Facts } from "../../src/leads/source-rows.ts";
import { query, type Statement } from "../../src/db/query.ts";
import { seededRandom, type Random } from "./random.ts";

const DAYS = 30;
const DAY_MS = 86_400_000;

const firstNames = "Anna Ben Clara David Emma Felix Greta Hannes Ida Jonas Karla Leon".split(" ");
const lastNames = "Albrecht Becker Conrad Dietrich Engel Fischer Graf Hoffmann Jäger König".split(
  " ",
);
const companies = "Albatros GmbH,Bergmann & Söhne,Cafe Central,Druckhaus Nord,Elbkontor".split(",");

/** What a sales person writes into a status column and beside it. */
const stories = [
  ["Angebot", "Hat Demo gesehen, wartet auf Angebot"],
  ["heiß", "Will nächste Woche entscheiden"],
  ["interessiert", "Fragt nach Referenzen"],
  ["in Kontakt", "Termin folgt"],
  ["Neukunde", "Vertrag unterschrieben"],
  ["Bestandskunde", "Zufrieden, verlängert im Herbst"],
  ["kein Interesse am Deal", "Hat sich für die Konkurrenz entschieden"],
  ["inaktiv", "Keine Rückmeldung seit Wochen"],
  ["offen", "Visitenkarte von der Messe"],
  [null, null],
] as const;

/** Thirty days of leads, judged by the same rules as an import, the same every time but for the dates. */
export function demoLeads(now: Date): Statement[] {
  const random = seededRandom(2024);
  const days = Array.from({ length: DAYS }, (_, i) => DAYS - i);
  const rows = days.flatMap((daysAgo) =>
    Array.from({ length: random.between(1, 3) }, () => leadOf(random, now, daysAgo)),
  );
  return [query.insert(leads).values(rows)];
}

function leadOf(random: Random, now: Date, daysAgo: number) {
  const createdAt = new Date(now.getTime() - daysAgo * DAY_MS + random.between(0, DAY_MS - 1));
  const facts = factsOf(random, now, daysAgo);
  const rows = [{ row: 1, rows: 1, facts }];
  const [draft] = applyRows(rows, [], { id: "", now: createdAt }).drafts;
  if (!draft) throw new Error("A demo lead has a name, so it is one.");
  const { status, reason, plan } = judgeByRules(facts, now);
  settleDraft(draft, { status, reason, plan, by: "rules", lastContact: null });
  return { ...draft.lead, importBatchId: null, source: "demo" };
}

function factsOf(random: Random, now: Date, daysAgo: number): Facts {
  const [first, last] = [random.pick(firstNames), random.pick(lastNames)];
  const [status, notes] = random.pick(stories);
  const isKnown = status !== null && random.next() < 0.8;
  const contact = new Date(now.getTime() - random.between(0, daysAgo) * DAY_MS);
  const serial = random.between(1_000_000, 9_999_999);
  return {
    name: `${first} ${last}`,
    email: `${first}.${last}.${serial}@example.com`
      .toLowerCase()
      .replace("ä", "ae")
      .replace("ö", "oe"),
    phone: `+49170${serial}`,
    company: random.next() < 0.7 ? random.pick(companies) : null,
    status,
    notes,
    lastContact: isKnown ? `${contact.toISOString().slice(0, 10)}T00:00:00.000Z` : null,
    dealCents: random.next() < 0.6 ? random.between(5, 250) * 10_000 : null,
    tags: random.next() < 0.4 ? [random.pick(["Messe", "Empfehlung", "Website"])] : null,
  };
}
