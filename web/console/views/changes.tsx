import { useState } from "preact/hooks";
import { ask, desk } from "../api.ts";
import { asWords } from "../parts/format.ts";
import { Empty, Head, Moment, NOTHING, Shown, Table } from "../parts/ui.tsx";
import { useLoaded } from "../parts/use-loaded.ts";
import { hrefOf } from "../parts/use-route.ts";

/** Who changed what, the newest first; of one actor (`user:usr_…`) or about one thing, by its id. */
export function Changes({ item }: { item: string | null }) {
  // The cursor of each page up to the one that is shown; the first needs none.
  const [pages, setPages] = useState<string[]>([]);
  const cursor = pages.at(-1);
  const changes = useLoaded(() => loadChanges(item, cursor), [cursor]);
  return (
    <>
      {item !== null && (
        <p class="up">
          <a href={hrefOf("changes")}>← All changes</a>
        </p>
      )}
      <Head title="Changes" />
      {item !== null && (
        <p>
          Only {item.includes(":") ? "by" : "to"} <strong class="breaks">{item}</strong>
        </p>
      )}
      <Shown loaded={changes}>
        {({ items, next_cursor }) => (
          <>
            {items.length === 0 ? (
              <Empty>No changes here.</Empty>
            ) : (
              <Table
                caption="Changes"
                columns={["What", "To what", "Who", "When", "Request"]}
                rows={items.map(({ seq, operation, target, actor, at, request_id }) => ({
                  key: String(seq),
                  cells: [
                    <strong>{inWords(operation)}</strong>,
                    target === null ? NOTHING : <Only value={target} />,
                    actor.includes(":") ? <Only value={actor} /> : asWords(actor),
                    <Moment at={at} />,
                    <span class="whole quiet">{request_id.slice(0, 8)}…</span>,
                  ],
                }))}
              />
            )}
            {(pages.length > 0 || next_cursor !== null) && (
              <nav class="pages" aria-label="Pages">
                <button
                  type="button"
                  disabled={pages.length === 0}
                  onClick={() => setPages(pages.slice(0, -1))}
                >
                  Newer
                </button>
                <button
                  type="button"
                  disabled={next_cursor === null}
                  onClick={() => next_cursor !== null && setPages([...pages, next_cursor])}
                >
                  Older
                </button>
              </nav>
            )}
          </>
        )}
      </Shown>
    </>
  );
}

/** An id that leads to all changes of it, or by it. */
function Only({ value }: { value: string }) {
  return (
    <a class="breaks" href={hrefOf("changes", value)}>
      {value}
    </a>
  );
}

/** `approveClaim` as people write it. */
function inWords(operation: string): string {
  return asWords(operation.replaceAll(/([A-Z])/g, " $1"));
}

function loadChanges(item: string | null, cursor: string | undefined) {
  const only = item === null ? {} : item.includes(":") ? { actor: item } : { target: item };
  return ask(
    desk.api.admin.audit.$get({ query: { ...only, ...(cursor === undefined ? {} : { cursor }) } }),
  );
}
