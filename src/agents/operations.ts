import { languages, type Language } from "../ai/language.ts";
import { BookingFound, BookingLookup } from "../bookings/bookings.schema.ts";
import type { Ctx } from "../context.ts";
import { CustomerFound, CustomerLookup } from "../customers/customers.schema.ts";
import { z } from "../http/zod.ts";
import { calculatePrice } from "../pricing/calculate-price.ts";
import { AgentPrice, AgentPriceRequest } from "../pricing/pricing.schema.ts";
import { giveQuote } from "../pricing/quotes.ts";
import { createTicket } from "../tickets/create-ticket.ts";
import { NewTicket, TicketCreated } from "../tickets/tickets.schema.ts";
import { sendCode } from "../verification/send-code.ts";
import { verifyCustomer, type Proof } from "../verification/verify-customer.ts";
import * as verbs from "./agent-verbs.ts";
import * as s from "./agents.schema.ts";
import { sentences, type Spoken } from "./say.ts";
import { findBookingForAgent, lookUpForAgent } from "./told-to-agents.ts";

/**
 * Who may call an operation: anyone; whoever is known, by a key or a login; an agent with a key of the scope
 * `gpt`; or anyone for a customer who has proved who they are. Over REST all but the open ones take a key.
 */
export type AgentScope = "anyone" | "known" | "agent" | "customer";

/** What agents can do, whichever door they come through. */
export type AgentOperation = {
  name: keyof Spoken;
  path: string;
  title: string;
  description: string;
  scope: AgentScope;
  writes: boolean;
  input: z.ZodType;
  output: z.ZodType<object>;
  /**
   * What is about to be done, as a question to the customer, for a write that cannot be taken back; null for the
   * others. Actions ask by themselves, so only MCP waits for the answer.
   */
  confirm: ((ctx: Ctx, sent: unknown) => Promise<Confirmable>) | null;
  /** Takes what was sent, or throws what its schema finds wrong, and answers with the sentence to say. */
  answer(ctx: Ctx, sent: unknown): Promise<object>;
};

/** A question, and what the answer is about: the checked input, without what may differ when it is sent again. */
export type Confirmable = { question: string; about: object };

type Described<Name extends keyof Spoken, Input extends z.ZodType, Output extends z.ZodType> = Omit<
  AgentOperation,
  "name" | "input" | "output" | "confirm" | "answer"
> & {
  name: Name;
  input: Input;
  output: Output;
  asks?(ctx: Ctx, input: z.output<Input>, language: Language): Promise<Confirmable>;
  run(ctx: Ctx, input: z.output<Input>): Promise<z.input<Output> & Spoken[Name]>;
};

/** The language of the sentence if the caller names none. */
const HOME_LANGUAGE: Language = "sv";

const Asked = z.object({ language: z.enum(languages).default(HOME_LANGUAGE) });

function operation<
  Name extends keyof Spoken,
  Input extends z.ZodType,
  Output extends z.ZodType<object>,
>({ run, asks, ...described }: Described<Name, Input, Output>): AgentOperation {
  return {
    ...described,
    confirm: asks
      ? async (ctx, sent) => {
          const input = described.input.parse(sent);
          return asks(ctx, input, Asked.parse(input).language);
        }
      : null,
    async answer(ctx, sent) {
      const input = described.input.parse(sent);
      const answer = await run(ctx, input);
      const { language } = Asked.parse(input);
      const say = sentences[described.name](answer, language);
      return described.output.parse({ ...answer, say });
    },
  };
}

