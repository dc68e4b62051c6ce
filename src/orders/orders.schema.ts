import { Product } from "../catalog/products.schema.ts";
import { ClientRef } from "../http/idempotency.ts";
import { paging } from "../http/paging.ts";
import { queryNumber } from "../http/query.ts";
import { optional, plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";
import { orderStatuses } from "./order-transitions.ts";
import { itemPriorities, lineStatuses, senders } from "./orders.tables.ts";

const Time = z.string().max(20).openapi({ description: "A time as HH:MM.", example: "08:00" });

export const NewOrder = z
  .object({
    delivery_date: z
      .string()
      .max(40)
      .openapi({ description: "The day as YYYY-MM-DD, tomorrow or later.", example: "2026-12-01" }),
    delivery_window_start: optional(Time).openapi({
      type: "string",
      maxLength: 20,
      description: "Not before, HH:MM.",
    }),
    delivery_window_end: optional(Time).openapi({
      type: "string",
      maxLength: 20,
      description: "Not after, HH:MM.",
    }),
    cart_version: optional(z.int().min(0)).openapi({
      type: "integer",
      description: "The `version` of the cart that was shown; if it has changed since it is 409.",
    }),
    client_ref: ClientRef,
  })
  .openapi("NewOrder");
export type NewOrder = z.infer<typeof NewOrder>;

const when = (description: string) => z.iso.datetime().openapi({ description });
const words = (description: string) => z.string().nullable().openapi({ description });
const count = (description: string) => z.int().openapi({ description });

const OrderChange = z
  .object({
    change_id: count("The number of the change."),
    line_id: count("The line that was changed."),
    original_product_code: z.string().openapi({ description: "What had been ordered." }),
    substitute_product_code: z.string().openapi({ description: "What is delivered instead." }),
    quantity: count("How many."),
    price_difference: z.number().openapi({ description: "Signed, net, in euros." }),
    reason: z.string().openapi({ description: "Why." }),
    confirmed_by: z.string().openapi({ description: "Who decided: admin, customer or system." }),
    created_at: when("When."),
  })
  .openapi("OrderChange");
export { OrderChange };
export type OrderChange = z.infer<typeof OrderChange>;

const OrderLine = z
  .object({
    line_id: count("The number of the line."),
    product_code: z.string().openapi({ description: "The product's code." }),
    ordered_qty: count("How many were ordered."),
    reserved_qty: count("How many are promised from stock now."),
    delivered_qty: count("How many were delivered."),
    shortage_flag: z.boolean().openapi({ description: "Whether stock does not cover the line." }),
    shortage_ratio: z.number().openapi({ description: "The share that is missing, 0 to 1." }),
    unit_price: z.number().openapi({ description: "Net price when it was ordered, in euros." }),
    vat_rate: z.number().openapi({ description: "VAT in percent." }),
    risk_score: z.number().nullable().openapi({ description: "Risk when it was ordered." }),
    line_status: z.enum(lineStatuses).openapi({ description: "How the line was fulfilled." }),
    item_priority: z.enum(itemPriorities).openapi({ description: "How much it matters." }),
    auto_substitution_allowed: z
      .boolean()
      .openapi({ description: "Whether it may be substituted unasked." }),
    customer_comments: words("What the customer said about it."),
    product: Product.openapi({ description: "The product as it is now." }),
    order_changes: z.array(OrderChange).openapi({ description: "What became of the line." }),
  })
  .openapi("OrderLine");

export const Order = z
  .object({
    order_id: z.string().openapi({ description: "The order's id." }),
    customer_id: z.string().openapi({ description: "Whose it is." }),
    delivery_date: z.iso.date().openapi({ description: "The day of the delivery." }),
    delivery_window_start: words("Not before, HH:MM."),
    delivery_window_end: words("Not after, HH:MM."),
    channel: z.string().openapi({ description: "How it was placed." }),
    order_datetime: when("When it was placed."),
    status: z.enum(orderStatuses).openapi({ description: "Where the order stands." }),
    overall_order_risk: z
      .number()
      .nullable()
      .openapi({ description: "The highest risk of its lines when it was placed." }),
    answer_by: z.iso
      .datetime()
      .nullable()
      .openapi({ description: "By when the customer must answer, if they are asked." }),
    room_id: z.string().openapi({
      description: "Its chat room: what is written about it, as it is written.",
    }),
    created_at: when("When it was placed."),
    updated_at: when("When it last changed."),
    order_lines: z.array(OrderLine).openapi({ description: "What was ordered." }),
  })
  .openapi("Order");
export type Order = z.infer<typeof Order>;

export const Orders = z.array(Order).openapi("Orders");

export const PortalMessage = z
  .object({
    message_id: count("The number of the message."),
    order_id: words("The order it is about."),
    claim_id: words("The claim it is about."),
    sender: z.enum(senders).openapi({ description: "Which side wrote it." }),
    sender_id: z.string().openapi({ description: "Who wrote it." }),
    content: z.string().openapi({ description: "What was written." }),
    created_at: when("When."),
  })
  .openapi("PortalMessage");
export type PortalMessage = z.infer<typeof PortalMessage>;

export const PortalMessages = z.array(PortalMessage).openapi("PortalMessages");

/** The clients of the original also send the id of the order or claim; the address decides. */
export const NewPortalMessage = z
  .object({
    content: plainText(4000).openapi({ description: "What to say." }),
    order_id: optional(z.string().max(60)).openapi({
      type: "string",
      maxLength: 60,
      description: "Not looked at.",
    }),
    claim_id: optional(z.string().max(60)).openapi({
      type: "string",
      maxLength: 60,
      description: "Not looked at.",
    }),
    client_ref: ClientRef,
  })
  .openapi("NewPortalMessage");
export type NewPortalMessage = z.infer<typeof NewPortalMessage>;

export const OrderDetail = Order.extend({
  order_substitutes: z
    .array(
      z.object({
        substitute_id: count("The number of the substitute."),
        line_id: count("The line it is for."),
        substitute_product_code: z.string().openapi({ description: "The product's code." }),
        priority: count("1 is taken first."),
        is_used: z.boolean().openapi({ description: "Whether it is delivered instead." }),
      }),
    )
    .openapi({ description: "What the customer would take instead." }),
  tracking_history: z
    .array(
      z.object({
        tracking_id: count("The number of the entry."),
        status: z.enum(orderStatuses).openapi({ description: "The status it got." }),
        notes: words("What was noted."),
        updated_by: z.string().openapi({ description: "Who did it." }),
        created_at: when("When."),
      }),
    )
    .openapi({ description: "How it came to its status, the oldest first." }),
  messages: PortalMessages.openapi({ description: "What was written about it, oldest first." }),
}).openapi("OrderDetail");
export type OrderDetail = z.infer<typeof OrderDetail>;

export const OrderPath = z.object({
  order_id: plainText(60).openapi({ description: "The order's id.", example: "ORD-1A2B3C4D5E6F" }),
});

const status = z.string().max(60).optional();

export const OrderQuery = z.object({
  ...paging(100, 500),
  status: status.openapi({
    description: `Only this status: ${orderStatuses.join(", ")}, in either case.`,
  }),
});
export type OrderQuery = z.infer<typeof OrderQuery>;

const StatusFields = {
  status: status.openapi({ description: `One of ${orderStatuses.join(", ")}, in either case.` }),
  notes: optional(plainText(1000)).openapi({
    type: "string",
    maxLength: 1000,
    description: "For the history; with waiting_for_customer_action also for the customer.",
  }),
  answer_by: optional(z.iso.datetime()).openapi({
    type: "string",
    format: "date-time",
    description: "With waiting_for_customer_action: by when the customer must answer.",
  }),
};

export const StatusQuery = z.object(StatusFields);
export const NewStatus = z.object(StatusFields).openapi("NewStatus");
export type NewStatus = z.infer<typeof NewStatus>;

export const ReplacementQuery = z.object({
  line_id: queryNumber(z.int().min(1)).optional().openapi({
    type: "integer",
    description: "The line whose product is replaced.",
  }),
  substitute_product_code: z
    .string()
    .max(60)
    .optional()
    .openapi({ description: "The substitute that the customer chose." }),
});

export const Replacement = z
  .object({
    line_id: optional(z.int().min(1)).openapi({
      type: "integer",
      description: "The line whose product is replaced.",
    }),
    substitute_product_code: optional(z.string().max(60)).openapi({
      type: "string",
      maxLength: 60,
      description: "The substitute that the customer chose.",
    }),
  })
  .openapi("Replacement");
export type Replacement = z.infer<typeof Replacement>;

export const OrderAnswer = z
  .object({
    decision: z.enum(["accept", "substitute", "cancel"]).openapi({
      description:
        "accept: deliver what is there. substitute: replace what is short by the chosen substitutes. cancel: cancel the order.",
    }),
    comment: optional(plainText(1000)).openapi({
      type: "string",
      maxLength: 1000,
      description: "What to tell the staff.",
    }),
  })
  .openapi("OrderAnswer");
export type OrderAnswer = z.infer<typeof OrderAnswer>;
