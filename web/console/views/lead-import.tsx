import { useEffect, useState } from "preact/hooks";
import { ask, desk, refusalOf, Refusal, wordsFor } from "../api.ts";
import { asMoment, asNumber, asWords } from "../parts/format.ts";
import { readEvents } from "../parts/read-events.ts";
import { Badge, Empty, Facts, Failure, Head, NOTHING, Notice, Shown, Table } from "../parts/ui.tsx";
import { useAction, useLoaded } from "../parts/use-loaded.ts";
import { hrefOf } from "../parts/use-route.ts";

const AGAIN_AFTER_MS = 2_000;

type Import = Awaited<ReturnType<typeof loadImport>>;
/** What the events tell: everything but the errors themselves. */
type Progress = Omit<Import, "errors" | "columns">;

/** One import: how far it is while it goes on, then what has come of it, with a way back. */
export function LeadImportView({ id }: { id: string }) {
  const found = useLoaded(() => loadImport(id), [id]);
  const { isBusy, error, run } = useAction();
  const [undone, setUndone] = useState<string | null>(null);
  const isRunning = found.data !== null && found.data.finished_at === null;
  const progress = useProgress(id, isRunning, found.reload);
  const shown = found.data && isRunning ? { ...found.data, ...progress.latest } : found.data;
  const param = { id };

  function undo(): void {
    void run(async () => {
      const { deleted_count, restored_count, kept_count } = await ask(
        desk.imports[":id"].$delete({ param }),
      );
      setUndone(
        `Undone: ${asNumber(deleted_count)} leads deleted, ${asNumber(restored_count)} restored, ` +
          `${asNumber(kept_count)} kept because somebody has changed them since.`,
      );
      await found.reload();
    });
  }

  return (
    <>
      <p class="up">
        <a href={hrefOf("leads")}>← All leads</a>
      </p>
      <Head title="Import of leads">
        {shown && (
          <Badge tone={shown.status === "done" ? "good" : "info"}>
            {shown.undone_at === null ? asWords(shown.status) : "Undone"}
          </Badge>
        )}
        {isRunning && (
          <button
            type="button"
            disabled={isBusy}
            onClick={() =>
              void run(async () => {
                await ask(desk.imports[":id"].cancel.$post({ param }));
                await found.reload();
              })
            }
          >
            Cancel
          </button>
        )}
        {found.data && !isRunning && found.data.undone_at === null && (
          <button type="button" class="danger" disabled={isBusy} onClick={undo}>
            Undo the import
          </button>
        )}
      </Head>
      <Failure error={error ?? progress.error} />
      {undone !== null && <Notice tone="good">{undone}</Notice>}
      <Shown loaded={{ ...found, data: shown }}>
        {(now) => (
          <>
            <Bar progress={now} />
            <Outcome of={now} isFinished={!isRunning} />
          </>
        )}
      </Shown>
    </>
  );
}

function Bar({ progress: { total_rows, done_rows } }: { progress: Progress }) {
  return (
    <section class="card" aria-label="Progress">
      <progress max={total_rows} value={done_rows} aria-label="Rows worked through" />
      <p role="status">
        {asNumber(done_rows)} of {asNumber(total_rows)} rows
      </p>
    </section>
  );
}

function Outcome({ of: shown, isFinished }: { of: Import; isFinished: boolean }) {
  return (
    <>
      <section class="card" aria-label="Counts">
        <Facts
          of={[
            ["New", asNumber(shown.imported_count)],
            ["Updated", asNumber(shown.updated_count)],
            ["Repeated in the file", asNumber(shown.merged_count)],
            ["Left out", asNumber(shown.skipped_count)],
            ["Need somebody soon", asNumber(shown.needs_action_count)],
            ["Sent", asMoment(shown.created_at)],
          ]}
        />
        {shown.notice !== null && <p class="quiet">{shown.notice}</p>}
      </section>
      {isFinished && (
        <section class="card" aria-label="Errors">
          <h2>What was wrong</h2>
          {shown.errors.length === 0 ? (
            <Empty>Nothing: every row could be read.</Empty>
          ) : (
            <Table
              caption="Errors"
              columns={["Where", "Column", "Hint", "Row left out"]}
              rows={shown.errors.map((one, i) => ({
                key: String(i),
                cells: [
                  `Row ${one.row}`,
                  one.column ?? NOTHING,
                  one.hint,
                  one.skipped ? "Yes" : "No",
                ],
              }))}
            />
          )}
        </section>
      )}
    </>
  );
}

/** What the import's events tell, read again if they end before it does. */
function useProgress(id: string, isRunning: boolean, onEnd: () => Promise<void>) {
  const [latest, setLatest] = useState<Progress | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    if (!isRunning) return;
    let isGone = false;
    let reading: AbortController | null = null;
    let again: ReturnType<typeof setTimeout>;
    async function watch(): Promise<void> {
      reading = new AbortController();
      try {
        const options = { init: { signal: reading.signal } };
        const answer = await desk.imports[":id"].events.$get({ param: { id } }, options);
        if (!answer.ok) throw await refusalOf(answer);
        setError(null);
        for await (const { data } of readEvents(answer.body)) {
          const progress: Progress = JSON.parse(data);
          setLatest(progress);
        }
        reading = null;
        await onEnd();
      } catch (thrown) {
        if (!isGone && thrown instanceof Refusal) setError(wordsFor(thrown));
      }
      if (!isGone) again = setTimeout(() => void watch(), AGAIN_AFTER_MS);
    }
    void watch();
    return () => {
      isGone = true;
      clearTimeout(again);
      reading?.abort();
    };
  }, [id, isRunning]);
  return { latest, error };
}

function loadImport(id: string) {
  return ask(desk.imports[":id"].$get({ param: { id } }));
}
