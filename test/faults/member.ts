import { noCost } from "../../src/cost.ts";
import { openDatabase } from "../../src/db/database.ts";
import type { Role } from "../../src/identity/users.tables.ts";
import type { BareDesk } from "../support/bare-desk.ts";
import { insertUser } from "../support/people.ts";
import { sendBlindly } from "./blind-client.ts";

export type Member = Awaited<ReturnType<typeof newMember>>;

/** A user of a desk that may be killed at any time; what they send is sent until its outcome is known. */
export async function newMember(
  desk: Pick<BareDesk, "url" | "databaseUrl">,
  role: Role = "customer",
) {
  const database = openDatabase({ url: desk.databaseUrl, authToken: null }, noCost());
  const { id, token } = await insertUser(database, { role });
  const send = (path: string, sent: { body?: object } = {}): Promise<any> =>
    sendBlindly(desk.url, path, { token, ...sent });
  return {
    id,
    token,
    send,
    newRoom: async () => {
      const { body } = await send("/api/chat/rooms", { body: { customer_name: "Anna" } });
      return String(body.room_id);
    },
  };
}
