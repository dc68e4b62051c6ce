import { desc, eq } from "drizzle-orm";
import type { Language } from "../ai/language.ts";
import { bookings } from "../bookings/bookings.schema.ts";
import { listProducts } from "../catalog/list-products.ts";
import { makeClaim } from "../claims/create-claim.ts";
import type { Ctx } from "../context.ts";
import { customers } from "../customers/customers.schema.ts";
import { kronor } from "../db/money.ts";
import { query } from "../db/query.ts";
import { searchKnowledge } from "../knowledge/search-knowledge.ts";
import { findOrder } from "../orders/find-order.ts";
import { tickets } from "../tickets/tickets.schema.ts";
import { asCustomer } from "../verification/verify-customer.ts";
import type { AgentClaim } from "./agents.schema.ts";
import { fetchFiles } from "./fetch-files.ts";
import { askToClaim } from "./say.ts";

const MOST_LINES = 100;
const LONGEST_ANSWER = 2000;

type Own = { customer_token?: string | undefined };

/** Products by words, as short as a model needs them. */
export async function findProducts(ctx: Ctx, wanted: { query: string; limit: number }) {
  const { items, total } = await listProducts(ctx, {
    search: wanted.query,
    limit: wanted.limit,
    skip: 0,
  });
  return {
    items: items.map((product) => ({
      product_code: product.product_code,
      product_name: product.product_name,
      price: product.price,
      sales_unit: product.sales_unit ?? undefined,
      temperature_zone: product.temperature_zone,
      allergens: product.allergens ?? undefined,
    })),
    total,
  };
}

/** Where an order of the customer's stands. `verification-required`, `not-found`. */
export function orderStatus(ctx: Ctx, asked: Own & { order_id: string }) {
  return asCustomer(ctx, asked.customer_token, async (own) => {
    const order = await findOrder(own, asked.order_id);
    return {
      order_id: order.order_id,
      status: order.status,
      delivery_date: order.delivery_date,
      lines: order.order_lines.slice(0, MOST_LINES).map((line) => ({
        product_name: line.product.product_name,
        ordered_qty: line.ordered_qty,
        delivered_qty: line.delivered_qty,
        shortage: line.shortage_flag,
      })),
    };
  });
}

/** What a claim would be, for the customer to agree to. `verification-required`, `not-found`. */
export function askAboutClaim(ctx: Ctx, input: AgentClaim, language: Language) {
  return asCustomer(ctx, input.customer_token, async (own, customerId) => {
    const { order_id, claim_type, description, openaiFileIdRefs: files = [] } = input;
    const order = await findOrder(own, order_id);
    const question = askToClaim(order.order_id, description, files.length, language);
    const links = files.map((file) => (typeof file === "string" ? file : (file.id ?? file.name)));
    return { question, about: { customerId, order_id, claim_type, description, links } };
  });
}

/** A claim with the files that its links lead to. As createClaim(), and `file-not-fetched`. */
export function fileClaim(ctx: Ctx, input: AgentClaim) {
  return asCustomer(ctx, input.customer_token, async (own) => {
    const { order_id, claim_type, description, client_ref } = input;
    const files = await fetchFiles(own, input.openaiFileIdRefs ?? []);
    const claim = await makeClaim(own, { order_id, claim_type, description, client_ref }, files);
    return {
      claim_id: claim.claim_id,
      status: claim.status,
      files: claim.claim_attachments.length,
    };
  });
}

/** The FAQs and texts that fit a question best. */
export async function searchFaqs(ctx: Ctx, asked: { question: string; limit: number }) {
  const passages = await searchKnowledge(ctx, asked.question, asked.limit);
  return {
    items: passages.map(({ title, body, category }) => ({
      question: title,
      answer: body.slice(0, LONGEST_ANSWER),
      category,
    })),
  };
}

/** The customer's own bookings, the newest day first. `verification-required`. */
export function listMyBookings(ctx: Ctx, asked: Own & { limit: number }) {
  return asCustomer(ctx, asked.customer_token, async (own, customerId) => {
    const [rows] = await own.db.read([
      query
        .select()
        .from(bookings)
        .where(eq(bookings.customerId, customerId))
        .orderBy(desc(bookings.day), bookings.id)
        .limit(asked.limit),
    ]);
    return {
      items: rows.map((booking) => ({
        reference_number: booking.reference,
        date: booking.day,
        services: booking.services,
        status: booking.status,
        total_amount: kronor(booking.totalOre),
      })),
    };
  });
}

/** The tickets that were opened for the customer's e-mail address. `verification-required`. */
export function listMyTickets(ctx: Ctx, asked: Own & { limit: number }) {
  return asCustomer(ctx, asked.customer_token, async (own, customerId) => {
    const [rows] = await own.db.read([
      query
        .select({
          ticket_number: tickets.number,
          title: tickets.title,
          status: tickets.status,
          created_at: tickets.createdAt,
        })
        .from(tickets)
        .innerJoin(customers, eq(customers.email, tickets.customerEmail))
        .where(eq(customers.id, customerId))
        .orderBy(desc(tickets.createdAt), desc(tickets.id))
        .limit(asked.limit),
    ]);
    return { items: rows };
  });
}
