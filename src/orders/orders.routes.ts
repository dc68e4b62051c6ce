import { createRoute } from "@hono/zod-openapi";
import { allow, portalCustomer } from "../http/access.ts";
import {
  accessProblems,
  bodyProblems,
  fails,
  gives,
  inputProblems,
  json,
} from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { IdempotencyHeader } from "../http/idempotency.ts";
import { reply } from "../http/reply.ts";
import { answerOrder } from "./answer-order.ts";
import { cancelOrder } from "./cancel-order.ts";
import { Cart } from "./cart.schema.ts";
import { findOrder } from "./find-order.ts";
import { listOrders } from "./list-orders.ts";
import { orderAgain } from "./order-again.ts";
import { listOrderMessages, postOrderMessage } from "./order-messages.ts";
import {
  NewOrder,
  NewPortalMessage,
  OrderAnswer,
  OrderDetail,
  OrderPath,
  OrderQuery,
  Orders,
  PortalMessage,
  PortalMessages,
} from "./orders.schema.ts";
import { placeOrder } from "./place-order.ts";

const tags = ["Portal"];
const reading = allow(portalCustomer, { limits: ["portal"] });
const writing = allow(portalCustomer, { limits: ["portal"], writes: true });

export const orders = feature("/customer/orders")
  .openapi(
    createRoute({
      method: "post",
      path: "/",
      operationId: "placeOrder",
      tags,
      summary: "Place an order",
      description: "Orders what is in the cart. What stock does not cover is marked on its line.",
      ...writing,
      request: { headers: IdempotencyHeader, body: json(NewOrder) },
      responses: {
        ...gives(200, OrderDetail, "The order."),
        ...fails(
          ...accessProblems,
          ...bodyProblems,
          "delivery-invalid",
          "cart-empty",
          "cart-changed",
          "product-unavailable",
          "not-found",
          "idempotency-key-reused",
          "limits-unavailable",
          "outcome-unknown",
        ),
      },
    }),
    async (c) => reply(c, OrderDetail, await placeOrder(c.get("ctx"), c.req.valid("json"))),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "listOrders",
      tags,
      summary: "List orders",
      description: "The customer's orders, the newest first.",
      ...reading,
      request: { query: OrderQuery },
      responses: {
        ...gives(200, Orders, "The orders."),
        ...fails(...accessProblems, ...inputProblems, "status-unknown"),
      },
    }),
    async (c) => reply(c, Orders, await listOrders(c.get("ctx"), c.req.valid("query"))),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{order_id}",
      operationId: "findOrder",
      tags,
      summary: "Look at an order",
      description: "An order with its lines, substitutes, history and messages.",
      ...reading,
      request: { params: OrderPath },
      responses: {
        ...gives(200, OrderDetail, "The order."),
        ...fails(...accessProblems, ...inputProblems, "not-found"),
      },
    }),
    async (c) =>
      reply(c, OrderDetail, await findOrder(c.get("ctx"), c.req.valid("param").order_id)),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/{order_id}/cancel",
      operationId: "cancelOrder",
      tags,
      summary: "Cancel an order",
      description: "Cancels an order that is not picked yet; what was paid is refunded.",
      ...writing,
      request: { params: OrderPath },
      responses: {
        ...gives(200, OrderDetail, "The cancelled order."),
        ...fails(
          ...accessProblems,
          ...inputProblems,
          "not-found",
          "order-not-changeable",
          "transition-illegal",
          "order-changed",
          "limits-unavailable",
        ),
      },
    }),
    async (c) =>
      reply(c, OrderDetail, await cancelOrder(c.get("ctx"), c.req.valid("param").order_id)),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/{order_id}/answer",
      operationId: "answerOrder",
      tags,
      summary: "Answer about an order",
      description: "Says what shall become of an order that waits for its customer.",
      ...writing,
      request: { params: OrderPath, body: json(OrderAnswer) },
      responses: {
        ...gives(200, OrderDetail, "The order."),
        ...fails(
          ...accessProblems,
          ...bodyProblems,
          "not-found",
          "order-not-changeable",
          "transition-illegal",
          "order-changed",
          "limits-unavailable",
        ),
      },
    }),
    async (c) => {
      const { order_id } = c.req.valid("param");
      return reply(c, OrderDetail, await answerOrder(c.get("ctx"), order_id, c.req.valid("json")));
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/{order_id}/again",
      operationId: "orderAgain",
      tags,
      summary: "Order the same again",
      description: "Puts what an earlier order had into the cart, as far as it is still sold.",
      ...writing,
      request: { params: OrderPath },
      responses: {
        ...gives(200, Cart, "The cart."),
        ...fails(
          ...accessProblems,
          ...inputProblems,
          "not-found",
          "cart-full",
          "limits-unavailable",
        ),
      },
    }),
    async (c) => reply(c, Cart, await orderAgain(c.get("ctx"), c.req.valid("param").order_id)),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{order_id}/messages",
      operationId: "listOrderMessages",
      tags,
      summary: "Read the messages of an order",
      description: "What was written about an order, the oldest first.",
      ...reading,
      request: { params: OrderPath },
      responses: {
        ...gives(200, PortalMessages, "The messages."),
        ...fails(...accessProblems, ...inputProblems, "not-found"),
      },
    }),
    async (c) =>
      reply(
        c,
        PortalMessages,
        await listOrderMessages(c.get("ctx"), c.req.valid("param").order_id),
      ),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/{order_id}/messages",
      operationId: "postOrderMessage",
      tags,
      summary: "Write about an order",
      description: "Writes to the staff about an order.",
      ...writing,
      request: {
        params: OrderPath,
        headers: IdempotencyHeader,
        body: json(NewPortalMessage),
      },
      responses: {
        ...gives(200, PortalMessage, "The message."),
        ...fails(
          ...accessProblems,
          ...bodyProblems,
          "not-found",
          "idempotency-key-reused",
          "limits-unavailable",
          "outcome-unknown",
        ),
      },
    }),
    async (c) => {
      const { order_id } = c.req.valid("param");
      const message = await postOrderMessage(c.get("ctx"), order_id, c.req.valid("json"));
      return reply(c, PortalMessage, message);
    },
  );
