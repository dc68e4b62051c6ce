import { useState } from "preact/hooks";
import { ask, desk } from "../api.ts";
import { asEuros, asWords } from "../parts/format.ts";
import { claimTone } from "../parts/tones.ts";
import { Badge, Choice, Empty, Head, Moment, NOTHING, Pages, Shown, Table } from "../parts/ui.tsx";
import { useLoaded } from "../parts/use-loaded.ts";
import { hrefOf } from "../parts/use-route.ts";
import { ClaimView } from "./claim.tsx";

const PAGE = 50;
const LOOK_EVERY_SECONDS = 30;

type Filter = "manual_review" | "approved" | "rejected" | "resolved" | "all";
const filters = [
  ["manual_review", "To decide"],
  ["approved", "Approved"],
  ["rejected", "Rejected"],
  ["resolved", "Settled"],
  ["all", "All"],
] as const satisfies [Filter, string][];

export function Claims({ item }: { item: string | null }) {
  return item === null ? <ClaimQueue /> : <ClaimView key={item} id={item} />;
}

function ClaimQueue() {
  const [filter, setFilter] = useState<Filter>("manual_review");
  const [skip, setSkip] = useState(0);
  const claims = useLoaded(() => loadClaims(filter, skip), [filter, skip], LOOK_EVERY_SECONDS);
  return (
    <>
      <Head title="Claims" />
      <Choice
        label="Which claims"
        options={filters}
        value={filter}
        onChange={(chosen) => {
          setFilter(chosen);
          setSkip(0);
        }}
      />
      <Shown loaded={claims}>
        {(shown) => (
          <>
            {shown.length === 0 ? (
              <Empty>
                {filter === "manual_review" ? "Nothing waits for a decision." : "No claims here."}
              </Empty>
            ) : (
              <Table
                caption="Claims"
                columns={["Claim", "What", "Status", "Photos", "Refund", "Made"]}
                rows={shown.map((claim) => ({
                  key: claim.claim_id,
                  cells: [
                    <a href={hrefOf("claims", claim.claim_id)}>{claim.claim_id}</a>,
                    <>
                      <strong>{asWords(claim.claim_type)}</strong>
                      <span class="clip">{claim.description}</span>
                    </>,
                    <Badge tone={claimTone(claim.status)}>{asWords(claim.status)}</Badge>,
                    claim.claim_attachments.length || NOTHING,
                    claim.credit_amount === null ? NOTHING : asEuros(claim.credit_amount),
                    <Moment at={claim.created_at} />,
                  ],
                }))}
              />
            )}
            <Pages skip={skip} limit={PAGE} shown={shown.length} onSkip={setSkip} />
          </>
        )}
      </Shown>
    </>
  );
}

function loadClaims(filter: Filter, skip: number) {
  const page = { skip: String(skip), limit: String(PAGE) };
  const query = filter === "all" ? page : { ...page, status: filter };
  return ask(desk.admin.claims.$get({ query }));
}
