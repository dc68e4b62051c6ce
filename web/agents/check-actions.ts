import {
  finding,
  isObject,
  listOf,
  objectAt,
  textOf,
  type Finding,
  type Json,
} from "./findings.ts";

const MOST_OPERATIONS = 30;
const LONGEST_SUMMARY = 300;
const LONGEST_DESCRIPTION = 700;
const MOST_CHARACTERS = 200_000;
const MOST_TOKENS = 12_000;
const CHARACTERS_PER_TOKEN = 4;

export type Operation = {
  id: string;
  path: string;
  method: string;
  needsKey: boolean;
  writes: unknown;
  body: Json;
  contract: Json;
};

/** The operations of an Actions document, with their request bodies resolved. */
export function operationsOf(document: Json): Operation[] {
  return Object.entries(objectAt(document, "paths")).flatMap(([path, item]) =>
    Object.entries(isObject(item) ? item : {}).map(([method, given]) => {
      const contract = isObject(given) ? given : {};
      return {
        id: textOf(contract["operationId"]),
        path,
        method,
        needsKey: listOf(contract["security"]).length > 0,
        writes: contract["x-openai-isConsequential"],
        body: resolve(
          document,
          objectAt(contract, "requestBody", "content", "application/json", "schema"),
        ),
        contract,
      };
    }),
  );
}

/** What OpenAI's importer and model need of a document, as far as it is known. */
export function checkActions(document: Json, text: string, origin: string): Finding[] {
  const operations = operationsOf(document);
  const about = (wrong: (operation: Operation) => string | false) =>
    operations.flatMap((operation) => {
      const what = wrong(operation);
      return what === false ? [] : [`${operation.id || operation.path}: ${what}`];
    });
  const ids = operations.map(({ id }) => id);
  const tokens = Math.ceil(text.length / CHARACTERS_PER_TOKEN);
  return [
    finding(
      "OpenAPI version",
      document["openapi"] === "3.1.0" ? [] : [`it says ${String(document["openapi"])}, not 3.1.0`],
      "3.1.0",
    ),
    serverOf(document, origin),
    finding(
      "Number of operations",
      operations.length > 0 && operations.length <= MOST_OPERATIONS
        ? []
        : [`${operations.length}; ChatGPT takes 1 to ${MOST_OPERATIONS}`],
      `${operations.length} of at most ${MOST_OPERATIONS}`,
    ),
    finding(
      "Operation ids",
      [
        ...about(
          ({ id }) => !/^[A-Za-z0-9_-]{1,64}$/.test(id) && "is not an id of up to 64 letters",
        ),
        ...about(({ id }) => ids.indexOf(id) !== ids.lastIndexOf(id) && "is there twice"),
      ],
      "each there once, letters and digits only",
    ),
    finding(
      "Summaries and descriptions",
      about(({ contract }) => {
        const lengths = ["summary", "description"].map((name) => textOf(contract[name]).length);
        return (
          lengths.some((length) => length < 1 || length > LONGEST_SUMMARY) &&
          `${lengths.join(" and ")} characters`
        );
      }),
      `1 to ${LONGEST_SUMMARY} characters each`,
    ),
    finding(
      "What is sent",
      about(({ body }) => {
        const properties = Object.entries(objectAt(body, "properties"));
        if (body["type"] !== "object" || properties.length === 0)
          return "the body is no object with properties";
        const wrong = properties.find(([, property]) => {
          const { length } = textOf(isObject(property) ? property["description"] : "");
          return length < 1 || length > LONGEST_DESCRIPTION;
        });
        return (
          wrong !== undefined &&
          `${wrong[0]} is not described in 1 to ${LONGEST_DESCRIPTION} characters`
        );
      }),
      "JSON objects, every property described",
    ),
    finding(
      "Headers and parameters",
      about(
        ({ contract }) =>
          listOf(contract["parameters"]).length > 0 && "has parameters outside the body",
      ),
      "none, because a GPT cannot send headers",
    ),
    finding("References", wrongReferences(document), "all to components of this document"),
    security(document, operations),
    finding(
      "Whether it changes something",
      about(({ writes }) => typeof writes !== "boolean" && "x-openai-isConsequential is not said"),
      `said of each: ${operations.filter(({ writes }) => writes === true).length} change something`,
    ),
    finding(
      "Answers",
      about(({ contract }) => {
        const answer = resolve(
          document,
          objectAt(contract, "responses", "200", "content", "application/json", "schema"),
        );
        return (
          Object.keys(objectAt(answer, "properties")).length === 0 && "its answer has no schema"
        );
      }),
      "JSON with a schema",
    ),
    finding(
      "Size",
      [
        ...(text.length < MOST_CHARACTERS
          ? []
          : [`${text.length} characters of ${MOST_CHARACTERS}`]),
        ...(tokens < MOST_TOKENS ? [] : [`about ${tokens} tokens of ${MOST_TOKENS}`]),
      ],
      `${text.length} characters, about ${tokens} tokens`,
    ),
  ];
}

function serverOf(document: Json, origin: string): Finding {
  const name = "One https server";
  const urls = listOf(document["servers"]).map((server) =>
    textOf(isObject(server) ? server["url"] : ""),
  );
  const [url = ""] = urls;
  if (urls.length !== 1) return finding(name, [`there are ${urls.length}`], "");
  if (url !== origin) return finding(name, [`${url} is not this address; see PUBLIC_URL`], "");
  if (url.startsWith("https://")) return finding(name, [], url);
  const isLaptop = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(url);
  if (!isLaptop) return finding(name, [`${url} is not https`], "");
  return {
    name,
    verdict: "note",
    why: `${url} is http because this is a laptop; deployed it is https`,
  };
}

function security(document: Json, operations: Operation[]): Finding {
  const schemes = Object.keys(objectAt(document, "components", "securitySchemes"));
  const known = [[], ...schemes.map((scheme) => [{ [scheme]: [] }])].map((one) =>
    JSON.stringify(one),
  );
  return finding(
    "Security",
    [
      ...(schemes.length <= 1 ? [] : [`${schemes.length} kinds of credentials; a GPT has one`]),
      ...(document["security"] === undefined ? [] : ["it is said for the whole document too"]),
      ...operations
        .filter(({ contract }) => !known.includes(JSON.stringify(contract["security"])))
        .map(({ id }) => `${id}: it is not said who may call`),
    ],
    `one kind of key; ${operations.filter(({ needsKey }) => !needsKey).length} operations need none`,
  );
}

function wrongReferences(part: unknown, found: string[] = []): string[] {
  if (Array.isArray(part)) for (const each of part) wrongReferences(each, found);
  if (!isObject(part)) return found;
  const reference = part["$ref"];
  if (typeof reference === "string" && !/^#\/components\/schemas\/\w+$/.test(reference))
    found.push(reference);
  for (const each of Object.values(part)) wrongReferences(each, found);
  return found;
}

function resolve(document: Json, schema: Json): Json {
  const name = textOf(schema["$ref"]).split("/").at(-1) ?? "";
  return name === "" ? schema : objectAt(document, "components", "schemas", name);
}
