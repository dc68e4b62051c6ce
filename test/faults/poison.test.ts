import { createClient } from "@libsql/client/web";
import { randomUUID } from "node:crypto";
import { onTestFinished, expect, test } from "vitest";
import { logOf } from "../support/chat.ts";
import { control, newUser } from "../support/desk.ts";
import { lane } from "../support/lane.ts";
import { newBuyer, newProduct, order } from "../support/portal.ts";

const client = createClient({ url: lane.databaseUrl });
const PATIENCE = { timeout: 30_000 };

type User = Awaited<ReturnType<typeof newUser>>;

async function copyOf(room: string): Promise<unknown[]> {
  const text = "select content from chat_messages where room_id = ? order by seq";
  return (await client.execute(text, [room])).rows.map((row) => row["content"]);
}

async function openRoom(user: User): Promise<string> {
  const { body } = await user.send("/api/chat/rooms", { body: { customer_name: "Poison" } });
  return String(body.room_id);
}

test("F-22, C-12: a message that libSQL never takes holds up no other room, nor its own, and is copied when it can be", async () => {
  const [one, other] = [await newUser(), await newUser()];
  const poison = `poison ${randomUUID()}`;
  await client.execute(
    `create trigger poison before insert on chat_messages when new.content = '${poison}'
     begin select raise(abort, 'poison'); end`,
  );
  const cure = () => client.execute("drop trigger if exists poison");
  onTestFinished(async () => void (await cure()));
  const [ill, well] = [await openRoom(one), await openRoom(other)];
  const say = async (user: User, room: string, content: string) => {
    const { status } = await user.send(`/api/chat/rooms/${room}/messages`, { body: { content } });
    expect(status).toBe(200);
  };
  for (const content of ["before", poison, "after", "still here"]) await say(one, ill, content);
  await say(other, well, "I am well");
  await expect.poll(() => copyOf(well), PATIENCE).toEqual(["I am well"]);
  const { body: log } = await one.send(`/api/chat/rooms/${ill}/messages`);
  const all = log.map(({ content }: any) => content);
  expect(all.filter((content: string) => content !== poison)).toContain("still here");
  expect(await copyOf(ill)).not.toContain("after");
  await cure();
  await expect.poll(() => copyOf(ill), PATIENCE).toEqual(all);
});

test("F-22, C-12: messages about orders that can never be brought to their room, however many, hold up neither those after them nor those of other orders", async () => {
  const [admin, buyer] = [await newUser("admin"), await newBuyer()];
  const place = async () => (await order(buyer, [[await newProduct(5), 1]])).body;
  const [ill, well] = [await place(), await place()];
  const write = (orderId: string, content: string, at: string) => ({
    sql: `insert into portal_messages (order_id, sender, sender_id, content, created_at) values (?, 'customer', ?, ?, ?)`,
    args: [orderId, `user:${buyer.id}`, content, at],
  });
  const now = new Date().toISOString();
  const ghosts = Array.from({ length: 205 }, (_, i) => write(`ORD-GHOST-${i}`, "Nobody's", now));
  onTestFinished(async () => {
    await client.execute(
      "delete from portal_messages where order_id like 'ORD-GHOST-%' or created_at = 'never'",
    );
  });
  await client.batch(
    [
      ...ghosts,
      write(ill.order_id, "one", now),
      write(ill.order_id, "poison", "never"),
      write(ill.order_id, "two", now),
      write(well.order_id, "well", now),
    ],
    "write",
  );
  const log = async (room: string) => (await logOf(admin, room)).map(({ content }) => content);
  const afterNights = async () => {
    await control.runDailyCleanUp();
    return [await log(ill.room_id), await log(well.room_id)];
  };
  await expect.poll(afterNights, PATIENCE).toEqual([["one", "two"], ["well"]]);
}, 120_000);
