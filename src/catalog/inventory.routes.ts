import { createRoute } from "@hono/zod-openapi";
import { administrator, allow } from "../http/access.ts";
import {
  accessProblems,
  bodyProblems,
  fails,
  gives,
  givesNothing,
  inputProblems,
  json,
  raw,
} from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { paging } from "../http/paging.ts";
import { reply } from "../http/reply.ts";
import { z } from "../http/zod.ts";
import { findStock, listMovements } from "./find-stock.ts";
import { importStock } from "./import-stock.ts";
import { listStock } from "./list-stock.ts";
import { ProductPath } from "./products.schema.ts";
import { clearStock, setStock } from "./set-stock.ts";
import {
  ImportReport,
  Movements,
  NewStock,
  StockItem,
  StockPage,
  StockQuery,
} from "./stock.schema.ts";

const CSV_BYTES = 5_000_000;

const tags = ["Portal administration"];
const reading = allow(administrator, { limits: ["portal"] });
const writing = allow(administrator, { limits: ["portal"], writes: true });

export const inventoryAdministration = feature("/admin/inventory")
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "listStock",
      tags,
      summary: "List the stock",
      description: "What is on hand, promised and available, by product code.",
      ...reading,
      request: { query: StockQuery },
      responses: {
        ...gives(200, StockPage, "A page of the stock."),
        ...fails(...accessProblems, ...inputProblems),
      },
    }),
    async (c) => reply(c, StockPage, await listStock(c.get("ctx"), c.req.valid("query"))),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/import",
      operationId: "importStock",
      tags,
      summary: "Import stock",
      description: "Sets stock from a CSV file with product_code and quantity, in one transaction.",
      ...allow(administrator, { limits: ["portal"], writes: true, bodyBytes: CSV_BYTES }),
      request: { body: raw("text/csv", { type: "string" }) },
      responses: {
        ...gives(200, ImportReport, "What was taken and what was not."),
        ...fails(...accessProblems, ...bodyProblems, "stock-reserved", "limits-unavailable"),
      },
    }),
    async (c) => reply(c, ImportReport, await importStock(c.get("ctx"), await c.req.text())),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{product_code}",
      operationId: "findStock",
      tags,
      summary: "Look at a product's stock",
      description: "What is on hand, promised and available of one product.",
      ...reading,
      request: { params: ProductPath },
      responses: {
        ...gives(200, StockItem, "Its stock."),
        ...fails(...accessProblems, ...inputProblems, "not-found"),
      },
    }),
    async (c) =>
      reply(c, StockItem, await findStock(c.get("ctx"), c.req.valid("param").product_code)),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{product_code}/movements",
      operationId: "listMovements",
      tags,
      summary: "List a product's movements",
      description: "The ledger that the stock is the sum of, the newest first.",
      ...reading,
      request: { params: ProductPath, query: z.object(paging(50, 500)) },
      responses: {
        ...gives(200, Movements, "The movements."),
        ...fails(...accessProblems, ...inputProblems),
      },
    }),
    async (c) => {
      const { product_code } = c.req.valid("param");
      return reply(
        c,
        Movements,
        await listMovements(c.get("ctx"), product_code, c.req.valid("query")),
      );
    },
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/{product_code}",
      operationId: "setStock",
      tags,
      summary: "Set a product's stock",
      description: "Sets what is on hand, as a movement; never below what is promised.",
      ...writing,
      request: { params: ProductPath, body: json(NewStock) },
      responses: {
        ...gives(200, StockItem, "Its stock."),
        ...fails(
          ...accessProblems,
          ...bodyProblems,
          "not-found",
          "stock-reserved",
          "limits-unavailable",
        ),
      },
    }),
    async (c) => {
      const { product_code } = c.req.valid("param");
      return reply(c, StockItem, await setStock(c.get("ctx"), product_code, c.req.valid("json")));
    },
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/{product_code}",
      operationId: "clearStock",
      tags,
      summary: "Take all stock of a product out",
      description: "Sets what is on hand to nothing, as a movement.",
      ...writing,
      request: { params: ProductPath },
      responses: {
        ...givesNothing("Nothing is on hand."),
        ...fails(...accessProblems, ...inputProblems, "stock-reserved", "limits-unavailable"),
      },
    }),
    async (c) => {
      await clearStock(c.get("ctx"), c.req.valid("param").product_code);
      return c.body(null, 204);
    },
  );
