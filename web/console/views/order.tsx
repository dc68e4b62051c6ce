import { useState } from "preact/hooks";
import { transitions, type OrderStatus } from "../../../src/orders/order-transitions.ts";
import { ask, desk } from "../api.ts";
import { asDay, asEuros, asMoment, asNumber, asWords } from "../parts/format.ts";
import { Messages } from "../parts/messages.tsx";
import { Badge, Facts, Failure, Field, Head, NOTHING, Shown, Table } from "../parts/ui.tsx";
import { useAction, useLoaded } from "../parts/use-loaded.ts";
import { hrefOf } from "../parts/use-route.ts";
import { orderTone } from "../parts/tones.ts";

type Order = Awaited<ReturnType<typeof loadOrder>>;

export function OrderView({ id }: { id: string }) {
  const order = useLoaded(() => loadOrder(id), [id]);
  return (
    <>
      <p class="up">
        <a href={hrefOf("orders")}>← All orders</a>
      </p>
      <Head title={`Order ${id}`}>
        {order.data && (
          <Badge tone={orderTone(order.data.status)}>{asWords(order.data.status)}</Badge>
        )}
      </Head>
      <Shown loaded={order}>
        {(shown) => (
          <div class="split">
            <div>
              <section class="card" aria-label="Lines">
                <h2>Lines</h2>
                <Lines order={shown} onReplaced={() => order.reload()} />
              </section>
            </div>
            <div>
              <Moves order={shown} onMoved={order.put} />
              <About order={shown} />
            </div>
            <Messages
              messages={shown.messages}
              onSend={async (content) => {
                const param = { order_id: id };
                const where = desk.admin.orders[":order_id"].messages;
                await ask(where.$post({ param, header: {}, json: { content } }));
                await order.reload();
              }}
            />
          </div>
        )}
      </Shown>
    </>
  );
}

function Lines({ order, onReplaced }: { order: Order; onReplaced: () => Promise<void> }) {
  const { isBusy, error, run } = useAction();
  const open = order.order_substitutes.filter(({ is_used }) => !is_used);
  function replace(line_id: number, substitute_product_code: string): void {
    void run(async () => {
      const where = desk.admin.orders[":order_id"]["replace-product"];
      const json = { line_id, substitute_product_code };
      await ask(where.$post({ param: { order_id: order.order_id }, query: {}, json }));
      await onReplaced();
    });
  }
  return (
    <>
      <Failure error={error} />
      <Table
        caption="Lines of the order"
        columns={["Product", "Ordered", "Reserved", "Price", "Substitutes"]}
        rows={order.order_lines.map((line) => ({
          key: String(line.line_id),
          cells: [
            <>
              <strong>{line.product.product_name}</strong>
              <span class="clip">{line.product_code}</span>
            </>,
            asNumber(line.ordered_qty),
            <>
              {asNumber(line.reserved_qty)} {line.shortage_flag && <Badge tone="warn">Short</Badge>}
            </>,
            asEuros(line.unit_price),
            line.shortage_flag && order.status !== "delivered" && order.status !== "cancelled" ? (
              <div class="actions">
                {open
                  .filter(({ line_id }) => line_id === line.line_id)
                  .map(({ substitute_id, substitute_product_code: code }) => (
                    <button
                      key={substitute_id}
                      type="button"
                      disabled={isBusy}
                      onClick={() => replace(line.line_id, code)}
                    >
                      Deliver {code}
                    </button>
                  ))}
              </div>
            ) : (
              NOTHING
            ),
          ],
        }))}
      />
    </>
  );
}

/** The moves that are legal from here; the desk has the same table. */
function Moves({ order, onMoved }: { order: Order; onMoved: (order: Order) => void }) {
  const [notes, setNotes] = useState("");
  const { isBusy, error, run } = useAction();
  const next = transitions[order.status];
  function move(status: OrderStatus): void {
    void run(async () => {
      const json = { status, ...(notes.trim() === "" ? {} : { notes: notes.trim() }) };
      const param = { order_id: order.order_id };
      const where = desk.admin.orders[":order_id"].status;
      onMoved(await ask(where.$put({ param, query: {}, json })));
      setNotes("");
    });
  }
  if (next.length === 0) return null;
  return (
    <section class="card" aria-label="Status">
      <h2>Move it on</h2>
      <Failure error={error} />
      <div class="stack">
        <Field label="Note" hint="For the history; when asking the customer, they read it too.">
          {(ids) => (
            <input
              {...ids}
              maxLength={1000}
              value={notes}
              onInput={(event) => setNotes(event.currentTarget.value)}
            />
          )}
        </Field>
        <div class="actions">
          {next.map((status) => (
            <button
              key={status}
              type="button"
              class={status === "cancelled" ? "danger" : ""}
              disabled={isBusy}
              onClick={() => move(status)}
            >
              {status === "cancelled" ? "Cancel the order" : asWords(status)}
            </button>
          ))}
        </div>
      </div>
    </section>
  );
}

function About({ order }: { order: Order }) {
  const { delivery_window_start: from, delivery_window_end: to } = order;
  return (
    <section class="card" aria-label="About the order">
      <h2>About the order</h2>
      <Facts
        of={[
          ["Customer", order.customer_id],
          ["Delivery", `${asDay(order.delivery_date)}${from && to ? `, ${from}–${to}` : ""}`],
          ["Placed", asMoment(order.order_datetime)],
          ["Answer by", order.answer_by === null ? null : asMoment(order.answer_by)],
        ]}
      />
      <h3>History</h3>
      <ol class="notes">
        {order.tracking_history.map((entry) => (
          <li key={entry.tracking_id}>
            <p class="who">
              {asWords(entry.status)}{" "}
              <time dateTime={entry.created_at}>{asMoment(entry.created_at)}</time>
            </p>
            {entry.notes && <p class="said">{entry.notes}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}

function loadOrder(order_id: string) {
  return ask(desk.admin.orders[":order_id"].$get({ param: { order_id } }));
}
