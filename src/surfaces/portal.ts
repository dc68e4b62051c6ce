import { buildApp } from "../build-app.ts";
import { productAdministration } from "../catalog/admin-products.routes.ts";
import { inventoryAdministration } from "../catalog/inventory.routes.ts";
import { catalogue } from "../catalog/products.routes.ts";
import { claimAdministration } from "../claims/admin-claims.routes.ts";
import { claims } from "../claims/claims.routes.ts";
import { customerAdministration } from "../customers/business-customers.routes.ts";
import { files } from "../files/files.routes.ts";
import { invoiceAdministration, invoicePages, payments } from "../invoices/invoices.routes.ts";
import { orderAdministration } from "../orders/admin-orders.routes.ts";
import { cart } from "../orders/cart.routes.ts";
import { dashboard } from "../orders/dashboard.routes.ts";
import { orders } from "../orders/orders.routes.ts";

export const portal = [
  catalogue,
  cart,
  orders,
  dashboard,
  claims,
  payments,
  invoicePages,
  files,
  orderAdministration,
  claimAdministration,
  invoiceAdministration,
  productAdministration,
  inventoryAdministration,
  customerAdministration,
] as const;

export const app = buildApp(portal);
