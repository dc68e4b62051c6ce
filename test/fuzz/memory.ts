import type { Answered } from "./judge.ts";
import type { Random } from "./random.ts";
import type { Target } from "./requests.ts";
import type { Draw } from "./values.ts";

const KEPT_OF_EACH = 60;
const LONGEST_READ = 100_000;

/** What things are called where they are asked for, and where they are told of. */
const otherNames: Record<string, string> = {
  quote_token: "token",
  substitute_product_code: "product_code",
  import_id: "imports",
  lead_id: "leads",
  booking_reference: "booking_id",
};

/** What names a thing, by its own name. */
const telling = /^(.*_id|product_code|quote_token|version|id)$/;

/** The ids that the desk has told, so that later requests are about things that are there: anybody's. */
export class Memory implements Draw {
  readonly random: Random;
  readonly #ids = new Map<string, (string | number)[]>();

  constructor(random: Random, expendableUsers: string[]) {
    this.random = random;
    this.#ids.set("user_id", expendableUsers);
    this.#ids.set("booking_id", ["BK-2024-001234"]);
    this.#ids.set("folder", ["claims"]);
  }

  known(name: string): string | number | undefined {
    const ids = this.#ids.get(otherNames[name] ?? name);
    return ids && ids.length > 0 ? this.random.pick(ids) : undefined;
  }

  learn({ operation }: Target, { status, headers, body }: Answered): void {
    const isJson = String(headers["content-type"]).startsWith("application/json");
    if (status >= 300 || !isJson || body === "" || body.length > LONGEST_READ) return;
    this.#read(JSON.parse(body), operation.path);
  }

  #read(value: unknown, path: string): void {
    if (Array.isArray(value)) {
      for (const item of value.slice(0, 5)) this.#read(item, path);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    for (const [name, field] of Object.entries(value)) {
      const isId = typeof field === "string" || typeof field === "number";
      if (isId && telling.test(name)) this.#keep(nameOf(name, path), field);
      else if (typeof field === "object") this.#read(field, path);
    }
  }

  #keep(name: string, id: string | number): void {
    if (name === "user_id") return;
    const ids = this.#ids.get(name) ?? [];
    if (!ids.includes(id)) ids.push(id);
    if (ids.length > KEPT_OF_EACH) ids.shift();
    this.#ids.set(name, ids);
  }
}

/** A bare `id` is one of what its path lists. */
function nameOf(name: string, path: string): string {
  if (name !== "id") return otherNames[name] ?? name;
  if (/logs/.test(path)) return "log_id";
  if (/conversations/.test(path)) return "conversation_id";
  if (/unanswered/.test(path)) return "question_id";
  if (/knowledge/.test(path)) return "entry_id";
  return path.startsWith("/import") ? "imports" : (path.split("/")[1] ?? name);
}
