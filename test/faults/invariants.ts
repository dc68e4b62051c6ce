import { createClient } from "@libsql/client/web";
import { mayFollow, orderStatuses, type OrderStatus } from "../../src/orders/order-transitions.ts";
import type { BareDesk } from "../support/bare-desk.ts";
import { sendBlindly } from "./blind-client.ts";
import type { Acknowledged, Product } from "./flows.ts";

/**
 * Everything that is not as it must be after whatever happened: as sentences, none if all is well. What was acknowledged is
 * there, once; nothing else is; numbers have no gaps; ledgers sum; statuses are legal; the file is sound.
 */
export async function wrongsOf(
  desk: BareDesk,
  done: Acknowledged,
  stock: Product[],
): Promise<string[]> {
  const client = createClient({ url: desk.databaseUrl });
  const rows = async (text: string) => (await client.execute(text)).rows.map((row) => ({ ...row }));
  const column = async (text: string) =>
    (await rows(text)).map((row) => String(Object.values(row)[0]));
  const wrongs: string[] = [];
  const none = async (what: string, text: string) => {
    for (const row of (await rows(text)).slice(0, 3))
      wrongs.push(`${what}: ${JSON.stringify(row)}`);
  };
  const same = (what: string, stored: string[], acknowledged: string[]) => {
    const there = new Set(stored);
    if (there.size !== stored.length) wrongs.push(`${what}: ${stored.length - there.size} doubled`);
    const lost = acknowledged.filter((one) => !there.has(one));
    if (lost.length > 0) wrongs.push(`${what}: ${lost.length} acknowledged and lost`);
    if (there.size > new Set(acknowledged).size)
      wrongs.push(`${what}: some that nobody was told of`);
  };

  same(
    "tickets",
    await column(
      "select customer_email || ' ' || number from tickets where title <> '' and description = 'Storm'",
    ),
    done.tickets.map(({ email, number }) => `${email} ${number}`),
  );
  await none(
    "ticket numbers with a gap",
    `select count(*) n, max(cast(substr(number, 9) as integer)) - min(cast(substr(number, 9) as integer)) + 1 wide
     from tickets group by substr(number, 1, 7) having n <> wide`,
  );
  same("leads", await column("select email from leads where name = 'Storm'"), done.imported);
  same(
    "orders",
    await column(`select customer_id || ' ' || o.id || ' ' || sum(ordered_qty) from orders o
      join order_lines l on l.order_id = o.id where product_code like 'F-%' group by o.id`),
    done.orders.map(({ customerId, orderId, quantity }) => `${customerId} ${orderId} ${quantity}`),
  );
  await none(
    "invoice numbers with a gap",
    `select count(*) n, max(cast(substr(number, 6) as integer)) - min(cast(substr(number, 6) as integer)) + 1 wide
     from invoices group by substr(number, 1, 4) having n <> wide`,
  );
  await none(
    "an order without exactly one invoice",
    `select o.id, count(i.id) n from orders o left join invoices i on i.order_id = o.id and i.type = 'order'
     where o.customer_id in (select customer_id from order_lines l join orders on orders.id = order_id where product_code like 'F-%')
     group by o.id having n <> 1`,
  );
  await none(
    "an invoice that is not the sum of its items",
    `select i.id, i.net_cents, sum(t.quantity * t.unit_price_cents) items from invoices i
     join invoice_items t on t.invoice_id = i.id group by i.id having items <> i.net_cents`,
  );
  await none(
    "refunds above what is charged",
    `select concerns_order_id, sum(case type when 'refund' then -(net_cents + vat_cents) else net_cents + vat_cents end) rest
     from invoices where status <> 'cancelled' group by concerns_order_id having rest < 0`,
  );
  same(
    "claims that are resolved with one refund",
    await column(`select c.id || ' ' || sum(i.net_cents + i.vat_cents) from claims c
      join invoices i on i.claim_id = c.id and i.type = 'refund'
      where c.status = 'resolved' and c.description like 'Torn in the storm%' group by c.id having count(*) = 1`),
    done.claims.map(({ claimId, refund }) => `${claimId} ${Math.round(refund * 100)}`),
  );
  for (const row of await rows(`select a.file_key, a.bytes from claim_attachments a
      join claims c on c.id = a.claim_id where c.description like 'Torn in the storm%'`)) {
    const file = desk.stores.files.get(String(row["file_key"]));
    if (file?.bytes.length !== row["bytes"]) wrongs.push(`a claim's file is ${file?.bytes.length}`);
  }
  await none(
    "a claim without its one file",
    `select c.id, count(a.file_key) n from claims c left join claim_attachments a on a.claim_id = c.id
     where c.description like 'Torn in the storm%' group by c.id having n <> 1`,
  );
  await none(
    "stock that is not the sum of its ledger",
    `select v.product_code, v.on_hand, v.reserved, sum(m.on_hand_change) hand, sum(m.reserved_change) promised
     from inventory v join stock_movements m on m.product_code = v.product_code group by v.product_code
     having v.on_hand <> hand or v.reserved <> promised or v.on_hand < v.reserved`,
  );
  for (const { code, stock: received } of stock) {
    await none(
      "units that came from nowhere, or went there",
      `select v.on_hand, coalesce((select sum(shipped_qty) from order_lines where product_code = '${code}'), 0) shipped
       from inventory v where product_code = '${code}' and on_hand + shipped <> ${received}`,
    );
  }
  await none(
    "promises that are no order line's",
    `select v.product_code, v.reserved, coalesce(sum(l.reserved_qty), 0) lines from inventory v
     left join order_lines l on l.product_code = v.product_code group by v.product_code having lines <> v.reserved`,
  );
  wrongs.push(
    ...illegalMoves(
      await rows("select order_id, status from order_tracking order by order_id, id"),
    ),
  );
  wrongs.push(...(await wrongsOfRooms(desk, done, rows)));
  const [soundness] = await column("pragma integrity_check");
  if (soundness !== "ok") wrongs.push(`integrity_check says ${soundness}`);
  client.close();
  return wrongs;
}

