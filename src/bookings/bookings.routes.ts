import { createRoute } from "@hono/zod-openapi";
import { answerAs } from "../agents/answer-as.ts";
import { findBookingForAgent } from "../agents/told-to-agents.ts";
import { recordAgentCall } from "../agents/record-agent-call.ts";
import { allow, keyWith } from "../http/access.ts";
import { accessProblems, bodyProblems, fails, gives, json } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { reply } from "../http/reply.ts";
import { BookingFound, BookingLookup } from "./bookings.schema.ts";

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
  async (c) => {
    const lookup = c.req.valid("json");
    const answer = await findBookingForAgent(c.get("ctx"), lookup);
    return reply(c, BookingFound, answerAs("bookingDetails", answer, lookup.language));
  },
);
