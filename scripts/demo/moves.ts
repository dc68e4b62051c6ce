import type { bookings } from "../../src/bookings/bookings.schema.ts";
import type { customers } from "../../src/customers/customers.schema.ts";
import { oreFromKronor } from "../../src/db/money.ts";
import { addDays } from "../../src/db/time.ts";

type Booking = typeof bookings.$inferInsert;
type Customer = typeof customers.$inferInsert;

const LOADED_AT = "2024-01-02T08:00:00.000Z";

const anna = customer("cus_demo_anna", "Anna Svensson", "anna.svensson@gmail.com", "+46701740605");
const erik = customer("cus_demo_erik", "Erik Larsson", "erik.larsson@hotmail.com", "+46701740610");
const karin = customer(
  "cus_demo_karin",
  "Karin Nilsson",
  "karin.nilsson@example.se",
  "+46701740620",
);

export const demoCustomers: Customer[] = [anna, erik, karin];

/** Anna's three moves, Erik's five, and one of Karin's that is still ahead. */
export function demoBookings(today: string): Booking[] {
  return [
    done(
      anna,
      "BK-2021-000412",
      "2021-06-12",
      ["flytt"],
      5200,
      18,
      "Götgatan 41, Stockholm",
      "Ringvägen 100, Stockholm",
    ),
    done(
      anna,
      "BK-2023-000987",
      "2023-03-25",
      ["flytt", "städning"],
      6900,
      22,
      "Ringvägen 100, Stockholm",
      "Vasagatan 10, Stockholm",
    ),
    {
      ...done(
        anna,
        "BK-2024-001234",
        "2024-12-15",
        ["flytt", "packning", "städning"],
        8500,
        25,
        "Vasagatan 10, Stockholm",
        "Östermalm 25, Stockholm",
      ),
      photosAvailable: true,
      boxes: 30,
    },
    done(
      erik,
      "BK-2020-000118",
      "2020-02-08",
      ["flytt"],
      9800,
      40,
      "Kungsgatan 5, Uppsala",
      "Sveavägen 12, Stockholm",
    ),
    done(
      erik,
      "BK-2021-000530",
      "2021-08-21",
      ["flytt", "magasinering"],
      12400,
      45,
      "Sveavägen 12, Stockholm",
      "Torsgatan 3, Stockholm",
    ),
    done(
      erik,
      "BK-2022-000702",
      "2022-05-14",
      ["flytt", "packning"],
      11200,
      38,
      "Torsgatan 3, Stockholm",
      "Hornsgatan 55, Stockholm",
    ),
    done(
      erik,
      "BK-2023-001101",
      "2023-10-07",
      ["flytt", "städning"],
      10900,
      36,
      "Hornsgatan 55, Stockholm",
      "Folkungagatan 80, Stockholm",
    ),
    done(
      erik,
      "BK-2024-001187",
      "2024-11-20",
      ["flytt", "städning", "magasinering"],
      13600,
      42,
      "Folkungagatan 80, Stockholm",
      "Solnavägen 20, Solna",
    ),
    {
      ...done(
        karin,
        `BK-${addDays(today, 21).slice(0, 4)}-002001`,
        addDays(today, 21),
        ["flytt", "packning"],
        7400,
        24,
        "Storgatan 8, Norrköping",
        "Drottninggatan 14, Linköping",
      ),
      status: "confirmed",
      paymentStatus: "pending",
      invoiceSent: false,
      boxes: 20,
    },
  ];
}

function customer(id: string, name: string, email: string, phone: string): Customer {
  return { id, name, email, phone, createdAt: LOADED_AT };
}

function done(
  { id }: Customer,
  reference: string,
  day: string,
  services: string[],
  kronor: number,
  m3: number,
  fromAddress: string,
  toAddress: string,
): Booking {
  return {
    id: `bkg_demo_${reference.slice(3)}`,
    reference,
    customerId: id,
    day,
    services,
    totalOre: oreFromKronor(kronor),
    status: "completed",
    paymentStatus: "paid",
    invoiceSent: true,
    fromAddress,
    toAddress,
    volumeLitres: m3 * 1000,
    createdAt: LOADED_AT,
  };
}
