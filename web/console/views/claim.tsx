import { useState } from "preact/hooks";
import { ask, desk } from "../api.ts";
import { asEuros, asMoment, asPercent, asWords } from "../parts/format.ts";
import { Messages } from "../parts/messages.tsx";
import { Badge, Facts, Failure, Field, Head, Notice, Shown } from "../parts/ui.tsx";
import { useAction, useLoaded } from "../parts/use-loaded.ts";
import { hrefOf } from "../parts/use-route.ts";
import { claimTone } from "../parts/tones.ts";

type Claim = Awaited<ReturnType<typeof loadClaim>>;

const undecided = ["open", "ai_processing", "manual_review"];

export function ClaimView({ id }: { id: string }) {
  const claim = useLoaded(() => loadClaim(id), [id]);
  return (
    <>
      <p class="up">
        <a href={hrefOf("claims")}>← All claims</a>
      </p>
      <Head title={`Claim ${id}`}>
        {claim.data && (
          <Badge tone={claimTone(claim.data.status)}>{asWords(claim.data.status)}</Badge>
        )}
      </Head>
      <Shown loaded={claim}>
        {(shown) => (
          <div class="split">
            <div>
              <section class="card" aria-label="What happened">
                <h2>{asWords(shown.claim_type)}</h2>
                <p class="said">{shown.description}</p>
                <Lines claim={shown} />
              </section>
              <Photos claim={shown} />
            </div>
            <div>
              <Decision claim={shown} onDecided={claim.put} />
              <About claim={shown} />
            </div>
            <Messages
              messages={shown.messages}
              onSend={async (content) => {
                const param = { claim_id: id };
                const where = desk.admin.claims[":claim_id"].messages;
                await ask(where.$post({ param, header: {}, json: { content } }));
                await claim.reload();
              }}
            />
          </div>
        )}
      </Shown>
    </>
  );
}

function Lines({ claim: { claim_lines } }: { claim: Claim }) {
  if (claim_lines.length === 0) return null;
  return (
    <ul class="bullets">
      {claim_lines.map(({ claim_line_id, product_code, quantity, description }) => (
        <li key={claim_line_id}>
          {quantity === null ? "" : `${quantity} × `}
          {product_code ?? "the whole order"}
          {description === claim_lines[0]?.description ? "" : `: ${description}`}
        </li>
      ))}
    </ul>
  );
}

function Photos({ claim: { claim_attachments } }: { claim: Claim }) {
  return (
    <section class="card" aria-label="Photos">
      <h2>Photos and videos</h2>
      {claim_attachments.length === 0 && <p class="quiet">The customer sent none.</p>}
      <ul class="photos">
        {claim_attachments.map(({ attachment_id, file_path, media_type }, i) => (
          <li key={attachment_id}>
            {media_type.startsWith("video/") ? (
              <video src={file_path} controls preload="metadata" aria-label={`Video ${i + 1}`} />
            ) : (
              <a href={file_path} target="_blank" rel="noreferrer">
                <img src={file_path} alt={`What the customer sent, ${i + 1}`} loading="lazy" />
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Decision({ claim, onDecided }: { claim: Claim; onDecided: (claim: Claim) => void }) {
  const { claim_id, status, processing } = claim;
  const [amount, setAmount] = useState(
    (processing.first_approval?.refund_amount ?? processing.proposed_refund).toFixed(2),
  );
  const [reason, setReason] = useState("");
  const { isBusy, error, run } = useAction();
  const where = desk.admin.claims[":claim_id"];
  const param = { claim_id };

  function decide(decision: () => Promise<Claim>): void {
    void run(async () => onDecided(await decision()));
  }

  if (status === "approved") {
    return (
      <section class="card" aria-label="Decision">
        <h2>Approved: {asEuros(claim.credit_amount ?? 0)}</h2>
        <Failure error={error} />
        <button
          type="button"
          class="primary"
          disabled={isBusy}
          onClick={() => decide(() => ask(where.settle.$post({ param })))}
        >
          Note that it is paid out
        </button>
      </section>
    );
  }
  if (!undecided.includes(status)) {
    return (
      <section class="card" aria-label="Decision">
        <h2>
          {status === "rejected" ? "Rejected" : `Settled: ${asEuros(claim.credit_amount ?? 0)}`}
        </h2>
        <p>{claim.rejection_reason}</p>
      </section>
    );
  }
  return (
    <section class="card" aria-label="Decision">
      <h2>Decide</h2>
      {processing.first_approval && <Approved first={processing.first_approval} />}
      <Failure error={error} />
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          const json = { refund_amount: Number(amount) };
          decide(() => ask(where.approve.$post({ param, query: {}, json })));
        }}
      >
        <Field
          label="Refund in euros"
          hint={`The whole is ${asEuros(processing.proposed_refund)}.`}
        >
          {(ids) => (
            <input
              {...ids}
              type="number"
              min="0"
              step="0.01"
              required
              value={amount}
              onInput={(event) => setAmount(event.currentTarget.value)}
            />
          )}
        </Field>
        <button type="submit" class="primary" disabled={isBusy}>
          Approve
        </button>
      </form>
      <hr />
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          decide(() => ask(where.reject.$post({ param, query: {}, json: { reason } })));
        }}
      >
        <Field label="Why it is rejected" hint="The customer reads this.">
          {(ids) => (
            <textarea
              {...ids}
              rows={2}
              maxLength={1000}
              required
              value={reason}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
          )}
        </Field>
        <button type="submit" class="danger" disabled={isBusy}>
          Reject
        </button>
      </form>
    </section>
  );
}

/** A refund this large takes two: the second approves the same amount. */
function Approved({ first }: { first: NonNullable<Claim["processing"]["first_approval"]> }) {
  return (
    <Notice>
      {first.approved_by} has approved {asEuros(first.refund_amount)}. It is decided when another
      administrator approves the same amount.
    </Notice>
  );
}

function About({ claim }: { claim: Claim }) {
  const { processing } = claim;
  const opinion = readOpinion(processing.ai_result);
  return (
    <section class="card" aria-label="About the claim">
      <h2>About the claim</h2>
      <Facts
        of={[
          ["Order", <a href={hrefOf("orders", claim.order_id)}>{claim.order_id}</a>],
          ["Customer", claim.customer_id],
          ["Made", asMoment(claim.created_at)],
          ["AI's opinion", opinion?.decision ? asWords(opinion.decision) : null],
          [
            "How sure it is",
            processing.ai_confidence === null ? null : asPercent(processing.ai_confidence * 100),
          ],
          ["Decided by", processing.reviewed_by],
        ]}
      />
      {opinion?.summary && <p class="quiet">{opinion.summary}</p>}
    </section>
  );
}

/** The engine's opinion, which the contract carries as a JSON text. */
function readOpinion(text: string | null): { decision?: string; summary?: string } | null {
  return text === null ? null : JSON.parse(text);
}

function loadClaim(claim_id: string) {
  return ask(desk.admin.claims[":claim_id"].$get({ param: { claim_id } }));
}
