import { paging } from "../http/paging.ts";
import { plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";
import { invoiceStatuses, invoiceTypes } from "./invoices.tables.ts";

const words = (description: string) => z.string().nullable().openapi({ description });
const euros = (description: string) => z.number().openapi({ description });

export const Invoice = z
  .object({
    invoice_id: z.string().openapi({ description: "The invoice's id." }),
    invoice_number: z.string().openapi({ description: "Its number, without gaps in a year." }),
    order_id: words("The order; null for the refund of a claim."),
    claim_id: words("The claim that is refunded."),
    customer_id: z.string().openapi({ description: "Whose it is." }),
    invoice_type: z.enum(invoiceTypes).openapi({
      description: "order; modification, signed; or refund, an amount owed to the customer.",
    }),
    status: z.enum(invoiceStatuses).openapi({ description: "Where it stands." }),
    total_amount: euros("Net, in euros."),
    tax_amount: euros("VAT, in euros."),
    gross_amount: euros("What it adds to what the customer owes, with VAT; refunds are negative."),
    notes: words("Why it was issued."),
    created_at: z.iso.datetime().openapi({ description: "When it was issued." }),
    paid_at: z.iso.datetime().nullable().openapi({ description: "When it was paid or refunded." }),
    items: z
      .array(
        z.object({
          item_id: z.int().openapi({ description: "The number of the item." }),
          product_code: words("The product."),
          description: z.string().openapi({ description: "What it is." }),
          quantity: z.int().openapi({ description: "How many; negative for what is taken back." }),
          unit_price: euros("Net, in euros."),
          total_price: euros("Net, in euros."),
          vat_rate: euros("VAT in percent."),
          tax_amount: euros("VAT, in euros."),
        }),
      )
      .openapi({ description: "What it is for." }),
    print_path: z.string().openapi({
      description: "A page to print, without logging in, for ten minutes from this answer.",
    }),
  })
  .openapi("Invoice");
export type Invoice = z.infer<typeof Invoice>;

export const Invoices = z.array(Invoice).openapi("Invoices");

export const InvoicePath = z.object({
  invoice_id: plainText(60).openapi({
    description: "The invoice's id.",
    example: "INV-1A2B3C4D5E6F",
  }),
});

export const InvoiceQuery = z.object(paging(100, 500));

export const AllInvoicesQuery = InvoiceQuery.extend({
  status: z.enum(invoiceStatuses).optional().openapi({ description: "Only this status." }),
  customer_id: plainText(60).optional().openapi({ description: "Only of this customer." }),
});
export type AllInvoicesQuery = z.infer<typeof AllInvoicesQuery>;

export const Signature = z.object({
  expires: z.string().max(20).openapi({ description: "Until when the address is good." }),
  signature: z.string().max(100).openapi({ description: "That the desk made this address." }),
});
export type Signature = z.infer<typeof Signature>;
