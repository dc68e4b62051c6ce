import { inParallel } from "../drive.ts";
import type { Amounts, Operation } from "../measure.ts";
import { inTurn } from "../people.ts";

export const PRICE_PATH =
  "/price?volume_m3=25&floors_from=4&floors_to=2&elevator_from=none&elevator_to=small" +
  "&additional_services=packing,piano&distance_km=15";

const VISITORS = 32;
const CALLS_AT_A_TIME = 20;

/** What the public calculator asks, by visitors who ask 20 times at a time. */
export function price(amounts: Amounts): Operation {
  return {
    name: "price",
    title: "Price (`GET /price`)",
    unit: "request",
    events: "requests",
    amounts,
    connections: VISITORS,
    async prepare({ lab, client }) {
      const addresses = Array.from({ length: VISITORS }, (_, i) => `203.0.113.${i}`);
      const next = inTurn(addresses.flatMap((own) => Array<string>(CALLS_AT_A_TIME).fill(own)));
      return {
        run: (many, connections) =>
          inParallel(many, connections, lab.signal, () =>
            client.send({ path: PRICE_PATH, headers: { "CF-Connecting-IP": next() } }),
          ),
      };
    },
  };
}
