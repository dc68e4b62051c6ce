import { checkActions, operationsOf } from "./check-actions.ts";
import { checkMcp } from "./check-mcp.ts";
import { finding, isObject, objectAt, textOf, type Finding, type Json } from "./findings.ts";

export type Group = { title: string; findings: Finding[] };

/** The Actions document of a desk, and its text. */
export async function readDocument(origin: string): Promise<{ document: Json; text: string }> {
  const response = await fetch(`${origin}/gpt-rag/openapi.json`);
  const text = await response.text();
  const document: unknown = JSON.parse(text);
  return { document: isObject(document) ? document : {}, text };
}

/** Every check that can be made from outside, of the desk at an address. */
export async function runChecks(origin: string): Promise<Group[]> {
  const { document, text } = await readDocument(origin);
  return [
    { title: "The Actions document", findings: checkActions(document, text, origin) },
    { title: "MCP", findings: await checkMcp(origin, operationsOf(document)) },
    { title: "What people and programs read", findings: await checkPages(origin, document) },
  ];
}

async function checkPages(origin: string, document: Json): Promise<Finding[]> {
  const [privacy, llms] = await Promise.all([
    fetch(`${origin}/privacy`),
    fetch(`${origin}/llms.txt`).then((response) => response.text()),
  ]);
  const isPage = privacy.headers.get("Content-Type")?.startsWith("text/html") ?? false;
  const isLinked = textOf(objectAt(document, "info")["termsOfService"]) === `${origin}/privacy`;
  return [
    finding(
      "/privacy",
      [
        ...(privacy.ok && isPage ? [] : [`it answers ${privacy.status}`]),
        ...(isLinked ? [] : ["the Actions document does not link it"]),
      ],
      "a page, linked from the Actions document",
    ),
    finding(
      "/llms.txt",
      operationsOf(document)
        .filter(({ id, path }) => !llms.includes(`${id} (POST ${origin}${path})`))
        .map(({ id }) => `${id} is not in it`),
      "names every operation and where it is",
    ),
  ];
}