function illegalMoves(tracked: Record<string, unknown>[]): string[] {
  return tracked.flatMap((row, i) => {
    const before = tracked[i - 1];
    const [from, to] = [statusOf(before?.["status"]), statusOf(row["status"])];
    if (before?.["order_id"] !== row["order_id"] || from === to) return [];
    return mayFollow(from, to) ? [] : [`order ${row["order_id"]} went from ${from} to ${to}`];
  });
}

function statusOf(value: unknown): OrderStatus {
  return orderStatuses.find((status) => status === value) ?? "placed";
}

const COPIED_WITHIN_MS = 75_000;

/** Rooms by their own logs, and by their copies in libSQL, which come a little later. */
export async function wrongsOfRooms(
  desk: BareDesk,
  done: Pick<Acknowledged, "messages">,
  rows: (text: string) => Promise<Record<string, unknown>[]>,
): Promise<string[]> {
  const wrongs: string[] = [];
  const ofRooms = Map.groupBy(done.messages, ({ room }) => room);
  const deadline = Date.now() + COPIED_WITHIN_MS;
  for (const [room, sent] of ofRooms) {
    const path = `/api/chat/rooms/${room}/messages?limit=200`;
    const { body: log } = await sendBlindly(desk.url, path, { token: sent[0]?.token ?? "" });
    const numbers = new Map<string, number>();
    for (const [i, { seq, client_id }] of log.entries()) {
      if (seq !== i + 1) wrongs.push(`room ${room} has ${seq} in place ${i + 1}`);
      if (numbers.has(client_id)) wrongs.push(`room ${room} has a message twice`);
      numbers.set(client_id, seq);
    }
    for (const { clientId, seq } of sent) {
      if (numbers.get(clientId) !== seq) {
        wrongs.push(`room ${room}: acknowledged as ${seq}, stored as ${numbers.get(clientId)}`);
      }
    }
    const copied = `select seq, client_id, content from chat_messages where room_id = '${room}' order by seq`;
    const wanted = JSON.stringify(
      log.map(({ seq, client_id, content }: any) => ({ seq, client_id, content })),
    );
    let copy = JSON.stringify(await rows(copied));
    while (copy !== wanted && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      copy = JSON.stringify(await rows(copied));
    }
    if (copy !== wanted) wrongs.push(`room ${room} differs from its copy`);
  }
  return wrongs;
}
