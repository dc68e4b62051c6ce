import { useState } from "preact/hooks";
import type { Language } from "../../../src/ai/language.ts";
import type { EntryText } from "../../../src/knowledge/knowledge.schema.ts";
import { ask, desk } from "../api.ts";
import { Failure, Field, Select } from "../parts/ui.tsx";
import { useAction } from "../parts/use-loaded.ts";

const languages = [
  ["en", "English"],
  ["sv", "Swedish"],
  ["de", "German"],
  ["fi", "Finnish"],
] as const satisfies [Language, string][];

/** An entry in one of its languages, as it is being written; `texts` are all that are stored. */
export type Draft = EntryText & {
  /** Null for a new one. */
  id: number | null;
  /** The unanswered question that it answers. */
  questionId: number | null;
  kind: "faq" | "text";
  category: string;
  is_active: boolean;
  texts: EntryText[];
};

type Props = { draft: Draft; onSaved: () => void; onClose: () => void };

export function EntryForm({ draft, onSaved, onClose }: Props) {
  const [form, setForm] = useState(draft);
  const { isBusy, error, run } = useAction();
  const change = (part: Partial<Draft>) => setForm({ ...form, ...part });

  /** Another language: what is stored in it, or an empty text. */
  function speak(language: Language): void {
    const known = form.texts.find((text) => text.language === language);
    change(known ?? { language, title: "", body: "", keywords: "" });
  }

  function save(event: Event): void {
    event.preventDefault();
    void run(async () => {
      await store(form);
      onSaved();
    });
  }

  function remove(id: number): void {
    void run(async () => {
      const param = { entry_id: String(id) };
      await ask(desk.api.v1.chat.knowledge[":entry_id"].$delete({ param }));
      onSaved();
    });
  }

  return (
    <form class="card stack" onSubmit={save} aria-label="Entry">
      <h2>{form.id === null ? "New entry" : "Edit the entry"}</h2>
      <Failure error={error} />
      <div class="filters">
        <Field label="Language">
          {(ids) => <Select {...ids} options={languages} value={form.language} onChange={speak} />}
        </Field>
        <Field label="Category">
          {(ids) => (
            <input
              {...ids}
              required
              maxLength={60}
              value={form.category}
              onInput={(event) => change({ category: event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
      <Field label="Question">
        {(ids) => (
          <input
            {...ids}
            required
            maxLength={300}
            value={form.title}
            onInput={(event) => change({ title: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label="Answer">
        {(ids) => (
          <textarea
            {...ids}
            rows={4}
            required
            maxLength={20_000}
            value={form.body}
            onInput={(event) => change({ body: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label="Further words by which it is found" hint="Customers do not see them.">
        {(ids) => (
          <input
            {...ids}
            maxLength={1000}
            value={form.keywords}
            onInput={(event) => change({ keywords: event.currentTarget.value })}
          />
        )}
      </Field>
      <label class="check">
        <input
          type="checkbox"
          checked={form.is_active}
          onChange={(event) => change({ is_active: event.currentTarget.checked })}
        />
        The assistant uses it
      </label>
      <div class="actions">
        <button type="submit" class="primary" disabled={isBusy}>
          Save
        </button>
        <button type="button" onClick={onClose}>
          Close
        </button>
        {form.id !== null && (
          <button
            type="button"
            class="danger"
            disabled={isBusy}
            onClick={() => form.id !== null && remove(form.id)}
          >
            Delete in all languages
          </button>
        )}
      </div>
    </form>
  );
}

async function store({
  id,
  kind,
  category,
  is_active,
  texts,
  language,
  title,
  body,
  keywords,
}: Draft): Promise<void> {
  const others = texts.filter((text) => text.language !== language);
  const json = {
    kind,
    category,
    is_active,
    texts: [...others, { language, title, body, keywords }],
  };
  const where = desk.api.v1.chat.knowledge;
  if (id === null) await ask(where.$post({ header: {}, json }));
  else await ask(where[":entry_id"].$put({ param: { entry_id: String(id) }, json }));
}
