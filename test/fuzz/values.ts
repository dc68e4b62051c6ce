import { hostileNumbers, hostileTexts } from "./hostile.ts";
import type { Random } from "./random.ts";

/** What is read of a JSON schema. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  allOf?: Schema[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  format?: string;
};

/** Makes a value; `known` gives one that the desk has told under this name, or nothing. */
export type Draw = { random: Random; known: (name: string) => string | number | undefined };

/** A value with one thing about it: where, what, and how to make it. */
export type Variant = { about: string; make: (draw: Draw) => unknown };

/** Stands for a field that is left out. */
export const LEFT_OUT = Symbol("left out");

const DEEPEST = 5;

export function schemasOf(document: { components?: { schemas?: Record<string, unknown> } }) {
  const all: Record<string, unknown> = document.components?.schemas ?? {};

  /** The schema itself, with its reference followed and its parts joined. */
  function resolve(schema: Schema): Schema {
    if (schema.$ref) return resolve(all[schema.$ref.split("/").at(-1) ?? ""] as Schema);
    if (!schema.allOf) return schema;
    const { allOf, ...rest } = schema;
    const parts = [...allOf.map(resolve), rest];
    return parts.reduce((joined, part) => ({
      ...joined,
      ...part,
      properties: { ...joined.properties, ...part.properties },
      required: [...(joined.required ?? []), ...(part.required ?? [])],
    }));
  }

  /** A value that fits. */
  function fit(given: Schema, draw: Draw, name = "", depth = 0): unknown {
    const schema = resolve(given);
    const { random } = draw;
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return random.pick(schema.enum);
    if (schema.anyOf) return fit(random.pick(schema.anyOf), draw, name, depth);
    switch (typeOf(schema, random)) {
      case "object":
        return fitObject(schema, draw, depth);
      case "array": {
        const most = Math.min(schema.maxItems ?? 3, (schema.minItems ?? 0) + 3);
        const length = depth > DEEPEST ? 0 : random.int(schema.minItems ?? 0, most);
        return Array.from({ length }, () => fit(schema.items ?? {}, draw, name, depth + 1));
      }
      case "integer":
      case "number":
        return draw.known(name) ?? fitNumber(schema, random);
      case "boolean":
        return random.chance(0.5);
      case "null":
        return null;
      default:
        return (random.chance(0.9) ? draw.known(name) : undefined) ?? fitText(schema, random, name);
    }
  }

  function fitObject(schema: Schema, draw: Draw, depth: number): Record<string, unknown> {
    const required = new Set(schema.required);
    const chosen = Object.entries(schema.properties ?? {}).filter(
      ([name]) => required.has(name) || (depth <= DEEPEST && draw.random.chance(0.5)),
    );
    return Object.fromEntries(
      chosen.map(([name, property]) => [name, fit(property, draw, name, depth + 1)]),
    );
  }

  /** Every way to be just inside a bound or to break one rule, one at a time, at any depth. */
  function variants(given: Schema, depth = 0): Variant[] {
    const schema = resolve(given);
    if (schema.anyOf) return schema.anyOf.flatMap((part) => variants(part, depth));
    const own = [...wrongTypes(schema), ...bounds(schema)];
    if (depth > 3) return own;
    const required = new Set(schema.required);
    const ofProperties = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
      const lift = ({ about, make }: Variant): Variant => ({
        about: `${name}: ${about}`,
        make: (draw) => {
          const whole = fitObject(schema, draw, depth);
          const part = make(draw);
          const { [name]: _, ...others } = whole;
          return part === LEFT_OUT ? others : { ...others, [name]: part };
        },
      });
      const absent = required.has(name) ? [{ about: "left out", make: () => LEFT_OUT }] : [];
      return [...absent, ...variants(property, depth + 1)].map(lift);
    });
    const ofItems = schema.items
      ? variants(schema.items, depth + 1).map(({ about, make }) => ({
          about: `[0]: ${about}`,
          make: (draw: Draw) => [make(draw)],
        }))
      : [];
    return [...own, ...ofProperties, ...ofItems];
  }

  function bounds(schema: Schema): Variant[] {
    const { minLength, maxLength, minimum, maximum, minItems, maxItems } = schema;
    const made: Variant[] = [];
    const add = (about: string, make: Variant["make"]) => made.push({ about, make });
    for (const length of [minLength, maxLength]) {
      if (length === undefined) continue;
      for (const size of [length - 1, length, length + 1].filter((near) => near >= 0)) {
        add(`${size} characters`, () => "a".repeat(size));
        if (size > 1) add(`${size} wide characters`, () => "😀".repeat(size / 2));
      }
    }
    for (const bound of [minimum, maximum, schema.exclusiveMinimum]) {
      if (bound === undefined) continue;
      for (const value of [bound - 1, bound, bound + 1, bound + 0.5]) add(`${value}`, () => value);
    }
    for (const length of [minItems, maxItems]) {
      if (length === undefined) continue;
      for (const size of [length - 1, length, length + 1].filter((near) => near >= 0)) {
        add(`${size} items`, (draw) =>
          Array.from({ length: size }, () => fit(schema.items ?? {}, draw)),
        );
      }
    }
    if (schema.enum) add("a word that is none", () => "none-of-these");
    if (schema.enum) add("a word in capitals", () => String(schema.enum?.[0]).toUpperCase());
    if (schema.type === "object") {
      add("an unknown field", (draw) => ({ ...fitObject(schema, draw, 0), unknown_field: 1 }));
      add("a role", (draw) => ({
        ...fitObject(schema, draw, 0),
        ...{ role: "admin", is_admin: true, user_type: "admin", customer_id: "CUST-001", id: 1 },
      }));
    }
    if (isText(schema)) {
      for (const text of hostileTexts)
        add(`hostile ${JSON.stringify(text).slice(0, 40)}`, () => text);
    }
    if (schema.type === "integer" || schema.type === "number") {
      for (const value of hostileNumbers) add(`number ${value}`, () => value);
    }
    return made;
  }

  return { resolve, fit, variants };
}

