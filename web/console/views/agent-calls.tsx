import { useMemo, useState } from "preact/hooks";
import { ask, desk } from "../api.ts";
import { Chart, type Series } from "../parts/chart.tsx";
import { asNumber, asPercent, asWords } from "../parts/format.ts";
import { Choice, Empty, Figures, Moment, NOTHING, Shown, Table } from "../parts/ui.tsx";
import { useLoaded } from "../parts/use-loaded.ts";

type Range = "24h" | "7d" | "30d";
const ranges = [
  ["24h", "24 hours"],
  ["7d", "7 days"],
  ["30d", "30 days"],
] as const satisfies [Range, string][];

type Metrics = Awaited<ReturnType<typeof loadMetrics>>;

/** How AI agents use the desk: their calls, what failed, and how long an answer takes. */
export function AgentCalls() {
  const [range, setRange] = useState<Range>("7d");
  const metrics = useLoaded(() => loadMetrics(range), [range]);
  return (
    <>
      <div class="section-head">
        <h2>Calls of AI agents</h2>
        <Choice label="Period of the calls" options={ranges} value={range} onChange={setRange} />
      </div>
      <Shown loaded={metrics}>
        {({ summary, hourly_stats, endpoints, recent_errors }) => (
          <>
            <Figures
              label="Calls"
              of={[
                ["Calls", asNumber(summary.total_calls)],
                ["Failed", asNumber(summary.failed_calls)],
                ["Succeeded", asPercent(summary.success_rate)],
                ["Mean answer", `${asNumber(summary.avg_response_time)} ms`],
                ["Customers asked about", asNumber(summary.unique_customers)],
              ]}
            />
            <div class="halves">
              <section class="card" aria-label="Calls over time">
                <Calls hours={hourly_stats} isByHour={range === "24h"} />
              </section>
              <section class="card" aria-label="Operations">
                <h2>Operations</h2>
                <Operations of={endpoints} />
              </section>
            </div>
            <section class="card" aria-label="What failed last">
              <h2>What failed last</h2>
              <Failures of={recent_errors} />
            </section>
          </>
        )}
      </Shown>
    </>
  );
}

function Calls({ hours, isByHour }: { hours: Metrics["hourly_stats"]; isByHour: boolean }) {
  const sums = useMemo(() => (isByHour ? hours.map(withFailed) : byDay(hours)), [hours, isByHour]);
  const times = useMemo(() => sums.map(({ time }) => time), [sums]);
  const series = useMemo<Series[]>(
    () => [
      { label: "Calls", color: "--accent", values: sums.map(({ calls }) => calls) },
      { label: "Failed", color: "--series-2", values: sums.map(({ failed }) => failed) },
    ],
    [sums],
  );
  const unit = isByHour ? "Hour" : "Day";
  return <Chart title={`Calls by ${unit.toLowerCase()}`} {...{ unit, times, series }} />;
}

type Sum = { time: string; calls: number; failed: number };

function withFailed({ hour, calls, success_rate }: Metrics["hourly_stats"][number]): Sum {
  return { time: hour, calls, failed: Math.round(calls * (1 - success_rate / 100)) };
}

/** The hours added up by the day that they are in, as the reader's clock has it. */
function byDay(hours: Metrics["hourly_stats"]): Sum[] {
  const days = new Map<string, Sum>();
  for (const { time: hour, calls, failed } of hours.map(withFailed)) {
    const time = new Date(hour).toLocaleDateString("sv-SE");
    const sum = days.get(time) ?? { time, calls: 0, failed: 0 };
    days.set(time, { time, calls: sum.calls + calls, failed: sum.failed + failed });
  }
  return [...days.values()];
}

function Operations({ of: endpoints }: { of: Metrics["endpoints"] }) {
  if (endpoints.length === 0) return <Empty>No agent has called.</Empty>;
  return (
    <Table
      caption="Operations"
      columns={["Operation", "Calls", "Failed", "Mean"]}
      rows={endpoints.map(({ endpoint, calls, success_rate, avg_response_time }) => ({
        key: endpoint,
        cells: [
          <strong title={endpoint}>{nameOf(endpoint)}</strong>,
          asNumber(calls),
          asPercent(100 - success_rate),
          `${asNumber(avg_response_time)} ms`,
        ],
      }))}
    />
  );
}

function Failures({ of: errors }: { of: Metrics["recent_errors"] }) {
  if (errors.length === 0) return <Empty>Nothing has failed.</Empty>;
  return (
    <Table
      caption="What failed last"
      columns={["Operation", "Problem", "Customer", "When"]}
      rows={errors.map(({ timestamp, endpoint, error, customer_email }, i) => ({
        key: String(i),
        cells: [
          <strong title={endpoint}>{nameOf(endpoint)}</strong>,
          <a href={`/problems/#${error}`}>{error}</a>,
          customer_email === null ? NOTHING : <span class="breaks">{customer_email}</span>,
          <Moment at={timestamp} />,
        ],
      }))}
    />
  );
}

/** `/gpt-rag/customer-lookup` is the customer lookup. */
function nameOf(endpoint: string): string {
  return asWords(endpoint.split("/").at(-1) ?? endpoint);
}

function loadMetrics(timeRange: Range) {
  const where = desk.api["ai-customer-service"].analytics["gpt-metrics"];
  return ask(where.$get({ query: { timeRange } }));
}
