import { like, sql, type SQL } from "drizzle-orm";
import { fileIn } from "../chat/file-message.ts";
import { roomFileKey } from "../chat/room-files.ts";
import { chatMessages, chatRooms } from "../chat/rooms.tables.ts";
import type { Ctx } from "../context.ts";
import { profileName } from "../customers/profile-cache.ts";
import { newId } from "../db/ids.ts";
import { query } from "../db/query.ts";
import { principalOf } from "../identity/actor.ts";
import { writeOnce } from "../write-once.ts";
import { erasures } from "./erasures.tables.ts";
import { finishErasure } from "./finish-erasures.ts";
import { eraseHolding, holdings } from "./holdings.ts";
import { presentErasure } from "./present-erasure.ts";
import type { Erasing, Erasure } from "./privacy.schema.ts";
import { findSubject, type Subject } from "./subject.ts";
import { among } from "./whose.ts";

/**
 * Erases a person (GDPR, article 17): in the database at once and whole; in rooms, files and KV before the answer if they
 * can be reached, else in the night. What the law or a dispute needs stays, without what tells of the person. The
 * receipt says how much of what.
 */
export async function erasePerson(ctx: Ctx, input: Erasing): Promise<Erasure> {
  const subject = await findSubject(ctx, input);
  const id = newId("ers", ctx.now);
  const made = { id, made_at: ctx.now.toISOString(), made_by: principalOf(ctx.actor) };
  const receipt = query.insert(erasures).values({
    id,
    createdAt: made.made_at,
    createdBy: made.made_by,
    counts: sql`${countAll(subject)}`,
    todo: sql`${await todoOf(ctx, subject)}`,
  });
  const stored = await writeOnce(ctx, {
    operation: "erase-person",
    made: id,
    input,
    assigned: { path: "$.counts", value: sql`json(${countAll(subject)})` },
    answer: { ...made, counts: {} },
    statements: [receipt, ...holdings.flatMap((holding) => eraseHolding(holding, subject))],
  });
  const finishedAt = await finishErasure(ctx, stored.id);
  return presentErasure({ ...stored, finished_at: finishedAt });
}

/** `{"tickets": 3, …}`, as it is when the statement runs. */
function countAll(subject: Subject): SQL {
  const counts = holdings.map(
    ({ name, table, whose }) =>
      sql`${name}, (select count(*) from ${table} where ${whose(subject)})`,
  );
  return sql`json_object(${sql.join(counts, sql`, `)})`;
}

/** What is to be done outside the database, see Todo; the rooms are those of the moment when the statement runs. */
async function todoOf(ctx: Ctx, subject: Subject): Promise<SQL> {
  const { accounts, customers, emails, phones } = subject;
  const ownRooms = among(chatRooms.customerId, [...accounts, ...customers]);
  const [shown] = await ctx.db.read([
    query
      .select({ content: chatMessages.content })
      .from(chatMessages)
      .where(
        sql`${among(chatMessages.userId, accounts)} and ${like(chatMessages.content, "%/api/chat/rooms/%/files/%")}`,
      ),
  ]);
  const files = shown.flatMap(({ content }) => {
    const file = fileIn(content);
    return file ? [roomFileKey(file.path)] : [];
  });
  const contacts = [...emails.map((email) => ({ email })), ...phones.map((phone) => ({ phone }))];
  const cached = await Promise.all(contacts.map((contact) => profileName(ctx, contact)));
  return sql`json_object(
    'rooms', (select json_group_array(id) from ${chatRooms} where ${ownRooms}),
    'otherRooms', (select json_group_array(distinct room_id) from ${chatMessages}
      where ${among(chatMessages.userId, accounts)} and room_id not in (
        select id from ${chatRooms} where ${ownRooms})),
    'accounts', json(${JSON.stringify(accounts)}),
    'files', json(${JSON.stringify(files)}),
    'cached', json(${JSON.stringify(cached)}))`;
}
