import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { logOf, newRoom, newUser, until } from "../support/chat.ts";
import { newcomersCopy, npmStart, processesOf, removeCopy } from "../support/start.ts";
import { expectWhole, StubbornClient } from "../support/stubborn-client.ts";

const SOCKETS = 100;
const MESSAGES = 2_000;
const DROP_EVERY_MS = 2_000;

test("100 sockets that are dropped all the time while 2,000 messages are sent: everybody ends with all of them, in order, once", async () => {
  const [customer, admin] = [await newUser(), await newUser("admin")];
  const room = await newRoom(customer);
  await admin.send(`/api/chat/rooms/${room}/messages`, { body: { content: "A person is here." } });
  const clients = Array.from({ length: SOCKETS }, (_, i) => {
    const { token } = i % 2 === 0 ? customer : admin;
    return new StubbornClient(room, token);
  });
  onTestFinished(async () => {
    await Promise.all(clients.map((client) => client.stop()));
  });
  const dropping = setInterval(() => {
    clients[Math.floor(Math.random() * SOCKETS)]?.drop();
  }, DROP_EVERY_MS / SOCKETS);
  onTestFinished(() => clearInterval(dropping));
  for (let i = 0; i < MESSAGES / SOCKETS; i += 1) {
    for (const [n, client] of clients.entries()) client.say(`message ${i} of ${n}`);
    await until(() => (clients.every(({ unsent }) => unsent.length < 10) ? true : undefined));
  }
  await until(() => (clients.every(({ unsent }) => unsent.length === 0) ? true : undefined));
  clearInterval(dropping);
  const log = await logOf(admin, room);
  expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: MESSAGES + 1 }, (_, i) => i + 1));
  expect(new Set(log.map(({ client_id }) => client_id)).size).toBe(MESSAGES + 1);
  await until(() => (clients.every(({ seen }) => seen.length === log.length) ? true : undefined));
  for (const client of clients) expectWhole(client, log);
  for (const [n, client] of clients.entries()) {
    const mine = client.seen.filter(({ content }) => content.endsWith(` of ${n}`));
    expect(mine.map(({ content }) => content)).toEqual(
      Array.from({ length: MESSAGES / SOCKETS }, (_, i) => `message ${i} of ${n}`),
    );
  }
}, 240_000);

test("kill -9 of the Worker in mid-conversation: after a restart every acknowledged message is there, once", async () => {
  const folder = newcomersCopy();
  onTestFinished(() => removeCopy(folder));
  let desk = await npmStart(folder);
  await desk.prints("Ctrl-C stops everything");
  const { origin } = desk;
  const post = async (path: string, body: object, token?: string) => {
    const response = await fetch(origin + path, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify(body),
    });
    return response.json() as Promise<any>;
  };
  const login = { username: "demo", password: "demo123" };
  const token: string = (await post("/api/auth/login", login)).access_token;
  const rooms: string[] = [];
  for (const name of ["one", "two"]) {
    rooms.push((await post("/api/chat/rooms", { customer_name: name }, token)).room_id);
  }
  const clients = rooms.flatMap((room) =>
    Array.from({ length: 4 }, () => new StubbornClient(room, token, { origin })),
  );
  let said = 0;
  const sayUntil = async (isOver: () => boolean) => {
    while (!isOver()) {
      for (const client of clients) {
        if (client.unsent.length < 5) client.say(`Lampa ${(said += 1)}`);
      }
      await sleep(25);
    }
  };
  for (let kills = 0; kills < 2; kills += 1) {
    const before = clients.map(({ acknowledged }) => acknowledged.size);
    const hasMore = () =>
      clients.every(({ acknowledged }, i) => acknowledged.size > (before[i] ?? 0) + 20);
    await sayUntil(hasMore);
    const workers = processesOf(folder).filter(({ command }) => /workerd.* serve/.test(command));
    expect(workers.length).toBeGreaterThan(0);
    let isBack = false;
    const going = sayUntil(() => isBack);
    for (const { pid } of workers) process.kill(pid, "SIGKILL");
    desk.signal("SIGINT");
    await desk.ended;
    desk = await npmStart(folder, { port: Number(new URL(origin).port) });
    await desk.prints("Ctrl-C stops everything");
    isBack = true;
    await going;
  }
  await until(() => (clients.every(({ unsent }) => unsent.length === 0) ? true : undefined));
  for (const room of rooms) {
    const asOneOf = { send: (path: string) => fetchJson(origin + path, token) };
    const log = await logOf(asOneOf, room);
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1));
    expect(new Set(log.map(({ client_id }) => client_id)).size).toBe(log.length);
    const here = clients.slice(rooms.indexOf(room) * 4, rooms.indexOf(room) * 4 + 4);
    await until(() => (here.every(({ seen }) => seen.length === log.length) ? true : undefined));
    for (const client of here) expectWhole(client, log);
  }
  await Promise.all(clients.map((client) => client.stop()));
  desk.signal("SIGINT");
  await desk.ended;
}, 240_000);

async function fetchJson(url: string, token: string) {
  const response = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
  return { body: await response.json() };
}
