import { useState } from "preact/hooks";
import { orderStatuses, type OrderStatus } from "../../../src/orders/order-transitions.ts";
import { ask, desk } from "../api.ts";
import { asDay, asNumber, asWords } from "../parts/format.ts";
import { orderTone } from "../parts/tones.ts";
import { Badge, Choice, Empty, Head, Moment, Pages, Shown, Table } from "../parts/ui.tsx";
import { useLoaded } from "../parts/use-loaded.ts";
import { hrefOf } from "../parts/use-route.ts";
import { OrderView } from "./order.tsx";

const PAGE = 50;

type Filter = OrderStatus | "all";
const filters = [
  ["all", "All"],
  ...orderStatuses.map((status) => [status, asWords(status)] as const),
] as const satisfies (readonly [Filter, string])[];

export function Orders({ item }: { item: string | null }) {
  return item === null ? <OrderList /> : <OrderView key={item} id={item} />;
}

function OrderList() {
  const [filter, setFilter] = useState<Filter>("all");
  const [skip, setSkip] = useState(0);
  const orders = useLoaded(() => loadOrders(filter, skip), [filter, skip]);
  return (
    <>
      <Head title="Orders" />
      <Choice
        label="Which orders"
        options={filters}
        value={filter}
        onChange={(chosen) => {
          setFilter(chosen);
          setSkip(0);
        }}
      />
      <Shown loaded={orders}>
        {(shown) => (
          <>
            {shown.length === 0 ? (
              <Empty>No orders here.</Empty>
            ) : (
              <Table
                caption="Orders"
                columns={["Order", "Customer", "Status", "Delivery", "Lines", "Short", "Placed"]}
                rows={shown.map((order) => ({
                  key: order.order_id,
                  cells: [
                    <a href={hrefOf("orders", order.order_id)}>{order.order_id}</a>,
                    order.customer_id,
                    <Badge tone={orderTone(order.status)}>{asWords(order.status)}</Badge>,
                    <span class="whole">{asDay(order.delivery_date)}</span>,
                    asNumber(order.order_lines.length),
                    asNumber(order.order_lines.filter((line) => line.shortage_flag).length),
                    <Moment at={order.order_datetime} />,
                  ],
                }))}
              />
            )}
            <Pages skip={skip} limit={PAGE} shown={shown.length} onSkip={setSkip} />
          </>
        )}
      </Shown>
    </>
  );
}

function loadOrders(filter: Filter, skip: number) {
  const page = { skip: String(skip), limit: String(PAGE) };
  const query = filter === "all" ? page : { ...page, status: filter };
  return ask(desk.admin.orders.$get({ query }));
}
