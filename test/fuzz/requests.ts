import { gzipSync } from "node:zlib";
import { document, operations } from "../support/contract.ts";
import { png } from "../support/pictures.ts";
import { hostileJson, hostileSegments, hostileTexts, wrongContentTypes } from "./hostile.ts";
import type { Random } from "./random.ts";
import { schemasOf, type Draw, type Schema, type Variant } from "./values.ts";

export type Named = (typeof operations)[number];

/** A request as it goes over the wire, and what about it is tried. */
export type Attempt = {
  /** Null if it is not meant to reach an operation of the contract. */
  operation: Named | null;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
  about: string;
};

type Parts = {
  path: Record<string, unknown>;
  query: Record<string, unknown>;
  headers: Record<string, unknown>;
  body: unknown;
};

type Place = { in: string; name: string; isRequired: boolean; schema: Schema };

const { fit, variants, resolve } = schemasOf(document);

/** What is asked of an operation, ready to be drawn from. */
export type Target = {
  operation: Named;
  id: string;
  places: Place[];
  bodies: { mediaType: string; schema: Schema }[];
  /** Every single rule broken or met at its bound, with the place where. */
  cases: { place: Place | "body"; variant: Variant }[];
};

export const targets: Target[] = operations.map((operation) => {
  const { parameters = [], requestBody, operationId = "" } = operation.operation;
  const places = parameters.map((parameter) => ({
    in: parameter.in,
    name: parameter.name,
    isRequired: parameter.required ?? false,
    schema: resolve(parameter.schema as Schema),
  }));
  const bodies = Object.entries(requestBody?.content ?? {}).map(([mediaType, { schema }]) => ({
    mediaType,
    schema: schema as Schema,
  }));
  return {
    operation,
    id: operationId,
    places,
    bodies,
    cases: [
      ...places.flatMap((place) => variants(place.schema).map((variant) => ({ place, variant }))),
      ...bodies
        .filter(({ mediaType }) => mediaType === "application/json")
        .flatMap(({ schema }) => variants(schema))
        .map((variant) => ({ place: "body" as const, variant })),
    ],
  };
});

/** A request that should be good. */
export function usual(target: Target, draw: Draw): Attempt {
  return assemble(target, draw, partsOf(target, draw), "usual");
}

/** A request of which one value breaks a rule, is at its bound, or is hostile. */
export function oneWrong(target: Target, draw: Draw, { place, variant }: Target["cases"][number]) {
  const parts = partsOf(target, draw);
  const value = variant.make(draw);
  if (place === "body") parts.body = value;
  else partFor(parts, place)[place.name] = value;
  const where = place === "body" ? "body" : `${place.in} ${place.name}`;
  return assemble(target, draw, parts, `${where}: ${variant.about}`);
}

/** A request that is wrong as HTTP or as JSON, before any rule of a schema is looked at. */
export function wrongOnTheWire(target: Target, draw: Draw): Attempt {
  const { random } = draw;
  const good = usual(target, draw);
  const trick = random.pick(target.bodies.length > 0 ? tricks : tricksWithoutBody);
  return trick({ ...good, about: trick.name }, random, target);
}

type Trick = (attempt: Attempt, random: Random, target: Target) => Attempt;

