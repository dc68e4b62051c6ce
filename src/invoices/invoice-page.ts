import { moneyText } from "../db/money.ts";

/** What an invoice's page shows. Money is in cents; refunds are amounts owed to the customer. */
export type PrintedInvoice = {
  number: string;
  type: "order" | "refund" | "modification";
  status: string;
  day: string;
  customerId: string;
  customerName: string;
  reference: string;
  notes: string | null;
  netCents: number;
  vatCents: number;
  items: {
    productCode: string | null;
    description: string;
    quantity: number;
    unitPriceCents: number;
    netCents: number;
    vatBasisPoints: number;
  }[];
};

const titles = { order: "Invoice", refund: "Credit note", modification: "Modification invoice" };

/** An invoice as a page to print: no script, one style sheet of the desk's own. */
export function invoicePage(invoice: PrintedInvoice): string {
  const title = `${titles[invoice.type]} ${invoice.number}`;
  const rows = invoice.items.map(
    (item) => `<tr><td>${escape(item.productCode ?? "")}</td><td>${escape(item.description)}</td>
<td>${item.quantity}</td><td>${moneyText(item.unitPriceCents)}</td>
<td>${item.vatBasisPoints / 100} %</td><td>${moneyText(item.netCents)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/invoice.css"></head>
<body><main>
<h1>${escape(title)}</h1>
<dl>
<dt>Customer</dt><dd>${escape(invoice.customerName)} (${escape(invoice.customerId)})</dd>
<dt>Date</dt><dd>${escape(invoice.day)}</dd>
<dt>Concerns</dt><dd>${escape(invoice.reference)}</dd>
<dt>Status</dt><dd>${escape(invoice.status)}</dd>
</dl>
${invoice.notes === null ? "" : `<p>${escape(invoice.notes)}</p>`}
<table>
<thead><tr><th>Code</th><th>Item</th><th>Quantity</th><th>Unit €</th><th>VAT</th><th>Net €</th></tr></thead>
<tbody>${rows.join("\n")}</tbody>
<tfoot>
<tr><th colspan="5">Net</th><td>${moneyText(invoice.netCents)}</td></tr>
<tr><th colspan="5">VAT</th><td>${moneyText(invoice.vatCents)}</td></tr>
<tr><th colspan="5">Total €</th><td>${moneyText(invoice.netCents + invoice.vatCents)}</td></tr>
</tfoot></table>
</main></body></html>
`;
}

function escape(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? "");
}
