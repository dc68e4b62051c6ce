import { createRoute } from "@hono/zod-openapi";
import { answerAs } from "../agents/answer-as.ts";
import { recordAgentCall } from "../agents/record-agent-call.ts";
import { allow, anyone, keyWith } from "../http/access.ts";
import { accessProblems, bodyProblems, fails, gives, json } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { reply } from "../http/reply.ts";
import { z } from "../http/zod.ts";
import { calculatePrice, currentTariff } from "./calculate-price.ts";
import { explainQuote, giveQuote } from "./quotes.ts";
import {
  AgentPrice,
  AgentPriceRequest,
  PriceCalculated,
  PriceQuery,
  PriceRequest,
  QuoteExplained,
  QuoteGiven,
} from "./pricing.schema.ts";
import { Tariff } from "./tariff.ts";

export const agentPricing = feature("/gpt-rag").openapi(
  createRoute({
    method: "post",
    path: "/calculate-price",
    operationId: "calculatePrice",
    tags: ["Agent desk"],
    summary: "Calculate the price of a move",
    description: "Prices a move with RUT deduction, volume discount, stairs and extras.",
    "x-openai-isConsequential": false,
    ...allow(keyWith("gpt"), { limits: ["gpt"], record: recordAgentCall }),
    request: { body: json(AgentPriceRequest) },
    responses: {
      ...gives(200, AgentPrice, "The price and its parts."),
      ...fails(...accessProblems, ...bodyProblems),
    },
  }),
  (c) => {
    const { language, ...request } = c.req.valid("json");
    const answer = calculatePrice(c.get("ctx"), request);
    return reply(c, AgentPrice, answerAs("calculatePrice", answer, language));
  },
);

export const prices = feature("/price")
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "getPrice",
      tags: ["Prices"],
      summary: "The price of a move, for calculators",
      description: "The same answer as calculatePrice, open and cacheable; nothing is waited for.",
      ...allow(anyone, { limits: ["public"], countBehind: true }),
      request: { query: PriceQuery },
      responses: {
        ...gives(200, PriceCalculated, "The price and its parts."),
        ...fails("validation-failed", "rate-limited"),
      },
    }),
    (c) => {
      const answer = reply(c, PriceCalculated, calculatePrice(c.get("ctx"), c.req.valid("query")));
      answer.headers.set("Cache-Control", "public, max-age=60");
      return answer;
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/tariff",
      operationId: "getTariff",
      tags: ["Prices"],
      summary: "The price list in force",
      description: "All that a price depends on besides the request, for calculators in browsers.",
      ...allow(anyone, { limits: ["public"], countBehind: true }),
      responses: { ...gives(200, Tariff, "The price list."), ...fails("rate-limited") },
    }),
    (c) => {
      const answer = reply(c, Tariff, currentTariff(c.get("ctx")));
      answer.headers.set("Cache-Control", "public, max-age=60");
      return answer;
    },
  );

export const quotes = feature("/quotes")
  .openapi(
    createRoute({
      method: "post",
      path: "/",
      operationId: "giveQuote",
      tags: ["Prices"],
      summary: "A signed quote",
      description: "Prices a move and signs the price, which then holds until the quote expires.",
      ...allow(anyone, { limits: ["public"], countBehind: true }),
      request: { body: json(PriceRequest) },
      responses: {
        ...gives(200, QuoteGiven, "The price and the signed quote."),
        ...fails(...bodyProblems, "rate-limited"),
      },
    }),
    async (c) => reply(c, QuoteGiven, await giveQuote(c.get("ctx"), c.req.valid("json"))),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{token}",
      operationId: "explainQuote",
      tags: ["Prices"],
      summary: "What a quote holds",
      description: "Verifies a quote's signature and explains it.",
      ...allow(anyone, { limits: ["public"], countBehind: true }),
      request: { params: z.object({ token: z.string().min(1).max(4000) }) },
      responses: {
        ...gives(200, QuoteExplained, "The quote, and whether it is still valid."),
        ...fails("quote-not-found", "rate-limited", "validation-failed"),
      },
    }),
    async (c) =>
      reply(c, QuoteExplained, await explainQuote(c.get("ctx"), c.req.valid("param").token)),
  );
