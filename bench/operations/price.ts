import { inParallel } from "../drive.ts";
import type { Amounts, Operation } from "../measure.ts";
import { inTurn } from "../people.ts";

export const PRICE_PATH =
  "/price?volume_m3=25&floors_from=4&floors_to=2&elevator_from=none&elevator_to=small" +
  "&additional_services=packing,piano&distance_km=15";

const CALLS_OF_A_VISITOR = 20;

/** What the public calculator asks, by visitors who ask 20 times each. */
export function price(amounts: Amounts): Operation {
  return {
    name: "price",
    title: "Price (`GET /price`), 20 calls of each visitor",
    unit: "request",
    events: "requests",
    amounts,
    connections: 32,
    async prepare({ lab, client, amount }) {
      const visitors = Math.ceil(amount / CALLS_OF_A_VISITOR);
      const addresses = Array.from(
        { length: visitors },
        (_, i) => `2001:db8:0:${i.toString(16)}::1`,
      );
      const next = inTurn(addresses.flatMap((own) => Array<string>(CALLS_OF_A_VISITOR).fill(own)));
      return {
        run: (many, connections) =>
          inParallel(many, connections, lab.signal, () =>
            client.send({ path: PRICE_PATH, headers: { "CF-Connecting-IP": next() } }),
          ),
      };
    },
  };
}
