import { useState } from "preact/hooks";
import type { Priority, Status } from "../../../src/tickets/tickets.schema.ts";
import { ask, desk } from "../api.ts";
import { asMoment, asWords } from "../parts/format.ts";
import { Badge, Choice, Empty, Failure, Field, Head, Pages, Select, Shown } from "../parts/ui.tsx";
import { useAction, useLoaded } from "../parts/use-loaded.ts";

const PAGE = 50;
const HOURS = 24 * 90;

// The desk's own lists stand beside its tables, which a page must not carry.
const statuses = [
  ["open", "Open"],
  ["in_progress", "In progress"],
  ["resolved", "Resolved"],
  ["closed", "Closed"],
] as const satisfies [Status, string][];
const priorities = [
  ["low", "Low"],
  ["medium", "Medium"],
  ["high", "High"],
  ["urgent", "Urgent"],
] as const satisfies [Priority, string][];

type Filter = Status | "all";
const filters = [["all", "All"], ...statuses] as const satisfies (readonly [Filter, string])[];

/** Tickets from every door, of the last ninety days: agents', and the logs that users open. */
export function Tickets() {
  const [filter, setFilter] = useState<Filter>("all");
  const [skip, setSkip] = useState(0);
  const tickets = useLoaded(() => loadTickets(filter, skip), [filter, skip]);
  const trends = useLoaded(loadTrends, []);
  return (
    <>
      <Head title="Tickets" />
      {trends.data && trends.data.length > 0 && (
        <p class="trends">
          <span class="quiet">Often, this week:</span>{" "}
          {trends.data.map(({ issue, count }) => (
            <Badge key={issue}>
              {issue} {count}
            </Badge>
          ))}
        </p>
      )}
      <Choice
        label="Which tickets"
        options={filters}
        value={filter}
        onChange={(chosen) => {
          setFilter(chosen);
          setSkip(0);
        }}
      />
      <Shown loaded={tickets}>
        {(shown) => (
          <>
            {shown.length === 0 && <Empty>No tickets here.</Empty>}
            <ul class="tickets">
              {shown.map((ticket) => (
                <li key={ticket.id} class="card">
                  <TicketCard ticket={ticket} onChanged={tickets.reload} />
                </li>
              ))}
            </ul>
            <Pages skip={skip} limit={PAGE} shown={shown.length} onSkip={setSkip} />
          </>
        )}
      </Shown>
    </>
  );
}

type Ticket = Awaited<ReturnType<typeof loadTickets>>[number];

function TicketCard({ ticket, onChanged }: { ticket: Ticket; onChanged: () => Promise<void> }) {
  const { isBusy, error, run } = useAction();
  function change(json: { status?: Ticket["status"]; priority?: Ticket["priority"] }): void {
    void run(async () => {
      const param = { log_id: String(ticket.id) };
      await ask(desk.api.v1.logs.logs[":log_id"].$put({ param, json }));
      await onChanged();
    });
  }
  const isUrgent = ticket.priority === "urgent" || ticket.priority === "high";
  return (
    <>
      <div class="ticket">
        <div>
          <h2>{ticket.title}</h2>
          <p class="quiet">
            {ticket.ticket_number} · {asMoment(ticket.created_at)} · {asWords(ticket.category)}{" "}
            {isUrgent && <Badge tone="bad">{asWords(ticket.priority)}</Badge>}
          </p>
          <p class="said">{ticket.description}</p>
        </div>
        <div class="ticket-state">
          <Field label="Status">
            {(ids) => (
              <Select
                {...ids}
                options={statuses}
                value={ticket.status}
                disabled={isBusy}
                onChange={(status) => change({ status })}
              />
            )}
          </Field>
          <Field label="Priority">
            {(ids) => (
              <Select
                {...ids}
                options={priorities}
                value={ticket.priority}
                disabled={isBusy}
                onChange={(priority) => change({ priority })}
              />
            )}
          </Field>
        </div>
      </div>
      <Failure error={error} />
    </>
  );
}

async function loadTickets(filter: Filter, skip: number) {
  const all = {
    all: "true" as const,
    hours: String(HOURS),
    skip: String(skip),
    limit: String(PAGE),
  };
  const query = filter === "all" ? all : { ...all, status: filter };
  const page = await ask(desk.api.v1.logs.logs.$get({ query }));
  return Array.isArray(page) ? page : page.items;
}

function loadTrends() {
  return ask(desk.api.v1.logs.logs.trending.$get({ query: { hours: String(24 * 7) } }));
}
