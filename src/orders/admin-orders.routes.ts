import { createRoute } from "@hono/zod-openapi";
import { administrator, allow } from "../http/access.ts";
import {
  accessProblems,
  bodyProblems,
  fails,
  gives,
  inputProblems,
  json,
  optionalJson,
} from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { IdempotencyHeader } from "../http/idempotency.ts";
import { reply } from "../http/reply.ts";
import { findOrder } from "./find-order.ts";
import { listOrders } from "./list-orders.ts";
import { listOrderMessages, postOrderMessage } from "./order-messages.ts";
import {
  NewPortalMessage,
  NewStatus,
  OrderChange,
  OrderDetail,
  OrderPath,
  OrderQuery,
  Orders,
  PortalMessage,
  PortalMessages,
  Replacement,
  ReplacementQuery,
  StatusQuery,
} from "./orders.schema.ts";
import { replaceProduct } from "./replace-product.ts";
import { updateOrderStatus } from "./update-order-status.ts";

const tags = ["Portal administration"];
const reading = allow(administrator, { limits: ["portal"] });
const writing = allow(administrator, { limits: ["portal"], writes: true });
const deciding = allow(administrator, { limits: ["portal"], writes: true, isBodyOptional: true });

export const orderAdministration = feature("/admin/orders")
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "listAllOrders",
      tags,
      summary: "List all orders",
      description: "The orders of all customers, the newest first.",
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
      operationId: "findAnyOrder",
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
      path: "/{order_id}/status",
      operationId: "updateOrderStatus",
      tags,
      summary: "Move an order to another status",
      description:
        "Moves an order, with what follows for stock and invoices. Illegal moves are 409.",
      ...deciding,
      request: { params: OrderPath, query: StatusQuery, body: optionalJson(NewStatus) },
      responses: {
        ...gives(200, OrderDetail, "The order."),
        ...fails(
          ...accessProblems,
          ...bodyProblems,
          "not-found",
          "status-unknown",
          "transition-illegal",
          "order-changed",
          "limits-unavailable",
        ),
      },
    }),
    async (c) => {
      const { order_id } = c.req.valid("param");
      const [body, parameters] = [c.req.valid("json"), c.req.valid("query")];
      return reply(
        c,
        OrderDetail,
        await updateOrderStatus(c.get("ctx"), order_id, body, parameters),
      );
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/{order_id}/replace-product",
      operationId: "replaceProduct",
      tags,
      summary: "Deliver a substitute",
      description: "Replaces a line's product by a substitute that the customer chose for it.",
      ...deciding,
      request: { params: OrderPath, query: ReplacementQuery, body: optionalJson(Replacement) },
      responses: {
        ...gives(200, OrderChange, "The change."),
        ...fails(
          ...accessProblems,
          ...bodyProblems,
          "not-found",
          "not-preselected",
          "order-not-changeable",
          "order-changed",
          "limits-unavailable",
        ),
      },
    }),
    async (c) => {
      const { order_id } = c.req.valid("param");
      const [body, parameters] = [c.req.valid("json"), c.req.valid("query")];
      return reply(c, OrderChange, await replaceProduct(c.get("ctx"), order_id, body, parameters));
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{order_id}/messages",
      operationId: "listMessagesOfAnyOrder",
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
      operationId: "postMessageToAnyOrder",
      tags,
      summary: "Write about an order",
      description: "Writes to the customer about an order.",
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
