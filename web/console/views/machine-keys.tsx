import { useState } from "preact/hooks";
import { ask, desk } from "../api.ts";
import { Confirm } from "../parts/confirm.tsx";
import { asAgo, asDay } from "../parts/format.ts";
import { Badge, Empty, Failure, NOTHING, Pages, Shown, Table } from "../parts/ui.tsx";
import { useAction, useLoaded } from "../parts/use-loaded.ts";
import { NewKeyForm, type NewKey } from "./new-key-form.tsx";

const PAGE = 20;

type Key = Awaited<ReturnType<typeof loadKeys>>["items"][number];

/** The keys of agents and programs: made here, shown once, and revoked. */
export function MachineKeys() {
  const [skip, setSkip] = useState(0);
  const [made, setMade] = useState<NewKey | null>(null);
  const keys = useLoaded(() => loadKeys(skip), [skip]);
  const { isBusy, error, run } = useAction();

  function revoke({ id: key_id }: Key): void {
    void run(async () => {
      await ask(desk.api.admin.keys[":key_id"].$delete({ param: { key_id } }));
      if (made?.id === key_id) setMade(null);
      await keys.reload();
    });
  }

  function onMade(key: NewKey): void {
    setMade(key);
    if (skip === 0) void keys.reload();
    else setSkip(0);
  }

  return (
    <section class="card" aria-label="Machine keys">
      <h2>Machine keys</h2>
      <NewKeyForm made={made} onMade={onMade} onDone={() => setMade(null)} />
      <Failure error={error} />
      <Shown loaded={keys}>
        {({ items }) => (
          <>
            {items.length === 0 ? (
              <Empty>No keys here.</Empty>
            ) : (
              <Table
                caption="Machine keys"
                columns={["Key", "May use", "State", "Since", "Last used", "Access"]}
                rows={items.map((key) => ({
                  key: key.id,
                  cells: [
                    <>
                      <strong>{key.name}</strong> <span class="quiet whole">{key.hint}…</span>
                    </>,
                    key.scopes.join(", "),
                    <State of={key} />,
                    asDay(key.created_at),
                    key.last_used_at === null ? NOTHING : asAgo(key.last_used_at),
                    key.revoked_at !== null ? (
                      NOTHING
                    ) : (
                      <Confirm
                        verb="Revoke"
                        object={key.name}
                        isBusy={isBusy}
                        onConfirm={() => revoke(key)}
                      />
                    ),
                  ],
                }))}
              />
            )}
            <Pages skip={skip} limit={PAGE} shown={items.length} onSkip={setSkip} />
          </>
        )}
      </Shown>
    </section>
  );
}

function State({ of: { revoked_at, expires_at } }: { of: Key }) {
  if (revoked_at !== null) return <Badge tone="bad">Revoked</Badge>;
  if (expires_at === null) return <Badge tone="good">Active</Badge>;
  if (Date.parse(expires_at) <= Date.now()) return <Badge tone="warn">Expired</Badge>;
  return (
    <>
      <Badge tone="good">Active</Badge> <span class="whole">until {asDay(expires_at)}</span>
    </>
  );
}

function loadKeys(skip: number) {
  const query = { skip: String(skip), limit: String(PAGE) };
  return ask(desk.api.admin.keys.$get({ query }));
}