const tricksWithoutBody: Trick[] = [
  function wrongMethod(attempt, random) {
    const method = random.pick([
      "GET",
      "POST",
      "PUT",
      "PATCH",
      "DELETE",
      "HEAD",
      "OPTIONS",
      "PROPFIND",
    ]);
    return { ...attempt, operation: null, method };
  },
  function hostilePath(attempt, random, { operation }) {
    const segment = random.pick(hostileSegments);
    const path = operation.path.replaceAll(/\{\w+\}/g, () => segment);
    const isSame = path === operation.path;
    return { ...attempt, operation: null, path: isSame ? `${path}/${segment}` : path };
  },
  function hostileQuery(attempt, random) {
    const pairs = Array.from({ length: random.int(1, 4) }, () => {
      const name = random.pick([
        "limit",
        "skip",
        "q",
        "days",
        "status",
        "__proto__",
        "limit[]",
        "q[a][b]",
        "%",
      ]);
      return `${name}=${random.pick(hostileSegments)}`;
    });
    return { ...attempt, path: `${attempt.path.split("?")[0]}?${pairs.join("&")}` };
  },
  function doubledQuery(attempt) {
    const query = attempt.path.split("?")[1] ?? "limit=1";
    return { ...attempt, path: `${attempt.path.split("?")[0]}?${query}&${query}` };
  },
  function strangeHeaders(attempt, random) {
    const headers = {
      ...attempt.headers,
      "X-HTTP-Method-Override": "DELETE",
      "X-Forwarded-For": "127.0.0.1",
      "X-Original-URL": "/admin/orders",
      Cookie: `a=${"b".repeat(random.int(1, 4_000))}`,
      Accept: random.pick([
        "*/*",
        "text/html",
        "application/xml;q=0.9",
        "\u00ff",
        "text/event-stream",
      ]),
      Origin: random.pick(["null", "https://evil.example", "https://shop.example"]),
      "If-None-Match": "*",
      Range: "bytes=0-0,5-",
      "Idempotency-Key": random.pick(["a", "\u00e9", "x".repeat(300), "a b", "k1"]),
    };
    return { ...attempt, headers };
  },
  function wrongCredentials(attempt, random) {
    const Authorization = random.pick([
      "Bearer",
      "Bearer ",
      "Basic YWRtaW46YWRtaW4=",
      `Bearer ${"a".repeat(8_000)}`,
      "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiIsInJvbGUiOiJhZG1pbiJ9.",
      "Bearer a.b.c",
      "Bearer ....",
      "Bearer \u00ff\u00fe",
      "Bearer edk_' OR 1=1 --",
      "bearer null",
    ]);
    return { ...attempt, headers: { ...attempt.headers, Authorization } };
  },
];

const tricks: Trick[] = [
  ...tricksWithoutBody,
  function hostileBody(attempt, random) {
    return { ...attempt, body: Buffer.from(random.pick(hostileJson)) };
  },
  function wrongContentType(attempt, random) {
    const { "Content-Type": _, ...headers } = attempt.headers;
    const type = random.pick(wrongContentTypes);
    return { ...attempt, headers: type === null ? headers : { ...headers, "Content-Type": type } };
  },
  function emptyBody(attempt, random) {
    return { ...attempt, body: random.chance(0.5) ? null : Buffer.of() };
  },
  function bytes(attempt, random) {
    const length = random.int(1, 2_000);
    return { ...attempt, body: Buffer.from(Array.from({ length }, () => random.int(0, 255))) };
  },
  function invalidUtf8(attempt) {
    const whole = attempt.body ?? Buffer.of();
    return {
      ...attempt,
      body: Buffer.concat([
        whole.subarray(0, whole.length / 2),
        Buffer.of(0xff, 0xc3, 0x28),
        whole.subarray(whole.length / 2),
      ]),
    };
  },
  function cutOff(attempt, random) {
    const whole = attempt.body ?? Buffer.of();
    return { ...attempt, body: whole.subarray(0, random.int(0, whole.length)) };
  },
  function gzipped(attempt) {
    const headers = { ...attempt.headers, "Content-Encoding": "gzip" };
    return { ...attempt, headers, body: gzipSync(attempt.body ?? Buffer.of()) };
  },
  function hostileWithin(attempt, random) {
    const text = attempt.body?.toString() ?? "{}";
    const value = random.pick(
      hostileJson.filter((json) => json.length < 60_000 || random.chance(0.02)),
    );
    return {
      ...attempt,
      body: Buffer.from(
        text.replace(/:("[^"]*"|\d+|null|true|false)/, () => `:${value || "null"}`),
      ),
    };
  },
  function doubledKeys(attempt) {
    const text = attempt.body?.toString() ?? "{}";
    return {
      ...attempt,
      body: Buffer.from(text.replace(/^\{(.+)\}$/s, (_, inner) => `{${inner},${inner}}`)),
    };
  },
];

function partsOf(target: Target, draw: Draw): Parts {
  const parts: Parts = { path: {}, query: {}, headers: {}, body: undefined };
  for (const place of target.places) {
    const isLeftOut = !place.isRequired && place.in !== "path" && draw.random.chance(0.6);
    if (isLeftOut) continue;
    const name = place.name === "id" ? (target.operation.path.split("/")[1] ?? "") : place.name;
    const known = place.in === "path" && draw.random.chance(0.85) ? draw.known(name) : undefined;
    partFor(parts, place)[place.name] = known ?? fit(place.schema, draw, name);
  }
  const [json] = target.bodies.filter(({ mediaType }) => mediaType === "application/json");
  if (json) parts.body = fit(json.schema, draw);
  return parts;
}

function partFor(parts: Parts, { in: where }: Place): Record<string, unknown> {
  if (where === "path") return parts.path;
  return where === "query" ? parts.query : parts.headers;
}

function assemble(target: Target, draw: Draw, parts: Parts, about: string): Attempt {
  const { random } = draw;
  const { operation, bodies } = target;
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name) => encode(parts.path[name]));
  const pairs = Object.entries(parts.query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((one) => typeof one !== "symbol" && one !== undefined)
      .map((one) => `${encode(name)}=${encode(one)}`),
  );
  const headers = Object.fromEntries(
    Object.entries(parts.headers)
      .filter(([, value]) => value !== undefined && typeof value !== "symbol")
      .map(([name, value]) => [name, inHeader(value)]),
  );
  const media = bodies.length > 0 ? random.pick(bodies) : null;
  const sent = media === null ? null : bodyAs(media.mediaType, media.schema, parts.body, draw);
  // Another path than was meant, once the URL is normalised.
  const isElsewhere = path.split("/").some((part, i) => i > 0 && /^(|\.|%2e|\.\.)$/i.test(part));
  return {
    operation: isElsewhere ? null : operation,
    method: operation.method.toUpperCase(),
    path: pairs.length > 0 ? `${path}?${pairs.join("&")}` : path,
    headers: { ...headers, ...(sent ? { "Content-Type": sent.type } : {}) },
    body: sent?.bytes ?? null,
    about,
  };
}

