import { createRoute } from "@hono/zod-openapi";
import { allow, portalCustomer } from "../http/access.ts";
import {
  accessProblems,
  bodyProblems,
  fails,
  gives,
  givesNothing,
  inputProblems,
  json,
} from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { IdempotencyHeader } from "../http/idempotency.ts";
import { reply } from "../http/reply.ts";
import { addToCart } from "./add-to-cart.ts";
import { Cart, CartItem, CartItemPath, NewCartItem, NewQuantity } from "./cart.schema.ts";
import { changeQuantity, clearCart, removeFromCart } from "./change-cart.ts";
import { loadCart } from "./load-cart.ts";

const tags = ["Portal"];
const writing = allow(portalCustomer, { limits: ["portal"], writes: true });

export const cart = feature("/customer/cart")
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "loadCart",
      tags,
      summary: "Look into the cart",
      description: "What is in the cart, with the substitutes that were chosen.",
      ...allow(portalCustomer, { limits: ["portal"] }),
      responses: { ...gives(200, Cart, "The cart."), ...fails(...accessProblems) },
    }),
    async (c) => reply(c, Cart, await loadCart(c.get("ctx"))),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/items",
      operationId: "addToCart",
      tags,
      summary: "Put a product into the cart",
      description: "Adds a quantity of a product, with up to two substitutes for it.",
      ...writing,
      request: { headers: IdempotencyHeader, body: json(NewCartItem) },
      responses: {
        ...gives(200, CartItem, "The item as it is in the cart now."),
        ...fails(
          ...accessProblems,
          ...bodyProblems,
          "not-found",
          "substitutes-invalid",
          "lot-size",
          "quantity-too-large",
          "cart-full",
          "cart-changed",
          "idempotency-key-reused",
          "limits-unavailable",
          "outcome-unknown",
        ),
      },
    }),
    async (c) => reply(c, CartItem, await addToCart(c.get("ctx"), c.req.valid("json"))),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/items/{cart_item_id}/quantity",
      operationId: "changeQuantity",
      tags,
      summary: "Change a quantity",
      description: "Sets how much of an item is in the cart.",
      ...writing,
      request: { params: CartItemPath, body: json(NewQuantity) },
      responses: {
        ...gives(200, Cart, "The cart."),
        ...fails(...accessProblems, ...bodyProblems, "not-found", "lot-size", "limits-unavailable"),
      },
    }),
    async (c) => {
      const { cart_item_id } = c.req.valid("param");
      const { quantity } = c.req.valid("json");
      return reply(c, Cart, await changeQuantity(c.get("ctx"), cart_item_id, quantity));
    },
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/items/{cart_item_id}",
      operationId: "removeFromCart",
      tags,
      summary: "Take an item out of the cart",
      description: "Removes an item and its substitutes.",
      ...writing,
      request: { params: CartItemPath },
      responses: {
        ...givesNothing("It is no longer in the cart."),
        ...fails(...accessProblems, ...inputProblems, "not-found", "limits-unavailable"),
      },
    }),
    async (c) => {
      await removeFromCart(c.get("ctx"), c.req.valid("param").cart_item_id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/",
      operationId: "clearCart",
      tags,
      summary: "Empty the cart",
      description: "Takes everything out of the cart.",
      ...writing,
      responses: {
        ...givesNothing("The cart is empty."),
        ...fails(...accessProblems, "limits-unavailable"),
      },
    }),
    async (c) => {
      await clearCart(c.get("ctx"));
      return c.body(null, 204);
    },
  );
