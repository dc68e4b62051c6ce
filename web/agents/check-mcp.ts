import type { Operation } from "./check-actions.ts";
import {
  finding,
  isObject,
  listOf,
  objectAt,
  textOf,
  type Finding,
  type Json,
} from "./findings.ts";
import { LEGACY, speak, speakAsBefore, type Told } from "./mcp-client.ts";

const LONGEST_INSTRUCTIONS = 512;
const hints = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"];

/** What clients of both eras need of the MCP server, and whether its tools are the operations of the Actions document. */
export async function checkMcp(origin: string, operations: Operation[]): Promise<Finding[]> {
  const [discovered, introduced, list, before] = await Promise.all([
    speak(origin, "server/discover"),
    speakAsBefore(origin, "initialize"),
    speak(origin, "tools/list"),
    speakAsBefore(origin, "tools/list"),
  ]);
  const tools = listOf(list.result["tools"]).filter(isObject);
  const instructions = textOf(discovered.result["instructions"]);
  return [
    finding(
      "server/discover",
      unfit(discovered),
      `revisions ${listOf(discovered.result["supportedVersions"]).join(", ")}`,
    ),
    finding(
      "initialize, as in 2025",
      introduced.result["protocolVersion"] === LEGACY
        ? []
        : unfit(introduced, "it agrees on no version"),
      `revision ${textOf(introduced.result["protocolVersion"])}`,
    ),
    finding(
      "Instructions",
      instructions.length > 0 && instructions.length <= LONGEST_INSTRUCTIONS
        ? []
        : [`${instructions.length} characters of ${LONGEST_INSTRUCTIONS}`],
      `${instructions.length} characters of ${LONGEST_INSTRUCTIONS}`,
    ),
    finding(
      "tools/list in both eras",
      JSON.stringify(tools) === JSON.stringify(before.result["tools"]) && tools.length > 0
        ? []
        : unfit(
            list,
            `${tools.length} and ${listOf(before.result["tools"]).length} tools, not the same`,
          ),
      `${tools.length} tools, the same in both`,
    ),
    ...checkTools(tools, operations),
    ...(await checkAccess(origin, operations)),
  ];
}

/** What is wrong with tools, beside the operations that they are to be. */
export function checkTools(tools: Json[], operations: Operation[]): Finding[] {
  const names = tools.map(({ name }) => textOf(name));
  const ids = operations.map(({ id }) => id);
  const strangers = [
    ...names.filter((name) => !ids.includes(name)).map((name) => `${name} is only a tool`),
    ...ids.filter((id) => !names.includes(id)).map((id) => `${id} is only an Action`),
  ];
  const about = (wrong: (tool: Json) => string | false) =>
    tools.flatMap((tool) => {
      const what = wrong(tool);
      return what === false ? [] : [`${textOf(tool["name"])}: ${what}`];
    });
  return [
    finding("Tools are the operations", strangers, "the same names as in the Actions document"),
    finding(
      "Hints",
      about((tool) => {
        const said = objectAt(tool, "annotations");
        const missing = hints.find((hint) => typeof said[hint] !== "boolean");
        if (missing !== undefined) return `${missing} is not said`;
        return (
          said["readOnlyHint"] === true &&
          said["destructiveHint"] === true &&
          "only reads and destroys"
        );
      }),
      "all four said of each tool",
    ),
    finding(
      "Schemas",
      about((tool) => {
        const input = objectAt(tool, "inputSchema");
        const isClosed = input["type"] === "object" && input["additionalProperties"] === false;
        if (!isClosed || !isObject(input["properties"]))
          return "its input is no closed object with properties";
        return objectAt(tool, "outputSchema")["type"] !== "object" && "its output has no schema";
      }),
      "closed objects with properties, outputs too",
    ),
    finding(
      "Same input through both doors",
      about((tool) => {
        const operation = operations.find(({ id }) => id === tool["name"]);
        const given = Object.keys(objectAt(tool, "inputSchema", "properties"));
        const asked = Object.keys(objectAt(operation?.body, "properties"));
        return String(given) !== String(asked) && "its arguments are not the Action's";
      }),
      "the arguments are the Actions' properties",
    ),
  ];
}

async function checkAccess(origin: string, operations: Operation[]): Promise<Finding[]> {
  const call = (name: string, args: Json) => speak(origin, "tools/call", { name, arguments: args });
  const open = await call("searchFaqs", { question: "How do I reset my password?" });
  const personal = operations.some(({ id }) => id === "listMyBookings")
    ? "listMyBookings"
    : "customerLookup";
  const refused = await call(personal, {});
  const challenge = refused.headers.get("WWW-Authenticate") ?? "";
  const metadata = /resource_metadata="([^"]+)"/.exec(challenge)?.[1] ?? "";
  const resource = await read(
    metadata.startsWith(origin) ? metadata : `${origin}/.well-known/oauth-protected-resource`,
  );
  const issuer = textOf(listOf(resource["authorization_servers"])[0]);
  const server = await read(`${origin}/.well-known/oauth-authorization-server`);
  return [
    finding(
      "Open tools answer without a login",
      isObject(open.result["structuredContent"]) ? [] : unfit(open, "searchFaqs does not answer"),
      textOf(objectAt(open.result, "structuredContent")["say"]).slice(0, 120),
    ),
    finding(
      "Personal tools ask for a login",
      refused.status === 401 && metadata.startsWith(origin)
        ? []
        : [`${personal}: ${refused.status} ${challenge}`],
      "401, and where to get one",
    ),
    finding(
      "Protected resource metadata",
      [
        ...(resource["resource"] === `${origin}/mcp` ? [] : ["the resource is not this server"]),
        ...(issuer === origin ? [] : ["it names no authorization server here"]),
      ],
      `${textOf(resource["resource"])}, trusting ${issuer}`,
    ),
    finding(
      "Authorization server metadata",
      [
        ...(server["issuer"] === origin ? [] : ["the issuer is not this address"]),
        ...(listOf(server["code_challenge_methods_supported"]).includes("S256")
          ? []
          : ["PKCE with S256 is not offered"]),
        ...["authorization_endpoint", "token_endpoint"]
          .filter((name) => !textOf(server[name]).startsWith(`${origin}/`))
          .map((name) => `${name} is elsewhere`),
      ],
      "codes with PKCE, from this address",
    ),
  ];
}

function unfit({ status, error, result }: Told, otherwise?: string): string[] {
  if (status !== 200) return [`it answers ${status}`];
  if (Object.keys(error).length > 0) return [textOf(error["message"])];
  if (otherwise !== undefined) return [otherwise];
  return Object.keys(result).length > 0 ? [] : ["the answer is empty"];
}

async function read(url: string): Promise<Json> {
  const response = await fetch(url);
  const answer: unknown = response.ok ? await response.json() : {};
  return isObject(answer) ? answer : {};
}