function isText({ type, enum: words }: Schema): boolean {
  return (
    words === undefined && (type === "string" || (Array.isArray(type) && type.includes("string")))
  );
}

const ofEachType: Record<string, unknown> = {
  null: null,
  boolean: true,
  integer: 7,
  number: 1.5,
  string: "text",
  array: [{}],
  object: { a: { b: [] } },
};

function wrongTypes({ type, enum: words }: Schema): Variant[] {
  const right = new Set(type === undefined ? [] : [type].flat());
  if (right.size === 0 && !words) return [];
  if (right.has("number")) right.add("integer");
  return Object.entries(ofEachType)
    .filter(([name]) => !right.has(name))
    .map(([name, value]) => ({ about: `${name} instead`, make: () => value }));
}

function typeOf(schema: Schema, random: Random): string {
  if (Array.isArray(schema.type)) return random.pick(schema.type);
  return schema.type ?? (schema.properties ? "object" : "string");
}

function fitNumber(schema: Schema, random: Random): number {
  const least = schema.minimum ?? (schema.exclusiveMinimum ?? -1) + 1;
  const most = Math.min(schema.maximum ?? least + 100, least + 1_000);
  return random.int(least, most);
}

const words = ["Hej", "Lampa", "sönder", "Angebot", "delivery", "kaputt", "kiitos", "25", "?"];

function fitText(schema: Schema, random: Random, name: string): string {
  switch (schema.format) {
    case "email":
      return `u${random.int(0, 1e9)}@example.org`;
    case "date-time":
      return new Date(Date.now() + random.int(-5, 5) * 86_400_000).toISOString();
    case "date":
      return new Date(Date.now() + random.int(1, 9) * 86_400_000).toISOString().slice(0, 10);
    default:
  }
  if (/date/.test(name)) {
    return new Date(Date.now() + random.int(1, 9) * 86_400_000).toISOString().slice(0, 10);
  }
  if (/window|time/.test(name)) return `0${random.int(1, 9)}:30`;
  if (name === "status") return random.pick(["picking", "delivering", "delivered", "active"]);
  if (schema.pattern?.includes("\\d:")) return `0${random.int(1, 9)}:30`;
  if (schema.pattern?.startsWith("^turn_")) return `turn_${"a".repeat(20)}`;
  if (/code|id$|name|password/.test(name)) return `f${random.int(0, 1e9)}-${random.int(0, 1e9)}`;
  const length = random.int(1, 6);
  const text = Array.from({ length }, () => random.pick(words)).join(" ");
  return text.slice(0, Math.max(1, schema.maxLength ?? 200)).padEnd(schema.minLength ?? 1, "a");
}
