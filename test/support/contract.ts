import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { createApp } from "../../src/app.ts";
import { wholeDocument } from "../../src/http/documents.ts";

export type Operation = {
  operationId?: string;
  parameters?: { name: string; in: string; required?: boolean; schema: object }[];
  requestBody?: { required?: boolean; content: Record<string, { schema: object }> };
  responses?: Record<string, { content?: Record<string, { schema: object }> }>;
};

export const document = wholeDocument(createApp());
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema(document, "desk");
const validators = new Map<string, ValidateFunction>();

/** Every operation of the contract: its path with {parameters}, its method, and what it promises. */
export const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => ["get", "post", "put", "patch", "delete"].includes(method))
    .map(([method, operation]) => ({ path, method, operation: operation as Operation })),
);

/** Fails if an answer is not one that the contract names: status, media type and body. */
export function assertKeepsContract(
  method: string,
  path: string,
  response: Response,
  body: string,
) {
  const found = operations.find(
    (candidate) => candidate.method === method.toLowerCase() && matches(candidate.path, path),
  );
  if (!found) return;
  const contentType = response.headers.get("Content-Type") ?? "";
  const breach = breachOf(found, { status: response.status, contentType, body });
  if (breach !== null) throw new Error(`${method} ${found.path} ${breach}`);
}

/** What about an answer is not in the contract of its operation; null if it keeps it. */
export function breachOf(
  { path, method, operation }: (typeof operations)[number],
  answer: { status: number; contentType: string; body: string },
): string | null {
  const { status, contentType, body } = answer;
  const promised = operation.responses?.[status];
  if (!promised) return `answered ${status}, which its contract does not name: ${body}`;
  if (!promised.content) {
    return body === "" ? null : `answered ${status} with a body, and its contract names none`;
  }
  const mediaType = contentType.split(";")[0] ?? "";
  if (!promised.content[mediaType]) return `answered ${status} as ${mediaType}`;
  if (!mediaType.endsWith("json")) return null;
  const validate = validatorOf(path, method, status, mediaType);
  if (validate(JSON.parse(body))) return null;
  return `answered ${status} with a body that breaks its schema: ${ajv.errorsText(validate.errors)}`;
}

function validatorOf(path: string, method: string, status: number, mediaType: string) {
  const pointer = [
    "paths",
    path,
    method,
    "responses",
    String(status),
    "content",
    mediaType,
    "schema",
  ]
    .map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
    .join("/");
  let validate = validators.get(pointer);
  if (!validate) {
    validate = ajv.compile({ $ref: `desk#/${pointer}` });
    validators.set(pointer, validate);
  }
  return validate;
}

function matches(template: string, path: string): boolean {
  const expected = template.split("/");
  const actual = path.replace(/(.)\/$/, "$1").split("/");
  return (
    expected.length === actual.length &&
    expected.every((part, i) => part.startsWith("{") || part === actual[i])
  );
}
