import { useState } from "preact/hooks";
import { ask, desk } from "../api.ts";
import { asDay, asWords } from "../parts/format.ts";
import { Badge, Empty, Failure, Head, NOTHING, Pages, Shown, Table } from "../parts/ui.tsx";
import { useAction, useLoaded } from "../parts/use-loaded.ts";
import { session } from "../session.ts";
import { MachineKeys } from "./machine-keys.tsx";
import { PersonalData } from "./personal-data.tsx";

const PAGE = 50;

export function Users() {
  const [skip, setSkip] = useState(0);
  const users = useLoaded(() => loadUsers(skip), [skip]);
  const { isBusy, error, run } = useAction();

  function setActive(user_id: string, isActive: boolean): void {
    void run(async () => {
      const where = desk.api.admin.users[":user_id"];
      const param = { user_id };
      await ask(isActive ? where.activate.$post({ param }) : where.deactivate.$post({ param }));
      await users.reload();
    });
  }

  return (
    <>
      <Head title="Users" />
      <Failure error={error} />
      <Shown loaded={users}>
        {({ items }) => (
          <>
            {items.length === 0 ? (
              <Empty>No users here.</Empty>
            ) : (
              <Table
                caption="Users"
                columns={["User", "E-mail", "Role", "State", "Since", "Access"]}
                rows={items.map((user) => ({
                  key: user.id,
                  cells: [
                    <strong>{user.username}</strong>,
                    user.email === null ? NOTHING : <span class="breaks">{user.email}</span>,
                    asWords(user.role),
                    <Badge tone={user.is_active ? "good" : "bad"}>
                      {user.is_active ? "Active" : "Inactive"}
                    </Badge>,
                    asDay(user.created_at),
                    user.id === session()?.userId ? (
                      <span class="quiet">You</span>
                    ) : (
                      <button
                        type="button"
                        class={user.is_active ? "danger" : ""}
                        disabled={isBusy}
                        aria-label={`${user.is_active ? "Deactivate" : "Activate"} ${user.username}`}
                        onClick={() => setActive(user.id, !user.is_active)}
                      >
                        {user.is_active ? "Deactivate" : "Activate"}
                      </button>
                    ),
                  ],
                }))}
              />
            )}
            <Pages skip={skip} limit={PAGE} shown={items.length} onSkip={setSkip} />
          </>
        )}
      </Shown>
      <MachineKeys />
      <PersonalData />
    </>
  );
}

function loadUsers(skip: number) {
  const query = { skip: String(skip), limit: String(PAGE) };
  return ask(desk.api.admin.users.$get({ query }));
}
