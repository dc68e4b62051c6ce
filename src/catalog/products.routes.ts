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
import { reply } from "../http/reply.ts";
import { findProduct } from "./find-product.ts";
import { listCategories } from "./list-categories.ts";
import { listProducts } from "./list-products.ts";
import { predictRisks } from "./predict-risks.ts";
import { productRisk } from "./product-risk.ts";
import {
  Categories,
  Product,
  ProductList,
  ProductPage,
  ProductPath,
  ProductQuery,
  SimilarQuery,
} from "./products.schema.ts";
import { ProductRisk, RiskBatch, RiskPredictions, RiskQuery } from "./risk.schema.ts";
import { similarProducts } from "./similar-products.ts";

const tags = ["Portal"];
const access = allow(portalCustomer, { limits: ["portal"] });

export const catalogue = feature("/customer/products")
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "listProducts",
      tags,
      summary: "Browse products",
      description: "Products by name, narrowed down by filters and words.",
      ...access,
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
      method: "get",
      path: "/categories",
      operationId: "listCategories",
      tags,
      summary: "List the categories",
      description: "The categories of the products, and how many are in them.",
      ...access,
      responses: {
        ...gives(200, Categories, "The categories by name."),
        ...fails(...accessProblems),
      },
    }),
    async (c) => reply(c, Categories, await listCategories(c.get("ctx"))),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/risk/batch",
      operationId: "predictRisks",
      tags,
      summary: "Predict shortages",
      description: "How likely each of up to 100 products will come up short.",
      ...access,
      request: { body: json(RiskBatch) },
      responses: {
        ...gives(200, RiskPredictions, "One prediction per product."),
        ...fails(...accessProblems, ...bodyProblems, "not-found"),
      },
    }),
    async (c) => reply(c, RiskPredictions, await predictRisks(c.get("ctx"), c.req.valid("json"))),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{product_code}",
      operationId: "findProduct",
      tags,
      summary: "Look at a product",
      description: "One product with all that is known of it.",
      ...access,
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
      method: "get",
      path: "/{product_code}/risk",
      operationId: "productRisk",
      tags,
      summary: "Risk of a shortage",
      description: "How likely a quantity would come up short tomorrow, and why.",
      ...access,
      request: { params: ProductPath, query: RiskQuery },
      responses: {
        ...gives(200, ProductRisk, "The risk and its reasons."),
        ...fails(...accessProblems, ...inputProblems, "not-found"),
      },
    }),
    async (c) => {
      const { product_code } = c.req.valid("param");
      const { quantity } = c.req.valid("query");
      return reply(c, ProductRisk, await productRisk(c.get("ctx"), product_code, quantity));
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{product_code}/similar",
      operationId: "similarProducts",
      tags,
      summary: "Similar products",
      description: "Products of the same category and zone, the most alike first.",
      ...access,
      request: { params: ProductPath, query: SimilarQuery },
      responses: {
        ...gives(200, ProductList, "The products."),
        ...fails(...accessProblems, ...inputProblems, "not-found"),
      },
    }),
    async (c) => {
      const { product_code } = c.req.valid("param");
      const { limit } = c.req.valid("query");
      return reply(c, ProductList, await similarProducts(c.get("ctx"), product_code, limit));
    },
  );