function bodyAs(mediaType: string, schema: Schema, json: unknown, draw: Draw) {
  switch (mediaType) {
    case "application/json":
      return { type: mediaType, bytes: Buffer.from(asJson(json)) };
    case "multipart/form-data":
      return multipart(fit(schema, draw) as Record<string, unknown>, draw.random);
    default:
      return { type: mediaType, bytes: Buffer.from(csv(draw)) };
  }
}

function asJson(value: unknown): string {
  return typeof value === "symbol" ? "" : (JSON.stringify(value) ?? "");
}

const headers = [
  "Name",
  "E-Mail",
  "Telefon",
  "Status",
  "product_code",
  "quantity",
  "price",
  "Notizen",
];

function csv(draw: Draw): string {
  const { random } = draw;
  const columns = Array.from({ length: random.int(1, 6) }, () => random.pick(headers));
  const cell = () => {
    if (random.chance(0.15)) return random.pick(hostileTexts).slice(0, 2_000);
    return String(random.chance(0.3) ? (draw.known("product_code") ?? "x") : random.int(0, 99));
  };
  const rows = Array.from({ length: random.int(0, 8) }, () => columns.map(cell));
  const separator = random.pick([",", ";", "\t", "|"]);
  return [columns, ...rows]
    .map((row) => row.join(separator))
    .join(random.pick(["\n", "\r\n", "\r"]));
}

function multipart(fields: Record<string, unknown>, random: Random) {
  const boundary = `----fuzz${random.int(0, 1e9)}`;
  const text = (value: unknown) => {
    if (random.chance(0.1)) return random.pick(hostileTexts);
    return typeof value === "string" ? value : JSON.stringify(value);
  };
  const parts = Object.entries(fields).flatMap(([name, value]) => {
    if (name !== "files" && name !== "file") {
      return [
        Buffer.from(
          `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text(value)}\r\n`,
        ),
      ];
    }
    const fileName = random.pick([
      "photo.png",
      "a.csv",
      "../../x.png",
      'a".png',
      "x.svg",
      "\u202egnp.exe",
    ]);
    const type = random.pick(["image/png", "text/csv", "image/svg+xml", "text/html"]);
    const content = random.chance(0.5) ? png() : Buffer.from(random.pick(hostileTexts));
    return [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: ${type}\r\n\r\n`,
      ),
      content,
      Buffer.from("\r\n"),
    ];
  });
  const end = random.chance(0.95) ? Buffer.from(`--${boundary}--\r\n`) : Buffer.of();
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([...parts, end]),
  };
}

/** As much of a value as a URL can carry. */
function encode(value: unknown): string {
  const text =
    typeof value === "string"
      ? value
      : typeof value === "symbol"
        ? ""
        : String(JSON.stringify(value));
  return encodeURIComponent(text.slice(0, 6_000).toWellFormed());
}

/** As much of a value as a header can carry. */
function inHeader(value: unknown): string {
  return String(value)
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "")
    .slice(0, 4_000);
}
