import { useState } from "preact/hooks";
import type { Style } from "../../../src/ai/model.ts";
import { ask, desk, Refusal } from "../api.ts";
import { Failure, Field, Head, Notice, Select, Shown } from "../parts/ui.tsx";
import { useAction, useLoaded } from "../parts/use-loaded.ts";

const styles = [
  ["formal", "Formal"],
  ["friendly", "Friendly"],
  ["simple", "Simple"],
  ["concise", "Concise"],
] as const satisfies [Style, string][];

type Config = Awaited<ReturnType<typeof loadConfig>>;

export function Settings() {
  const config = useLoaded(loadConfig, []);
  return (
    <>
      <Head title="Settings" />
      <Shown loaded={config}>
        {(shown) => <ConfigForm config={shown} onSaved={config.put} onReload={config.reload} />}
      </Shown>
    </>
  );
}

type FormProps = {
  config: Config;
  onSaved: (config: Config) => void;
  onReload: () => Promise<void>;
};

function ConfigForm({ config, onSaved, onReload }: FormProps) {
  const [changes, setChanges] = useState<Partial<Config>>({});
  const [outcome, setOutcome] = useState<"saved" | "conflict" | null>(null);
  const { isBusy, error, run } = useAction();
  const form = { ...config, ...changes };

  function change(part: Partial<Config>): void {
    setChanges({ ...changes, ...part });
    setOutcome(null);
  }

  function save(event: Event): void {
    event.preventDefault();
    void run(async () => {
      try {
        onSaved(await ask(desk.api.admin["system-config"].$put({ json: form })));
        setChanges({});
        setOutcome("saved");
      } catch (thrown) {
        if (!(thrown instanceof Refusal) || thrown.code !== "config-changed") throw thrown;
        setOutcome("conflict");
      }
    });
  }

  async function startAgain(): Promise<void> {
    await onReload();
    setChanges({});
    setOutcome(null);
  }

  return (
    <form class="card narrow stack" onSubmit={save}>
      <h2>How the AI answers in chats</h2>
      <Failure error={error} />
      {outcome === "saved" && <Notice tone="good">Saved. It is in force from now on.</Notice>}
      {outcome === "conflict" && (
        <div class="notice warn" role="alert">
          Somebody else has changed the settings since you opened them. Nothing was saved.{" "}
          <button type="button" class="link" onClick={() => void startAgain()}>
            Show what is in force
          </button>
        </div>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={form.auto_reply_enabled}
          onChange={(event) => change({ auto_reply_enabled: event.currentTarget.checked })}
        />
        The AI answers customers by itself
      </label>
      <Field label="Longest AI answer, in characters" hint="1 to 5,000.">
        {(ids) => (
          <input
            {...ids}
            type="number"
            min="1"
            max="5000"
            required
            value={form.max_response_length}
            onInput={(event) => change({ max_response_length: event.currentTarget.valueAsNumber })}
          />
        )}
      </Field>
      <Field
        label="How sure the AI must be"
        hint="0 to 1. Below it a message counts as uncategorized."
      >
        {(ids) => (
          <input
            {...ids}
            type="number"
            min="0"
            max="1"
            step="0.01"
            required
            value={form.ai_confidence_threshold}
            onInput={(event) =>
              change({ ai_confidence_threshold: event.currentTarget.valueAsNumber })
            }
          />
        )}
      </Field>
      <Field label="Style of the first answer">
        {(ids) => (
          <Select
            {...ids}
            options={styles}
            value={form.response_style_default}
            onChange={(style) => change({ response_style_default: style })}
          />
        )}
      </Field>
      <div class="actions">
        <button type="submit" class="primary" disabled={isBusy}>
          Save
        </button>
        <span class="hint">Version {config.version}</span>
      </div>
    </form>
  );
}

function loadConfig() {
  return ask(desk.api.admin["system-config"].$get());
}
