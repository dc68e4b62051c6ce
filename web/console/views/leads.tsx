import { useEffect, useState } from "preact/hooks";
import { leadStatuses, type LeadStatus } from "../../../src/leads/lead-status.ts";
import { ask, desk } from "../api.ts";
import { asDay, asEuros, asWords } from "../parts/format.ts";
import {
  Badge,
  Choice,
  Empty,
  Failure,
  Field,
  Head,
  NOTHING,
  Select,
  Shown,
  Table,
} from "../parts/ui.tsx";
import { useAction, useLoaded } from "../parts/use-loaded.ts";
import { hrefOf } from "../parts/use-route.ts";
import { LeadImportView } from "./lead-import.tsx";

const PAGE = 50;
const SEARCH_AFTER_MS = 300;

type Filter = LeadStatus | "all" | "due";
const statuses = leadStatuses.map((status) => [status, asWords(status)] as const);
const filters = [["all", "All"], ["due", "Due"], ...statuses] as const satisfies (readonly [
  Filter,
  string,
])[];

function leadTone(status: LeadStatus) {
  if (status === "hot") return "bad";
  if (status === "warm") return "warn";
  return status === "customer" ? "good" : "plain";
}

export function Leads({ item }: { item: string | null }) {
  return item === null ? <LeadList /> : <LeadImportView key={item} id={item} />;
}

function LeadList() {
  const [filter, setFilter] = useState<Filter>("all");
  const [typed, setTyped] = useState("");
  const [q, setQuery] = useState("");
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  const leads = useLoaded(() => loadLeads(filter, q, cursor), [filter, q, cursor]);

  useEffect(() => {
    const timer = setTimeout(() => {
      setQuery(typed.trim());
      setCursors([]);
    }, SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [typed]);

  return (
    <>
      <Head title="Leads">
        <ImportButton />
      </Head>
      <div class="filters">
        <Field label="Search">
          {(ids) => (
            <input
              {...ids}
              type="search"
              maxLength={200}
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          )}
        </Field>
      </div>
      <Choice
        label="Which leads"
        options={filters}
        value={filter}
        onChange={(chosen) => {
          setFilter(chosen);
          setCursors([]);
        }}
      />
      <Shown loaded={leads}>
        {({ items, next_cursor }) => (
          <>
            {items.length === 0 ? (
              <Empty>No leads here.</Empty>
            ) : (
              <Table
                caption="Leads"
                columns={["Lead", "Contact", "Status", "Value", "Next step"]}
                rows={items.map((lead) => ({
                  key: lead.id,
                  cells: [
                    <>
                      <strong>{lead.name ?? lead.email ?? lead.phone}</strong>
                      <span class="clip">{lead.company}</span>
                    </>,
                    <>
                      {lead.email && (
                        <a class="breaks" href={`mailto:${lead.email}`}>
                          {lead.email}
                        </a>
                      )}
                      <span class="clip">{lead.phone}</span>
                    </>,
                    <StatusOf lead={lead} onChanged={leads.reload} />,
                    lead.deal_value === null ? NOTHING : asEuros(lead.deal_value),
                    <>
                      {lead.next_action_description}
                      <span class="clip">
                        {lead.next_action_at === null ? "No date" : asDay(lead.next_action_at)}{" "}
                        {lead.needs_action && <Badge tone="warn">Due</Badge>}
                      </span>
                    </>,
                  ],
                }))}
              />
            )}
            {(cursors.length > 0 || next_cursor !== null) && (
              <nav class="pages" aria-label="Pages">
                <button
                  type="button"
                  disabled={cursors.length === 0}
                  onClick={() => setCursors(cursors.slice(0, -1))}
                >
                  Previous
                </button>
                <button
                  type="button"
                  disabled={next_cursor === null}
                  onClick={() => next_cursor !== null && setCursors([...cursors, next_cursor])}
                >
                  Next
                </button>
              </nav>
            )}
          </>
        )}
      </Shown>
    </>
  );
}

type Lead = Awaited<ReturnType<typeof loadLeads>>["items"][number];

function StatusOf({ lead, onChanged }: { lead: Lead; onChanged: () => Promise<void> }) {
  const { isBusy, error, run } = useAction();
  return (
    <>
      <Select
        class={`pill ${leadTone(lead.status)}`}
        aria-label={`Status of ${lead.name ?? lead.email ?? lead.phone}`}
        options={statuses}
        value={lead.status}
        disabled={isBusy}
        onChange={(status) =>
          void run(async () => {
            const json = { status, version: lead.version };
            await ask(desk.leads[":id"].$patch({ param: { id: lead.id }, json }));
            await onChanged();
          })
        }
      />
      <Failure error={error} />
    </>
  );
}

/** Sends a file and goes to where its import can be watched. */
function ImportButton() {
  const { isBusy, error, run } = useAction();
  async function send(file: File): Promise<void> {
    const isJson = file.name.toLowerCase().endsWith(".json");
    const sent = await ask(
      desk.import.leads.$post(
        { query: {}, header: { prefer: "respond-async" } },
        {
          headers: { "Content-Type": isJson ? "application/json" : "text/csv" },
          init: { body: file },
        },
      ),
    );
    if (sent.id !== null) location.hash = hrefOf("leads", sent.id);
  }
  return (
    <>
      <label class="button primary file">
        {isBusy ? "Sending…" : "Import a file"}
        <input
          type="file"
          class="unseen"
          accept=".csv,.txt,.tsv,.json,text/csv,application/json"
          disabled={isBusy}
          onChange={(event) => {
            const input = event.currentTarget;
            const file = input.files?.[0];
            if (!file) return;
            // The same file can be chosen again, mended.
            input.value = "";
            void run(() => send(file));
          }}
        />
      </label>
      <Failure error={error} />
    </>
  );
}

function loadLeads(filter: Filter, q: string, cursor: string | undefined) {
  const query = {
    limit: String(PAGE),
    ...(filter === "all"
      ? {}
      : filter === "due"
        ? { needs_action: "true" as const }
        : { status: filter }),
    ...(q === "" ? {} : { q }),
    ...(cursor === undefined ? {} : { cursor }),
  };
  return ask(desk.leads.$get({ query }));
}
