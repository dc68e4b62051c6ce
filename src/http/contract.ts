import { problems, type ProblemCode } from "../problems.ts";
import { Problem, type ProblemResponses } from "./problem.schema.ts";
import { z } from "./zod.ts";

/** A JSON request body. It is always required: without it an empty body would pass unchecked. */
export function json<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { "application/json": { schema } } } as const;
}

/** A JSON body that may be left out or `null`, because its fields may come as query parameters too. */
export function optionalJson<Schema extends z.ZodType>(schema: Schema) {
  return {
    required: false,
    content: { "application/json": { schema: schema.nullable() } },
  } as const;
}

/** A body that the verb reads itself, as a stream or a text; `schema` only describes it. */
export function raw<MediaType extends string>(mediaType: MediaType, schema: object) {
  return { required: true, content: { [mediaType]: { schema } } };
}

/** The response of what leaves nothing to say. */
export function givesNothing(description: string) {
  return { 204: { description } } as const;
}

/** What a route says about query parameters and path parameters alone. */
export const inputProblems = ["validation-failed"] as const satisfies ProblemCode[];

type JsonResponse<Schema extends z.ZodType> = {
  description: string;
  content: { "application/json": { schema: Schema } };
};

/** The successful response of a contract. */
export function gives<Status extends 200 | 202 | 503, Schema extends z.ZodType>(
  status: Status,
  schema: Schema,
  description: string,
): Record<Status, JsonResponse<Schema>>;
export function gives(status: number, schema: z.ZodType, description: string) {
  return { [status]: { description, content: { "application/json": { schema } } } };
}

/** What any route with a JSON body can say about it. */
export const bodyProblems = [
  "malformed-json",
  "body-too-large",
  "unsupported-media-type",
  "validation-failed",
] as const satisfies ProblemCode[];

/** What any route that needs credentials can say about them; keys are looked up in the database. */
export const accessProblems = [
  "unauthenticated",
  "forbidden",
  "rate-limited",
  "sessions-unavailable",
  "database-unavailable",
] as const satisfies ProblemCode[];

/** The error responses of a contract: codes of the registry, gathered by status. */
export function fails<Code extends ProblemCode>(
  ...codes: Code[]
): ProblemResponses<Code | "internal-error">;
export function fails(...codes: ProblemCode[]) {
  const byStatus = Map.groupBy(
    new Set<ProblemCode>([...codes, "internal-error"]),
    (code) => problems[code].status,
  );
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => [status, describeStatus(ofStatus)]),
  );
}

type ErrorResponse = {
  description: string;
  content: { "application/problem+json": { schema: z.ZodType } };
};

/** Most routes fail alike: each set of codes is described once, which keeps the start-up short. */
const described = new Map<string, ErrorResponse>();

function describeStatus(codes: ProblemCode[]): ErrorResponse {
  const key = codes.join(" ");
  let response = described.get(key);
  if (!response) {
    const titles = codes.map((code) => `\`${code}\`: ${problems[code].title}.`);
    const schema = Problem.extend({ code: z.enum(codes) });
    response = {
      description: titles.join(" "),
      content: { "application/problem+json": { schema } },
    };
    described.set(key, response);
  }
  return response;
}
