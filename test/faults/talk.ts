import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { logOf, until } from "../support/chat.ts";
import { expectWhole, StubbornClient } from "../support/stubborn-client.ts";

type Member = Parameters<typeof logOf>[0] & { token: string };

const AT_ONCE = 4;

/**
 * Clients of some rooms who talk all the time, whatever happens, and what must be true afterwards of what they were
 * told and of what the rooms have.
 */
export function openTalk(rooms: { id: string; member: Member }[], origin: string, perRoom = 3) {
  const circles = rooms.map(({ id, member }) => ({
    id,
    member,
    clients: Array.from(
      { length: perRoom },
      () => new StubbornClient(id, member.token, { origin }),
    ),
  }));
  /** By client id: the highest number that its room had acknowledged to anybody before it was sent. */
  const floors = new Map<string, number>();
  const clients = circles.flatMap((circle) => circle.clients);
  const acknowledged = () => clients.reduce((sum, one) => sum + one.acknowledged.size, 0);
  const connections = () => clients.reduce((sum, one) => sum + one.connections, 0);
  const settled = () =>
    until(() => (clients.every(({ unsent }) => unsent.length === 0) ? true : undefined));

  function sayMore(): void {
    for (const { clients: here } of circles) {
      const floor = Math.max(0, ...here.flatMap((one) => [...one.acknowledged.values()]));
      for (const client of here) {
        if (client.unsent.length < AT_ONCE) floors.set(client.say(`Lampa ${floors.size}`), floor);
      }
    }
  }

  return {
    acknowledged,
    /** How often all of them together were welcomed. */
    connections,
    /** Everybody says something, and hears that it is stored. */
    async sayAndSettle(): Promise<void> {
      for (let i = 0; i < AT_ONCE; i += 1) sayMore();
      await settled();
    },
    /** Talks while something happens. */
    async during(happening: () => Promise<void>): Promise<void> {
      const over = new AbortController();
      const happened = happening().finally(() => over.abort());
      while (!over.signal.aborted) {
        sayMore();
        await sleep(20);
      }
      await happened;
    },
    /** Lets everybody finish. Nothing acknowledged is lost, nothing is twice, everybody has the same, in one order. */
    async expectWholeAfterAll(): Promise<void> {
      await settled();
      for (const { id, member, clients: here } of circles) {
        const log = await logOf(member, id);
        expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1));
        expect(new Set(log.map(({ user_id, client_id }) => `${user_id} ${client_id}`)).size).toBe(
          log.length,
        );
        await until(() => (here.every(({ seen }) => seen.length >= log.length) ? true : undefined));
        for (const client of here) expectWhole(client, log);
        const early = log.filter(({ client_id, seq }) => seq <= (floors.get(client_id) ?? 0));
        expect(early).toEqual([]);
      }
      await Promise.all(clients.map((client) => client.stop()));
    },
  };
}