/** Every operation of the desk's agents: REST, the Actions document and MCP are made from this list. */
export const operations: readonly AgentOperation[] = [
  operation({
    name: "customerLookup",
    path: "/gpt-rag/customer-lookup",
    title: "Look up a customer",
    description: "Finds a customer by e-mail or phone and suggests how to greet them.",
    scope: "agent",
    writes: false,
    input: CustomerLookup,
    output: CustomerFound,
    run: async (ctx, input) => (await lookUpForAgent(ctx, input)).answer,
  }),
  operation({
    name: "bookingDetails",
    path: "/gpt-rag/booking-details",
    title: "Read a booking",
    description: "Finds a booking by e-mail or number and says whether it can still be changed.",
    scope: "agent",
    writes: false,
    input: BookingLookup,
    output: BookingFound,
    run: findBookingForAgent,
  }),
  operation({
    name: "createTicket",
    path: "/gpt-rag/create-ticket",
    title: "Open a support ticket",
    description: "Opens a ticket for a customer and says who takes it and by when.",
    scope: "known",
    writes: true,
    input: NewTicket,
    output: TicketCreated,
    run: (ctx, { language: _language, ...ticket }) => createTicket(ctx, ticket),
  }),
  operation({
    name: "calculatePrice",
    path: "/gpt-rag/calculate-price",
    title: "Calculate the price of a move",
    description: "Prices a move with RUT deduction, volume discount, stairs and extras.",
    scope: "anyone",
    writes: false,
    input: AgentPriceRequest,
    output: AgentPrice,
    run: async (ctx, { language: _language, ...request }) => calculatePrice(ctx, request),
  }),
  operation({
    name: "requestQuote",
    path: "/gpt-rag/quote",
    title: "Give a quote for a move",
    description: "Prices a move and signs the price, which then holds until the quote expires.",
    scope: "anyone",
    writes: false,
    input: s.QuoteRequest,
    output: s.AgentQuote,
    run: (ctx, { language: _language, ...request }) => giveQuote(ctx, request),
  }),
  operation({
    name: "findProducts",
    path: "/gpt-rag/find-products",
    title: "Find products",
    description: "Finds products by words of their names, codes or ingredients, with prices.",
    scope: "anyone",
    writes: false,
    input: s.ProductSearch,
    output: s.ProductsFound,
    run: verbs.findProducts,
  }),
  operation({
    name: "searchFaqs",
    path: "/gpt-rag/search-faqs",
    title: "Search the FAQs",
    description: "Finds the answers that fit a question best, in the language of the question.",
    scope: "anyone",
    writes: false,
    input: s.FaqSearch,
    output: s.FaqsFound,
    run: verbs.searchFaqs,
  }),
  operation({
    name: "sendVerificationCode",
    path: "/gpt-rag/send-code",
    title: "Send a code to a customer",
    description:
      "Sends a code of six digits to a customer's e-mail address, good for 10 minutes and 3 tries.",
    scope: "anyone",
    writes: true,
    input: s.CodeRequest,
    output: s.CodeSent,
    run: async (ctx, { email, language }) => ({
      code_can_be_sent: await sendCode(ctx, email, language ?? HOME_LANGUAGE),
    }),
  }),
  operation({
    name: "verifyCustomer",
    path: "/gpt-rag/verify-customer",
    title: "Verify a customer",
    description:
      "Checks a code, or a booking number, with the e-mail address; gives a customer_token for 30 minutes.",
    scope: "anyone",
    writes: true,
    input: s.CustomerProof,
    output: s.CustomerVerified,
    run: async (ctx, input) => {
      const { token, expiresAt } = await verifyCustomer(ctx, proofOf(input));
      return { verified: true as const, customer_token: token, expires_at: expiresAt };
    },
  }),
  operation({
    name: "orderStatus",
    path: "/gpt-rag/order-status",
    title: "Read the status of an order",
    description: "Says where an order of a verified customer stands and when it is delivered.",
    scope: "customer",
    writes: false,
    input: s.OrderAsked,
    output: s.OrderStatusFound,
    run: verbs.orderStatus,
  }),
  operation({
    name: "fileClaim",
    path: "/gpt-rag/create-claim",
    title: "Make a claim",
    description: "Makes a claim about a delivered order of a verified customer, with pictures.",
    scope: "customer",
    writes: true,
    input: s.AgentClaim,
    output: s.ClaimFiled,
    asks: verbs.askAboutClaim,
    run: verbs.fileClaim,
  }),
  operation({
    name: "listMyBookings",
    path: "/gpt-rag/my-bookings",
    title: "List a customer's bookings",
    description: "Lists the bookings of a verified customer, the newest day first.",
    scope: "customer",
    writes: false,
    input: s.OwnAsked,
    output: s.OwnBookings,
    run: verbs.listMyBookings,
  }),
  operation({
    name: "listMyTickets",
    path: "/gpt-rag/my-tickets",
    title: "List a customer's tickets",
    description: "Lists the tickets of a verified customer, the newest first.",
    scope: "customer",
    writes: false,
    input: s.OwnAsked,
    output: s.OwnTickets,
    run: verbs.listMyTickets,
  }),
];

/** The schema has seen to it that one of them is complete. */
function proofOf(given: z.output<typeof s.CustomerProof>): Proof {
  const { email = "", code, booking_number: bookingNumber, portal_token: token } = given;
  if (token !== undefined) return { kind: "portal", token };
  if (code !== undefined) return { kind: "code", email, code };
  return { kind: "booking", email, bookingNumber: bookingNumber ?? "" };
}
