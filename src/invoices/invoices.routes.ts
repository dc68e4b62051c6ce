import { createRoute } from "@hono/zod-openapi";
import { administrator, allow, anyone, portalCustomer } from "../http/access.ts";
import { accessProblems, fails, gives, inputProblems } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { reply } from "../http/reply.ts";
import {
  AllInvoicesQuery,
  Invoice,
  InvoicePath,
  InvoiceQuery,
  Invoices,
  Signature,
} from "./invoices.schema.ts";
import { payInvoice } from "./pay-invoice.ts";
import { printInvoice } from "./print-invoice.ts";
import { findInvoice, listAllInvoices, listOwnInvoices } from "./read-invoices.ts";

const reading = allow(portalCustomer, { limits: ["portal"] });
const administrating = allow(administrator, { limits: ["portal"] });

export const payments = feature("/customer/payments/invoices")
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "listInvoices",
      tags: ["Portal"],
      summary: "List invoices",
      description: "The customer's invoices, the newest first, without cancelled ones.",
      ...reading,
      request: { query: InvoiceQuery },
      responses: {
        ...gives(200, Invoices, "The invoices."),
        ...fails(...accessProblems, ...inputProblems),
      },
    }),
    async (c) => reply(c, Invoices, await listOwnInvoices(c.get("ctx"), c.req.valid("query"))),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{invoice_id}",
      operationId: "findInvoice",
      tags: ["Portal"],
      summary: "Look at an invoice",
      description: "One invoice with its items, also a cancelled one.",
      ...reading,
      request: { params: InvoicePath },
      responses: {
        ...gives(200, Invoice, "The invoice."),
        ...fails(...accessProblems, ...inputProblems, "not-found"),
      },
    }),
    async (c) =>
      reply(c, Invoice, await findInvoice(c.get("ctx"), c.req.valid("param").invoice_id)),
  );

export const invoiceAdministration = feature("/admin/invoices")
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "listAllInvoices",
      tags: ["Portal administration"],
      summary: "List all invoices",
      description: "The invoices of all customers, the newest first.",
      ...administrating,
      request: { query: AllInvoicesQuery },
      responses: {
        ...gives(200, Invoices, "The invoices."),
        ...fails(...accessProblems, ...inputProblems),
      },
    }),
    async (c) => reply(c, Invoices, await listAllInvoices(c.get("ctx"), c.req.valid("query"))),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{invoice_id}",
      operationId: "findAnyInvoice",
      tags: ["Portal administration"],
      summary: "Look at an invoice",
      description: "One invoice with its items.",
      ...administrating,
      request: { params: InvoicePath },
      responses: {
        ...gives(200, Invoice, "The invoice."),
        ...fails(...accessProblems, ...inputProblems, "not-found"),
      },
    }),
    async (c) =>
      reply(c, Invoice, await findInvoice(c.get("ctx"), c.req.valid("param").invoice_id)),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/{invoice_id}/pay",
      operationId: "payInvoice",
      tags: ["Portal administration"],
      summary: "Mark an invoice as paid",
      description: "Notes that a pending invoice has been paid. Refunds are settled with claims.",
      ...allow(administrator, { limits: ["portal"], writes: true }),
      request: { params: InvoicePath },
      responses: {
        ...gives(200, Invoice, "The paid invoice."),
        ...fails(
          ...accessProblems,
          ...inputProblems,
          "not-found",
          "invoice-settled",
          "limits-unavailable",
        ),
      },
    }),
    async (c) => reply(c, Invoice, await payInvoice(c.get("ctx"), c.req.valid("param").invoice_id)),
  );

export const invoicePages = feature("/invoices").openapi(
  createRoute({
    method: "get",
    path: "/{invoice_id}/print",
    operationId: "printInvoice",
    tags: ["Portal"],
    summary: "Print an invoice",
    description: "A page to print, for whoever has an address that the desk signed.",
    ...allow(anyone, { limits: ["public"], countBehind: true }),
    request: { params: InvoicePath, query: Signature },
    responses: {
      200: {
        description: "The page.",
        content: { "text/html": { schema: { type: "string" } } },
      },
      ...fails(...inputProblems, "not-found", "rate-limited", "database-unavailable"),
    },
  }),
  async (c) => {
    const { invoice_id } = c.req.valid("param");
    const page = await printInvoice(c.get("ctx"), invoice_id, c.req.valid("query"));
    return c.html(page, 200, {
      "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
    });
  },
);
