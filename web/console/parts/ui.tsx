import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { asMoment } from "./format.ts";
import type { Loaded } from "./use-loaded.ts";

type Tone = "plain" | "good" | "warn" | "bad" | "info";

export function Badge({ tone = "plain", children }: { tone?: Tone; children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

/** Says what has happened, to screen readers too. */
export function Notice({ tone = "info", children }: { tone?: Tone; children: ComponentChildren }) {
  return (
    <p class={`notice ${tone}`} role={tone === "bad" ? "alert" : "status"}>
      {children}
    </p>
  );
}

export function Failure({ error }: { error: string | null }) {
  return error === null ? null : <Notice tone="bad">{error}</Notice>;
}

/** The head of a view. It takes the focus when the view opens, so that the keyboard begins there. */
export function Head({ title, children }: { title: string; children?: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Edgedesk console`;
    scrollTo({ top: 0 });
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <header class="view-head">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children && <div class="actions">{children}</div>}
    </header>
  );
}

/** What was loaded, or that it is loading, or why it could not be. */
export function Shown<T>({
  loaded,
  children,
}: {
  loaded: Loaded<T>;
  children: (data: T) => ComponentChildren;
}) {
  const { data, error, reload } = loaded;
  return (
    <>
      {error !== null && (
        <div class="notice bad" role="alert">
          {error}{" "}
          <button type="button" class="link" onClick={() => void reload()}>
            Try again
          </button>
        </div>
      )}
      {data === null ? error === null && <p class="quiet">Loading…</p> : children(data)}
    </>
  );
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

type FieldProps = {
  label: string;
  hint?: string;
  children: (ids: { id: string; "aria-describedby"?: string }) => ComponentChildren;
};

/** A labelled control; `children` gets the attributes that tie the two together. */
export function Field({ label, hint, children }: FieldProps) {
  const id = useId();
  const described = hint === undefined ? {} : { "aria-describedby": `${id}-hint` };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, ...described })}
      {hint !== undefined && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}

type ChoiceProps<T extends string> = {
  label: string;
  options: readonly (readonly [value: T, text: string])[];
  value: T;
  onChange: (value: T) => void;
};

type SelectProps<T extends string> = {
  options: readonly (readonly [value: T, text: string])[];
  value: T;
  onChange: (value: T) => void;
  disabled?: boolean;
  class?: string;
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
};

/** One of several, as the browser's own list. */
export function Select<T extends string>({ options, value, onChange, ...rest }: SelectProps<T>) {
  return (
    <select
      {...rest}
      value={value}
      onChange={({ currentTarget }) => {
        const chosen = options.find(([option]) => option === currentTarget.value);
        if (chosen) onChange(chosen[0]);
      }}
    >
      {options.map(([option, text]) => (
        <option key={option} value={option}>
          {text}
        </option>
      ))}
    </select>
  );
}

/** One of a few, as buttons in a row: the filter above a list. */
export function Choice<T extends string>({ label, options, value, onChange }: ChoiceProps<T>) {
  return (
    <div class="choice" role="group" aria-label={label}>
      {options.map(([option, text]) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === value}
          onClick={() => onChange(option)}
        >
          {text}
        </button>
      ))}
    </div>
  );
}

/** The pages of a list that tells no total: on while a page is full. */
export function Pages(props: {
  skip: number;
  limit: number;
  shown: number;
  onSkip: (skip: number) => void;
}) {
  const { skip, limit, shown, onSkip } = props;
  if (skip === 0 && shown < limit) return null;
  return (
    <nav class="pages" aria-label="Pages">
      <button type="button" disabled={skip === 0} onClick={() => onSkip(Math.max(0, skip - limit))}>
        Previous
      </button>
      <span>{shown === 0 ? "No more" : `${skip + 1}–${skip + shown}`}</span>
      <button type="button" disabled={shown < limit} onClick={() => onSkip(skip + limit)}>
        Next
      </button>
    </nav>
  );
}

/** A moment in a table, on one line. */
export function Moment({ at }: { at: string }) {
  return (
    <time class="whole" dateTime={at}>
      {asMoment(at)}
    </time>
  );
}

/** Numbers that are to be seen first. */
export function Figures({
  label,
  of,
}: {
  label: string;
  of: readonly (readonly [string, string])[];
}) {
  return (
    <dl class="figures" aria-label={label}>
      {of.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A list of facts: term and value; what is null is not known, and left out. */
export function Facts({ of }: { of: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {of.map(([term, value]) =>
        value === null ? null : (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** What a table shows where there is nothing; on a phone the line is left out. */
export const NOTHING = "–";

/** A table that becomes a list of cards on a phone; its first column is what the row is about. */
export function Table(props: {
  caption: string;
  columns: readonly string[];
  rows: readonly { key: string; cells: readonly ComponentChildren[] }[];
}) {
  const { caption, columns, rows } = props;
  return (
    <table class="table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {cells.map((cell, i) => (
              <td
                key={columns[i]}
                data-label={columns[i]}
                class={cell === NOTHING ? "nothing" : undefined}
              >
                <div>{cell}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
