import { expect, test } from "vitest";
import { bookings } from "../../src/bookings/bookings.schema.ts";
import { query } from "../../src/db/query.ts";
import { addDays, localDay } from "../../src/db/time.ts";
import { database, logLineOf, newEmail, newKey } from "../support/desk.ts";

const path = "/gpt-rag/booking-details";
const nothing = {
  booking_found: false,
  booking_data: null,
  service_context: null,
  additional_info: null,
};

test("Anna's booking is read as it was made", async () => {
  const agent = await newKey("gpt");
  const { body } = await agent.send(path, { body: { customer_email: "anna.svensson@gmail.com" } });
  expect(body).toEqual({
    booking_found: true,
    booking_data: {
      booking_id: "bkg_demo_2024-001234",
      reference_number: "BK-2024-001234",
      date: "2024-12-15",
      services: ["flytt", "packning", "städning"],
      total_amount: 8500,
      status: "completed",
      packed_by_nordflytt: true,
      photos_available: true,
      from_address: "Vasagatan 10, Stockholm",
      to_address: "Östermalm 25, Stockholm",
      volume_m3: 25,
    },
    service_context: {
      has_packing_service: true,
      has_cleaning: true,
      has_boxes: true,
      has_storage: false,
    },
    additional_info: {
      can_modify: false,
      can_cancel: false,
      invoice_sent: true,
      payment_status: "paid",
    },
  });
});

test("all that is given must match: number, e-mail and day", async () => {
  const agent = await newKey("gpt");
  const anna = "anna.svensson@gmail.com";
  const found = [
    { booking_id: "BK-2024-001234" },
    { booking_id: "bk-2024-001234", customer_email: "ANNA.svensson@gmail.com" },
    { booking_id: "bkg_demo_2024-001234" },
    { customer_email: anna, booking_date: "2024-12-15" },
  ];
  for (const body of found) {
    const answer = await agent.send(path, { body });
    expect(answer.body.booking_data?.reference_number).toBe("BK-2024-001234");
  }
  const notFound = [
    { booking_id: "BK-2024-001234", customer_email: "erik.larsson@hotmail.com" },
    { booking_id: "BK-2024-001234", booking_date: "2024-12-16" },
    { customer_email: anna, booking_date: "2020-01-01" },
    { customer_email: newEmail() },
    { booking_id: "BK-0000-000000" },
  ];
  for (const body of notFound) {
    const answer = await agent.send(path, { body });
    expect([answer.status, answer.body]).toEqual([200, nothing]);
  }
});

test("a booking read by its number alone is noted in the log", async () => {
  const agent = await newKey("gpt");
  const alone = await agent.send(path, { body: { booking_id: "BK-2024-001234" } });
  expect((await logLineOf(alone)).notes).toEqual(["booking-by-number-alone"]);
  const both = await agent.send(path, {
    body: { booking_id: "BK-2024-001234", customer_email: "anna.svensson@gmail.com" },
  });
  expect((await logLineOf(both)).notes).toBeUndefined();
});

test("changes need more than two days of notice, cancelling more than seven, by Stockholm's calendar", async () => {
  const agent = await newKey("gpt");
  const reference = `BK-NOTICE-${newEmail()}`.toUpperCase();
  await database.write([
    query.insert(bookings).values({
      id: `bkg_${reference}`,
      reference,
      customerId: "cus_demo_karin",
      day: "2027-06-20",
      services: ["flytt"],
      totalOre: 100_000,
      status: "confirmed",
      fromAddress: "A",
      toAddress: "B",
      volumeLitres: 10_000,
      createdAt: new Date().toISOString(),
    }),
  ]);
  // 21:59 UTC is 23:59 in Stockholm's summer; two minutes later it is the next day there.
  const cases = [
    ["2027-06-12T21:59:00Z", true, true],
    ["2027-06-12T22:01:00Z", true, false],
    ["2027-06-17T21:59:00Z", true, false],
    ["2027-06-17T22:01:00Z", false, false],
    ["2027-06-21T12:00:00Z", false, false],
  ] as const;
  for (const [now, canModify, canCancel] of cases) {
    const { body } = await agent.send(path, {
      body: { booking_id: reference },
      headers: { "X-Test-Now": now },
    });
    const { can_modify, can_cancel } = body.additional_info;
    expect([now, can_modify, can_cancel]).toEqual([now, canModify, canCancel]);
  }
});

test("Karin's move is still ahead and can be changed and cancelled", async () => {
  const agent = await newKey("gpt");
  const { body } = await agent.send(path, {
    body: {
      customer_email: "karin.nilsson@example.se",
      booking_date: addDays(localDay(new Date(), "Europe/Stockholm"), 21),
    },
  });
  expect(body.additional_info).toMatchObject({ can_modify: true, can_cancel: true });
});

test("neither e-mail nor number, or a day that is none, is one clear problem", async () => {
  const agent = await newKey("gpt");
  for (const [body, says] of [
    [{}, /customer_email/],
    [{ booking_date: "2024-12-15" }, /customer_email/],
    [{ customer_email: "x" }, /customer_email/],
    [{ booking_id: "" }, /booking_id/],
    [{ booking_id: "B".repeat(61) }, /booking_id/],
    [{ booking_id: "BK-2024-001234", booking_date: "15/12/2024" }, /YYYY-MM-DD/],
    [{ booking_id: "BK-2024-001234", booking_date: "2024-02-30" }, /YYYY-MM-DD/],
  ] as const) {
    const answer = await agent.send(path, { body });
    expect([answer.status, answer.body.code]).toEqual([422, "validation-failed"]);
    expect(answer.body.detail).toMatch(says);
  }
});
