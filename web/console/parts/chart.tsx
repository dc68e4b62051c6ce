import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { asNumber } from "./format.ts";
import { Table } from "./ui.tsx";

export type Series = { label: string; color: "--accent" | "--series-2"; values: readonly number[] };
export type Unit = "Day" | "Hour";
/** `times` are days, `YYYY-MM-DD`, or the beginnings of hours. */
type Props = { title: string; unit: Unit; times: readonly string[]; series: readonly Series[] };

const HEIGHT = 240;
// A day is a day of the business, wherever it is looked at.
const formats = {
  Day: new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }),
  Hour: new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }),
};

/** Numbers over time as lines, and the same as a table for those who cannot see them. */
export function Chart({ title, unit, times, series }: Props) {
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let plot = draw(element, unit, times, series);
    const redraw = () => {
      plot.destroy();
      plot = draw(element, unit, times, series);
    };
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    const size = new ResizeObserver(() => {
      plot.setSize({ width: element.clientWidth, height: HEIGHT });
    });
    size.observe(element);
    scheme.addEventListener("change", redraw);
    return () => {
      size.disconnect();
      scheme.removeEventListener("change", redraw);
      plot.destroy();
    };
  }, [unit, times, series]);

  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      <div
        ref={box}
        role="img"
        aria-label={`${title}, as lines; the table below has the numbers`}
      />
      <details>
        <summary>As a table</summary>
        <Table
          caption={title}
          columns={[unit, ...series.map(({ label }) => label)]}
          rows={times.map((time, i) => ({
            key: time,
            cells: [
              formats[unit].format(new Date(time)),
              ...series.map(({ values }) => asNumber(values[i] ?? 0)),
            ],
          }))}
        />
      </details>
    </figure>
  );
}

function draw(
  element: HTMLElement,
  unit: Unit,
  times: readonly string[],
  series: readonly Series[],
): uPlot {
  const newest = times.length - 1;
  const asTick = (at: number) => formats[unit].format(new Date(at * 1000));
  const styles = getComputedStyle(document.documentElement);
  const color = (name: string) => styles.getPropertyValue(name).trim();
  const axis = {
    stroke: color("--muted"),
    grid: { stroke: color("--line"), width: 1 },
    ticks: { show: false },
    font: "12px system-ui, sans-serif",
  };
  const options: uPlot.Options = {
    width: element.clientWidth,
    height: HEIGHT,
    cursor: { y: false },
    ...(unit === "Day" ? { tzDate: (at) => uPlot.tzDate(new Date(at * 1000), "UTC") } : {}),
    // Where nothing is pointed at, the legend tells the newest numbers.
    hooks: {
      ready: [(plot) => plot.setLegend({ idx: newest })],
      setCursor: [(plot) => plot.cursor.idx ?? plot.setLegend({ idx: newest })],
    },
    scales: { y: { range: (_plot, _low, high) => [0, Math.max(4, high * 1.1)] } },
    axes: [
      {
        ...axis,
        space: 64,
        size: 32,
        grid: { show: false },
        values: (_plot, splits) => splits.map(asTick),
      },
      { ...axis, size: 44 },
    ],
    series: [
      {
        label: unit,
        value: (_plot, at) => (at === null ? "–" : asTick(at)),
      },
      ...series.map(({ label, color: name }, i) => ({
        label,
        stroke: color(name),
        width: 2,
        ...(i === 0 ? {} : { dash: [6, 4] }),
        points: { show: times.length < 3 },
      })),
    ],
  };
  const at = times.map((time) => Date.parse(time) / 1000);
  return new uPlot(options, [at, ...series.map(({ values }) => [...values])], element);
}
