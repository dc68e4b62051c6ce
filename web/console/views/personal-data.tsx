import { useState } from "preact/hooks";
import { ask, desk } from "../api.ts";
import { asWords } from "../parts/format.ts";
import { Confirm } from "../parts/confirm.tsx";
import { Failure, Field, Table } from "../parts/ui.tsx";
import { useAction } from "../parts/use-loaded.ts";

type Receipt = Awaited<ReturnType<typeof erase>>;

/** What people may ask of whoever keeps data about them: to have it, and to have it erased. */
export function PersonalData() {
  const [whom, setWhom] = useState("");
  const [said, setSaid] = useState("");
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const { isBusy, error, run } = useAction();
  const isNamed = whom.trim() !== "";

  function download(event: Event): void {
    event.preventDefault();
    void run(async () => {
      setReceipt(null);
      const held = await ask(desk.api.admin.privacy.export.$post({ json: named(whom) }));
      const kinds = held.holdings.map(
        ({ name, rows }) => `${rows.length} ${asWords(name).toLowerCase()}`,
      );
      setSaid(kinds.length === 0 ? "Nothing is held." : `Held: ${kinds.join(", ")}.`);
      if (kinds.length > 0) save(held, "personal-data.json");
    });
  }

  function eraseForGood(): void {
    void run(async () => {
      setSaid("");
      setReceipt(await erase(whom));
    });
  }

  return (
    <section class="card" aria-label="Personal data">
      <h2>Personal data</h2>
      <form class="stack" onSubmit={download}>
        <Failure error={error} />
        <Field
          label="Whose"
          hint="An e-mail address, a phone number, or the id of a user or visitor."
        >
          {(ids) => (
            <input
              {...ids}
              required
              maxLength={254}
              autocomplete="off"
              value={whom}
              onInput={({ currentTarget }) => {
                setWhom(currentTarget.value);
                setReceipt(null);
                setSaid("");
              }}
            />
          )}
        </Field>
        <div class="actions">
          <button type="submit" disabled={isBusy || !isNamed}>
            Export
          </button>
          <Confirm
            key={whom}
            verb="Erase"
            object="this person"
            isBusy={isBusy || !isNamed}
            onConfirm={eraseForGood}
          />
          <span role="status">{said}</span>
        </div>
      </form>
      {receipt && <Erased receipt={receipt} />}
    </section>
  );
}

function Erased({ receipt: { id, erased, kept, finished_at } }: { receipt: Receipt }) {
  const gone = erased.map(({ name, rows }) => ({ name, rows, because: "Erased" }));
  return (
    <>
      <p role="status">
        {finished_at === null
          ? "Erased from the database; rooms and files follow tonight."
          : "Erased."}{" "}
        <span class="quiet breaks">{id}</span>
      </p>
      <Table
        caption="Erased and kept"
        columns={["What", "How many", "What became of it"]}
        rows={[...gone, ...kept].map(({ name, rows, because }) => ({
          key: name,
          cells: [asWords(name), String(rows), because],
        }))}
      />
    </>
  );
}

function erase(whom: string) {
  const json = { ...named(whom), confirm: "erase" as const };
  return ask(desk.api.admin.privacy.erase.$post({ json, header: {} }));
}

function named(whom: string) {
  const text = whom.trim();
  if (text.includes("@")) return { email: text };
  return /^(usr|vis)_/.test(text) ? { user_id: text } : { phone: text };
}

function save(value: object, name: string): void {
  const address = URL.createObjectURL(
    new Blob([JSON.stringify(value, null, 2)], { type: "application/json" }),
  );
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}
