import { noCost } from "../../src/cost.ts";
import { openDatabase } from "../../src/db/database.ts";
import { hashPassword } from "../../src/identity/passwords.ts";
import { insertKey, insertUsers } from "../support/people.ts";
import type { Random } from "./random.ts";
import type { Target } from "./requests.ts";

/** Who may send a request: nobody, people of every kind, and machines. */
export type Cast = {
  /** An actor's credential for a request: mostly of one who may call it, else of anyone. */
  credentialFor(target: Target, random: Random): string | null;
  /** Users whose sessions may end. */
  expendableIds: string[];
};

const OF_EACH = 4;
const PASSWORD = "one that everybody of the cast has";

/** What ends the session of whoever calls it. */
const lastWords = /(log-?out|password|forget)$/i;

/** `buyers` are tokens of customers of the portal who have ordered before. */
export async function castOf(
  deskUrl: string,
  databaseUrl: string,
  buyers: string[],
): Promise<Cast> {
  const database = openDatabase({ url: databaseUrl, authToken: null }, noCost());
  const tokens = async (count: number, options = {}) => {
    const people = await insertUsers(database, count, options);
    return people.map(({ token }) => token);
  };
  const key = async (scope: "gpt" | "sales" | "admin") =>
    (await insertKey(database, [scope])).secret;
  const expendable = await insertUsers(database, 200, {
    passwordHash: await hashPassword(PASSWORD),
  });
  const cast = {
    user: await tokens(OF_EACH),
    buyer: [...(await tokens(1, { isBuyer: true })), ...buyers],
    admin: [...(await tokens(OF_EACH, { role: "admin" })), await key("admin")],
    gpt: [await key("gpt"), await key("gpt")],
    sales: [await key("sales"), await key("sales")],
    visitor: await Promise.all([1, 2].map(() => newVisitor(deskUrl))),
  };
  const everybody = Object.values(cast).flat();

  function mayCall(access: string): string[] {
    if (access.includes("`gpt`")) return cast.gpt;
    if (access.includes("`sales`")) return [...cast.sales, ...cast.admin];
    if (access.startsWith("An administrator")) return cast.admin;
    if (access.includes("customer of the portal")) return cast.buyer;
    if (access.startsWith("A visitor")) return cast.visitor;
    if (access.includes("a visitor")) return [...cast.user, ...cast.visitor, ...cast.admin];
    return [...cast.user, ...cast.buyer];
  }

  return {
    expendableIds: expendable.map(({ id }) => id),
    credentialFor({ operation }, random) {
      if (lastWords.test(operation.path)) return random.pick(expendable).token;
      const draw = random.next();
      if (draw < 0.06) return null;
      if (draw < 0.18) return random.pick(everybody);
      return random.pick(mayCall(String(Reflect.get(operation.operation, "x-access"))));
    },
  };
}

async function newVisitor(deskUrl: string): Promise<string> {
  const response = await fetch(`${deskUrl}/api/chat/visitors`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: "{}",
  });
  const { access_token }: { access_token: string } = await response.json();
  return access_token;
}
