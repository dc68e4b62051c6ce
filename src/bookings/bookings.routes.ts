import { createRoute } from "@hono/zod-openapi";
import { recordAgentCall } from "../agents/record-agent-call.ts";
import { allow, keyWith } from "../http/access.ts";
import { accessProblems, bodyProblems, fails, gives, json } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { reply } from "../http/reply.ts";
import { BookingFound, BookingLookup } from "./bookings.schema.ts";
import { findBooking } from "./find-booking.ts";

export const bookingDetails = feature("/gpt-rag").openapi(
  createRoute({
    method: "post",
    path: "/booking-details",
    operationId: "bookingDetails",
    tags: ["Agent desk"],
    summary: "Read a booking",
    description: "Finds a booking by e-mail or number and says whether it can still be changed.",
    "x-openai-isConsequential": false,
    ...allow(keyWith("gpt"), { limits: ["gpt"], record: recordAgentCall }),
    request: { body: json(BookingLookup) },
    responses: {
      ...gives(200, BookingFound, "The booking, or that none matches."),
      ...fails(...accessProblems, ...bodyProblems),
    },
  }),
  async (c) => reply(c, BookingFound, await findBooking(c.get("ctx"), c.req.valid("json"))),
);
