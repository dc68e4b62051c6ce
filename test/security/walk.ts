import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { operations } from "../support/contract.ts";
import { newKey, newUser } from "../support/desk.ts";
import { newBuyer } from "../support/portal.ts";

export type Operation = {
  id: string;
  method: string;
  path: string;
  access: string;
  /** The names of its query parameters. */
  query: string[];
  takesJson: boolean;
};

type Described = {
  "x-access": string;
  parameters?: { in: string; name: string }[];
  requestBody?: { content: Record<string, unknown> };
};

/** Every operation of the contract with what a walk needs to know; `{…}` in its path is an id of nobody's. */
export const walked: Operation[] = operations.map(({ path, method, operation }) => {
  const described = operation as typeof operation & Described;
  return {
    id: operation.operationId ?? "",
    method: method.toUpperCase(),
    path: path.replaceAll(/\{\w+\}/g, "1"),
    access: described["x-access"],
    query: (described.parameters ?? []).filter((p) => p.in === "query").map(({ name }) => name),
    takesJson: described.requestBody?.content["application/json"] !== undefined,
  };
});

/** Somebody who may call each kind of operation, new for each walk so that no limit is in the way. */
export async function newCast() {
  const [admin, user, buyer] = [await newUser("admin"), await newUser(), await newBuyer()];
  const [gpt, sales] = [await newKey("gpt"), await newKey("sales")];
  return (operation: Operation): { send: typeof user.send } => {
    if (operation.access.includes("customer of the portal")) return buyer;
    if (operation.access.includes("scope `gpt`")) return gpt;
    if (operation.access.includes("scope `sales`")) return sales;
    if (operation.access.startsWith("An administrator")) return admin;
    return user;
  };
}

/** Does something for each of a list, a few at a time. */
export async function forEachOf<T>(list: readonly T[], act: (one: T) => Promise<void>) {
  const rest = [...list];
  const worker = async () => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) await act(one);
  };
  await Promise.all(Array.from({ length: 6 }, worker));
}

/** The names of the fields that an operation's JSON body may have. */
export function fieldsOf(method: string, path: string): string[] {
  const document = parse(readFileSync("openapi.yaml", "utf8"));
  const { schema } =
    document.paths[path][method.toLowerCase()].requestBody.content["application/json"];
  const named = document.components.schemas[schema.$ref.split("/").at(-1)];
  return Object.keys(named.properties);
}
