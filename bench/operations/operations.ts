import type { Amounts, Operation } from "../measure.ts";
import { chat } from "./chat.ts";
import { checkout } from "./checkout.ts";
import { dashboard } from "./dashboard.ts";
import { leadImport } from "./import.ts";
import { lookupHit, lookupMiss } from "./lookup.ts";
import { price } from "./price.ts";
import { ticket } from "./ticket.ts";

/** Everything that is measured; `isQuick` is enough to see that it works, and not to measure. */
export function operations(isQuick: boolean): Operation[] {
  const few: Amounts = { alone: 20, load: 100, count: 20 };
  const requests = (load: number): Amounts => (isQuick ? few : { alone: 100, load, count: 100 });
  // A socket that acknowledges nothing is closed when it is 500 messages behind.
  const messages = (load: number): Amounts => (isQuick ? few : { alone: 20, load, count: 50 });
  const rows = isQuick ? 1_000 : 5_000;
  return [
    price(requests(20_000)),
    lookupHit(requests(3_000)),
    lookupMiss(requests(2_000)),
    ticket(requests(2_000)),
    checkout(requests(1_000)),
    chat(10, 1, messages(400)),
    chat(100, 1, messages(400)),
    chat(200, 1, messages(300)),
    chat(1_000, 5, messages(750)),
    dashboard(10_000, requests(2_000)),
    dashboard(isQuick ? 20_000 : 1_000_000, requests(2_000)),
    leadImport(rows, { alone: rows, load: isQuick ? rows : 3 * rows, count: rows }),
  ];
}
