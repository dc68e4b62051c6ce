import { useEffect, useRef, useState } from "preact/hooks";
import type { Scope } from "../../../src/identity/machine-keys.schema.ts";
import { ask, desk } from "../api.ts";
import { Failure, Field } from "../parts/ui.tsx";
import { useAction } from "../parts/use-loaded.ts";

const scopes = [
  ["gpt", "Agents"],
  ["sales", "Sales"],
  ["admin", "Everything"],
] as const satisfies [Scope, string][];

export type NewKey = Awaited<ReturnType<typeof makeKey>>;

type Form = { name: string; scopes: readonly Scope[]; days: string };

const blank: Form = { name: "", scopes: ["gpt"], days: "" };

type Props = { made: NewKey | null; onMade: (key: NewKey) => void; onDone: () => void };

/** Asks for a new key, and shows it when it is made; it is nowhere else. */
export function NewKeyForm({ made, onMade, onDone }: Props) {
  const [form, setForm] = useState(blank);
  const { isBusy, error, run } = useAction();
  const change = (part: Partial<Form>) => setForm({ ...form, ...part });
  if (made) return <OnlyOnce made={made} onDone={onDone} />;

  function make(event: Event): void {
    event.preventDefault();
    void run(async () => {
      const key = await makeKey(form);
      setForm(blank);
      onMade(key);
    });
  }

  return (
    <form class="stack" onSubmit={make} aria-label="New key">
      <Failure error={error} />
      <div class="filters">
        <Field label="Name" hint="Whose key it is.">
          {(ids) => (
            <input
              {...ids}
              required
              maxLength={100}
              autocomplete="off"
              value={form.name}
              onInput={(event) => change({ name: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label="Days" hint="Empty: until it is revoked.">
          {(ids) => (
            <input
              {...ids}
              type="number"
              min="1"
              max="3650"
              value={form.days}
              onInput={(event) => change({ days: event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
      <div class="actions" role="group" aria-label="What it may use">
        {scopes.map(([scope, text]) => (
          <label key={scope} class="check">
            <input
              type="checkbox"
              checked={form.scopes.includes(scope)}
              onChange={({ currentTarget }) => {
                const others = form.scopes.filter((one) => one !== scope);
                change({ scopes: currentTarget.checked ? [...others, scope] : others });
              }}
            />
            {text} ({scope})
          </label>
        ))}
      </div>
      <button type="submit" class="primary" disabled={isBusy || form.scopes.length === 0}>
        Make a key
      </button>
    </form>
  );
}

function OnlyOnce({ made, onDone }: { made: NewKey; onDone: () => void }) {
  const [isCopied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), [made]);

  /** Where a page may not write to the clipboard, the key is at least selected. */
  async function copy(): Promise<void> {
    field.current?.select();
    const done = navigator.clipboard.writeText(made.secret).then(
      () => true,
      () => false,
    );
    setCopied(await done);
  }

  return (
    <div class="stack">
      <Field
        label={`The key of ${made.name}`}
        hint="Copy it now: it is not shown again, and nobody can look it up."
      >
        {(ids) => <input {...ids} ref={field} readOnly value={made.secret} />}
      </Field>
      <div class="actions">
        <button type="button" class="primary" onClick={() => void copy()}>
          Copy
        </button>
        <button type="button" onClick={onDone}>
          Done
        </button>
        <span role="status">{isCopied && "Copied."}</span>
      </div>
    </div>
  );
}

function makeKey({ name, scopes: wanted, days }: Form) {
  const json = { name, scopes: [...wanted], days: days === "" ? null : Number(days) };
  return ask(desk.api.admin.keys.$post({ json }));
}
