import { inParallel } from "../drive.ts";
import type { Amounts, Operation } from "../measure.ts";
import { inTurn, newKeys } from "../people.ts";

const KEYS = 16;

/** An agent opens tickets. */
export function ticket(amounts: Amounts): Operation {
  return {
    name: "ticket",
    title: "Ticket (`POST /gpt-rag/create-ticket`)",
    unit: "request",
    events: "requests",
    amounts,
    connections: 8,
    async prepare({ lab, client }) {
      const key = inTurn(await newKeys(lab, KEYS, "gpt"));
      let opened = 0;
      const open = () => {
        opened += 1;
        return client.send({
          path: "/gpt-rag/create-ticket",
          headers: { ...key(), "Idempotency-Key": `ticket-${opened}` },
          body: {
            customer_email: "anna.svensson@example.org",
            issue_type: "damage_claim",
            priority: "high",
            description: `The hall mirror broke on the stairs, and so did chair ${opened}.`,
          },
        });
      };
      return { run: (many, connections) => inParallel(many, connections, lab.signal, open) };
    },
  };
}
