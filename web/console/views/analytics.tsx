import { useMemo, useState } from "preact/hooks";
import { ask, desk } from "../api.ts";
import { Chart, type Series } from "../parts/chart.tsx";
import { asNumber, asPercent, asWords } from "../parts/format.ts";
import { Choice, Empty, Figures, Head, Shown, Table } from "../parts/ui.tsx";
import { useLoaded } from "../parts/use-loaded.ts";
import { AgentCalls } from "./agent-calls.tsx";

type Days = "7" | "30" | "90";
const periods = [
  ["7", "7 days"],
  ["30", "30 days"],
  ["90", "90 days"],
] as const satisfies [Days, string][];

export function Analytics() {
  const [days, setDays] = useState<Days>("30");
  const dashboard = useLoaded(() => ask(desk.api.admin.dashboard.$get()), []);
  const overview = useLoaded(() => loadOverview(days), [days]);
  const behavior = useLoaded(() => loadBehavior(days), [days]);
  return (
    <>
      <Head title="Analytics" />
      <Shown loaded={dashboard}>
        {(now) => (
          <Figures
            label="Now"
            of={[
              ["Customers", asNumber(now.total_customers)],
              ["Open chats", asNumber(now.active_chats)],
              ["Waiting chats", asNumber(now.pending_chats)],
              ["Messages", asNumber(now.total_messages)],
              ["Written by the AI", asPercent(now.ai_usage_rate)],
              ["Until an answer", `${asNumber(now.avg_response_time)} min`],
            ]}
          />
        )}
      </Shown>
      <div class="section-head">
        <h2>Chats</h2>
        <Choice label="Period of the chats" options={periods} value={days} onChange={setDays} />
      </div>
      <Shown loaded={overview}>{(shown) => <ByDay overview={shown} />}</Shown>
      <Shown loaded={behavior}>{(shown) => <Customers behavior={shown} />}</Shown>
      <AgentCalls />
    </>
  );
}

function ByDay({ overview }: { overview: Awaited<ReturnType<typeof loadOverview>> }) {
  const { daily_activity, intent_distribution } = overview;
  const days = useMemo(() => daily_activity.map(({ date }) => date), [daily_activity]);
  const series = useMemo<Series[]>(
    () => [
      {
        label: "By people",
        color: "--accent",
        values: daily_activity.map(({ human_count }) => human_count),
      },
      {
        label: "By the AI",
        color: "--series-2",
        values: daily_activity.map(({ ai_count }) => ai_count),
      },
    ],
    [daily_activity],
  );
  return (
    <div class="halves">
      <section class="card wide" aria-label="Messages by day">
        <Chart title="Messages by day" unit="Day" times={days} series={series} />
      </section>
      <section class="card" aria-label="What customers write about">
        <h2>What customers write about</h2>
        {intent_distribution.length === 0 && <Empty>Nothing was written.</Empty>}
        <dl class="bars">
          {intent_distribution.map(({ intent, count, percentage }) => (
            <div key={intent}>
              <dt>{asWords(intent)}</dt>
              <dd>
                <span>
                  {asNumber(count)} · {asPercent(percentage)}
                </span>
                <meter
                  min={0}
                  max={100}
                  value={percentage}
                  aria-label={`${asWords(intent)}, share`}
                />
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}

function Customers({ behavior }: { behavior: Awaited<ReturnType<typeof loadBehavior>> }) {
  const { customer_engagement: engagement, response_times: times } = behavior;
  return (
    <section class="card" aria-label="How customers use the chat">
      <h2>How customers use the chat</h2>
      <Figures
        label="Customers"
        of={[
          ["Customers who wrote", asNumber(engagement.total_customers)],
          ["Messages each", asNumber(engagement.avg_messages_per_customer)],
          ["Length of a chat", `${asNumber(engagement.avg_session_duration)} min`],
          ["Answers", asNumber(times.total_responses)],
          ["Until the AI answers", `${asNumber(times.avg_ai_response_time_minutes)} min`],
          ["Until a person answers", `${asNumber(times.avg_human_response_time_minutes)} min`],
        ]}
      />
      {engagement.top_customers.length > 0 && (
        <Table
          caption="The busiest customers"
          columns={["Customer", "Messages", "By the AI", "Length of a chat"]}
          rows={engagement.top_customers.map((customer) => ({
            key: customer.customer_id,
            cells: [
              <strong>{customer.customer_name}</strong>,
              asNumber(customer.message_count),
              asPercent(customer.ai_usage_rate),
              `${asNumber(customer.session_duration_minutes)} min`,
            ],
          }))}
        />
      )}
    </section>
  );
}

function loadOverview(days: Days) {
  return ask(desk.api.analytics.overview.$get({ query: { days } }));
}

function loadBehavior(days: Days) {
  return ask(desk.api.analytics["customer-behavior"].$get({ query: { days } }));
}
