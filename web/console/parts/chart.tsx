import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { asDay, asNumber } from "./format.ts";
import { Table } from "./ui.tsx";

export type Series = { label: string; color: "--accent" | "--series-2"; values: readonly number[] };
type Props = { title: string; days: readonly string[]; series: readonly Series[] };

const HEIGHT = 240;
const ticks = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** Numbers by day as lines, and the same as a table for those who cannot see them. */
export function Chart({ title, days, series }: Props) {
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let plot = draw(element, days, series);
    const redraw = () => {
      plot.destroy();
      plot = draw(element, days, series);
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
  }, [days, series]);

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
          columns={["Day", ...series.map(({ label }) => label)]}
          rows={days.map((day, i) => ({
            key: day,
            cells: [asDay(day), ...series.map(({ values }) => asNumber(values[i] ?? 0))],
          }))}
        />
      </details>
    </figure>
  );
}

function draw(element: HTMLElement, days: readonly string[], series: readonly Series[]): uPlot {
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
    scales: { y: { range: (_plot, _low, high) => [0, Math.max(4, high * 1.1)] } },
    axes: [
      {
        ...axis,
        space: 64,
        grid: { show: false },
        values: (_plot, splits) => splits.map((at) => ticks.format(new Date(at * 1000))),
      },
      { ...axis, size: 44 },
    ],
    series: [
      {
        label: "Day",
        value: (_plot, at) => (at === null ? "–" : ticks.format(new Date(at * 1000))),
      },
      ...series.map(({ label, color: name }, i) => ({
        label,
        stroke: color(name),
        width: 2,
        ...(i === 0 ? {} : { dash: [6, 4] }),
        points: { show: days.length < 3 },
      })),
    ],
  };
  const at = days.map((day) => Date.parse(day) / 1000);
  return new uPlot(options, [at, ...series.map(({ values }) => [...values])], element);
}
