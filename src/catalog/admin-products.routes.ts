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
import { reply } from "../http/reply.ts";
import { createProduct } from "./create-product.ts";
import { deleteProduct } from "./delete-product.ts";
import { findProduct } from "./find-product.ts";
import { importProducts } from "./import-products.ts";
import { listProducts } from "./list-products.ts";
import {
  NewProduct,
  Product,
  ProductChange,
  ProductPage,
  ProductPath,
  ProductQuery,
} from "./products.schema.ts";
import { ImportReport } from "./stock.schema.ts";
import { updateProduct } from "./update-product.ts";

const CSV_BYTES = 5_000_000;

const tags = ["Portal administration"];
const reading = allow(administrator, { limits: ["portal"] });
const writing = allow(administrator, { limits: ["portal"], writes: true });

export const productAdministration = feature("/admin/products")
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "listProductsAsAdmin",
      tags,
      summary: "List products",
      description: "Products by name, narrowed down by filters and words.",
      ...reading,
      request: { query: ProductQuery },
      responses: {
        ...gives(200, ProductPage, "A page of products."),
        ...fails(...accessProblems, ...inputProblems),
      },
    }),
    async (c) => reply(c, ProductPage, await listProducts(c.get("ctx"), c.req.valid("query"))),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/",
      operationId: "createProduct",
      tags,
      summary: "Take up a product",
      description: "Takes a product into the catalogue, with a stock of nothing.",
      ...writing,
      request: { body: json(NewProduct) },
      responses: {
        ...gives(200, Product, "The product."),
        ...fails(...accessProblems, ...bodyProblems, "product-exists", "limits-unavailable"),
      },
    }),
    async (c) => reply(c, Product, await createProduct(c.get("ctx"), c.req.valid("json"))),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/import",
      operationId: "importProducts",
      tags,
      summary: "Import products",
      description: "Takes products from a CSV file, new and known ones, in one transaction.",
      ...allow(administrator, { limits: ["portal"], writes: true, bodyBytes: CSV_BYTES }),
      request: { body: raw("text/csv", { type: "string" }) },
      responses: {
        ...gives(200, ImportReport, "What was taken and what was not."),
        ...fails(...accessProblems, ...bodyProblems, "limits-unavailable"),
      },
    }),
    async (c) => reply(c, ImportReport, await importProducts(c.get("ctx"), await c.req.text())),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{product_code}",
      operationId: "findProductAsAdmin",
      tags,
      summary: "Look at a product",
      description: "One product with all that is known of it.",
      ...reading,
      request: { params: ProductPath },
      responses: {
        ...gives(200, Product, "The product."),
        ...fails(...accessProblems, ...inputProblems, "not-found"),
      },
    }),
    async (c) =>
      reply(c, Product, await findProduct(c.get("ctx"), c.req.valid("param").product_code)),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/{product_code}",
      operationId: "updateProduct",
      tags,
      summary: "Change a product",
      description: "Changes the fields that are sent; placed orders keep their prices.",
      ...writing,
      request: { params: ProductPath, body: json(ProductChange) },
      responses: {
        ...gives(200, Product, "The product."),
        ...fails(...accessProblems, ...bodyProblems, "not-found", "limits-unavailable"),
      },
    }),
    async (c) => {
      const { product_code } = c.req.valid("param");
      return reply(
        c,
        Product,
        await updateProduct(c.get("ctx"), product_code, c.req.valid("json")),
      );
    },
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/{product_code}",
      operationId: "deleteProduct",
      tags,
      summary: "Sell a product no longer",
      description: "Takes a product out of the catalogue; orders keep it.",
      ...writing,
      request: { params: ProductPath },
      responses: {
        ...givesNothing("It is no longer sold."),
        ...fails(...accessProblems, ...inputProblems, "not-found", "limits-unavailable"),
      },
    }),
    async (c) => {
      await deleteProduct(c.get("ctx"), c.req.valid("param").product_code);
      return c.body(null, 204);
    },
  );
