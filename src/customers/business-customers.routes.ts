import { createRoute } from "@hono/zod-openapi";
import { administrator, allow } from "../http/access.ts";
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
import { paging } from "../http/paging.ts";
import { reply } from "../http/reply.ts";
import { z } from "../http/zod.ts";
import { User } from "../identity/users.schema.ts";
import {
  BusinessCustomer,
  BusinessCustomers,
  CustomerPath,
  NewBusinessCustomer,
  NewCustomerUser,
  NewCustomerUserQuery,
} from "./business-customers.schema.ts";
import { createBusinessCustomer } from "./create-business-customer.ts";
import { createCustomerUser } from "./create-customer-user.ts";
import { findBusinessCustomer, listBusinessCustomers } from "./read-business-customers.ts";

const tags = ["Portal administration"];
const reading = allow(administrator, { limits: ["portal"] });
const writing = allow(administrator, { limits: ["portal"], writes: true });

export const customerAdministration = feature("/admin/customers")
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "listBusinessCustomers",
      tags,
      summary: "List customers",
      description: "The customers of the portal by id.",
      ...reading,
      request: { query: z.object(paging(100, 500)) },
      responses: {
        ...gives(200, BusinessCustomers, "The customers."),
        ...fails(...accessProblems, ...inputProblems),
      },
    }),
    async (c) =>
      reply(c, BusinessCustomers, await listBusinessCustomers(c.get("ctx"), c.req.valid("query"))),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/",
      operationId: "createBusinessCustomer",
      tags,
      summary: "Take on a customer",
      description: "Makes a customer of the portal; users for it are made next.",
      ...writing,
      request: { headers: IdempotencyHeader, body: json(NewBusinessCustomer) },
      responses: {
        ...gives(200, BusinessCustomer, "The customer."),
        ...fails(
          ...accessProblems,
          ...bodyProblems,
          "customer-exists",
          "idempotency-key-reused",
          "limits-unavailable",
          "outcome-unknown",
        ),
      },
    }),
    async (c) =>
      reply(c, BusinessCustomer, await createBusinessCustomer(c.get("ctx"), c.req.valid("json"))),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{customer_id}",
      operationId: "findBusinessCustomer",
      tags,
      summary: "Look at a customer",
      description: "One customer of the portal.",
      ...reading,
      request: { params: CustomerPath },
      responses: {
        ...gives(200, BusinessCustomer, "The customer."),
        ...fails(...accessProblems, ...inputProblems, "not-found"),
      },
    }),
    async (c) =>
      reply(
        c,
        BusinessCustomer,
        await findBusinessCustomer(c.get("ctx"), c.req.valid("param").customer_id),
      ),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/{customer_id}/user",
      operationId: "createCustomerUser",
      tags,
      summary: "Make a user for a customer",
      description:
        "Makes a user who orders for a customer. The password is taken from the body only.",
      ...writing,
      request: {
        params: CustomerPath,
        query: NewCustomerUserQuery,
        body: json(NewCustomerUser),
      },
      responses: {
        ...gives(200, User, "The user."),
        ...fails(
          ...accessProblems,
          ...bodyProblems,
          "not-found",
          "username-taken",
          "email-taken",
          "weak-password",
          "limits-unavailable",
        ),
      },
    }),
    async (c) => {
      const { customer_id } = c.req.valid("param");
      const [body, parameters] = [c.req.valid("json"), c.req.valid("query")];
      return reply(c, User, await createCustomerUser(c.get("ctx"), customer_id, body, parameters));
    },
  );
