/**
 * The registry of everything that can go wrong: a code becomes throwable, documented and typed in
 * the client by being one entry here. `detail` is the sentence a person reads when the throw site has
 * nothing better to say; it never contains customer data.
 */
export const problems = {
  "malformed-json": {
    status: 400,
    title: "Malformed JSON",
    detail: "The request body is not valid JSON.",
  },
  "username-taken": {
    status: 400,
    title: "Username taken",
    detail: "Somebody else has this username; choose another.",
  },
  "email-taken": {
    status: 400,
    title: "E-mail address taken",
    detail: "There is already a user with this e-mail address.",
  },
  "empty-import": {
    status: 400,
    title: "Nothing to import",
    detail: "The body is empty: send a CSV file, or JSON with `csv` or an array of contacts.",
  },
  "import-without-header": {
    status: 400,
    title: "No header",
    detail:
      "No line names the columns: begin the file with a line such as `Name;E-Mail;Telefon`, or send a mapping.",
  },
  "import-without-contacts": {
    status: 400,
    title: "No usable contact",
    detail:
      "No row has a name, an e-mail address or a phone number, so there is nothing to import.",
  },
  "wrong-import-shape": {
    status: 400,
    title: "Wrong shape",
    detail: 'Send CSV, {"csv": "…"}, an array of objects, {"leads": […]}, or a form with one file.',
  },
  "unknown-mapping": {
    status: 400,
    title: "Unknown mapping",
    detail: "There is no saved mapping of this name; GET /imports/mappings lists them.",
  },
  "customer-exists": {
    status: 400,
    title: "Customer exists",
    detail: "There is already a customer with this id.",
  },
  "product-exists": {
    status: 400,
    title: "Product exists",
    detail: "There is already a product with this code.",
  },
  "cart-empty": {
    status: 400,
    title: "Cart empty",
    detail: "There is nothing in the cart to order.",
  },
  "substitutes-invalid": {
    status: 400,
    title: "Substitutes not possible",
    detail: "A product has at most two substitutes, other products, with the priorities 1 and 2.",
  },
  "lot-size": {
    status: 400,
    title: "Not a multiple of the lot size",
    detail: "This product is sold in lots; order a multiple of its allowed_lot_size.",
  },
  "quantity-too-large": {
    status: 400,
    title: "Quantity too large",
    detail: "Together with what is in the cart this is more than one order may have of a product.",
  },
  "cart-full": {
    status: 400,
    title: "Cart full",
    detail: "A cart has at most 100 products; place this order and begin another.",
  },
  "delivery-invalid": {
    status: 400,
    title: "Delivery not possible",
    detail: "Deliveries are from tomorrow on, and a window ends after it starts.",
  },
  "status-unknown": {
    status: 400,
    title: "Unknown status",
    detail: "There is no such status.",
  },
  "not-preselected": {
    status: 400,
    title: "Not chosen by the customer",
    detail: "The customer has not chosen this product as a substitute for this line.",
  },
  "reason-required": {
    status: 400,
    title: "Reason required",
    detail: "Say why the claim is rejected.",
  },
  "wrong-credentials": {
    status: 401,
    title: "Wrong credentials",
    detail: "Username and password do not fit.",
  },
  unauthenticated: {
    status: 401,
    title: "Authentication required",
    detail: "Could not validate credentials: send a key or token as `Authorization: Bearer …`.",
  },
  forbidden: {
    status: 403,
    title: "Not allowed",
    detail: "These credentials may not do this.",
  },
  "verification-required": {
    status: 403,
    title: "Customer not verified",
    detail:
      "Verify the customer first: send a code to their e-mail address, or give it together with a booking " +
      "number, to verifyCustomer, and pass its customer_token.",
  },
  "verification-failed": {
    status: 403,
    title: "Not verified",
    detail:
      "This does not prove who the customer is; check it, or send a new code. A code is good for 10 minutes and 3 tries.",
  },
  "account-inactive": {
    status: 403,
    title: "Account inactive",
    detail: "This account has been deactivated; ask an administrator.",
  },
  "not-found": {
    status: 404,
    title: "Not found",
    detail: "There is nothing at this address.",
  },
  "quote-not-found": {
    status: 404,
    title: "No such quote",
    detail: "This is not a quote signed by this desk; ask for a new one at POST /quotes.",
  },
  "method-not-allowed": {
    status: 405,
    title: "Method not allowed",
    detail: "This address does not answer that method; see the Allow header.",
  },
  "room-closed": {
    status: 409,
    title: "Room closed",
    detail: "This room is closed; reopen it to write in it.",
  },
  "room-full": {
    status: 409,
    title: "Room full",
    detail: "As many people as a room can have are in it already.",
  },
  "import-running": {
    status: 409,
    title: "Import running",
    detail: "This import is still running; cancel it or wait for its end, then undo it.",
  },
  "import-finished": {
    status: 409,
    title: "Import finished",
    detail: "This import has already ended; what it did can be undone with DELETE.",
  },
  "import-moved-on": {
    status: 409,
    title: "Import moved on",
    detail: "This part of the import has been done, or the import was cancelled.",
  },
  "leads-changed": {
    status: 409,
    title: "Leads changed",
    detail: "The same leads are being changed by others right now; try again.",
  },
  "lead-changed": {
    status: 409,
    title: "Lead changed",
    detail: "Somebody has changed the lead since you read it; read it again and repeat the change.",
  },
  "lead-email-taken": {
    status: 409,
    title: "E-mail address taken",
    detail: "There is already a lead with this e-mail address.",
  },
  "config-changed": {
    status: 409,
    title: "Config changed",
    detail:
      "Somebody has changed the config since you read it; read it again and repeat the change.",
  },
  "cart-changed": {
    status: 409,
    title: "Cart changed",
    detail: "The cart has changed since it was shown, or has been ordered; look at it again.",
  },
  "product-unavailable": {
    status: 409,
    title: "Product no longer sold",
    detail: "Something in the cart is no longer sold; take it out.",
  },
  "stock-reserved": {
    status: 409,
    title: "Stock is promised",
    detail: "More than this is promised to orders; release those first.",
  },
  "transition-illegal": {
    status: 409,
    title: "Not the next status",
    detail: "From its status the order cannot go there.",
  },
  "order-changed": {
    status: 409,
    title: "Order changed",
    detail: "Somebody has changed this order in the meantime; look at it again.",
  },
  "order-not-changeable": {
    status: 409,
    title: "Order not changeable",
    detail: "The order has gone too far for this.",
  },
  "claim-open": {
    status: 409,
    title: "Claim already open",
    detail: "There is already an open claim of this kind for this order.",
  },
  "claim-decided": {
    status: 409,
    title: "Claim decided",
    detail: "This claim has already been decided.",
  },
  "claim-changed": {
    status: 409,
    title: "Claim changed",
    detail: "Somebody has looked at this claim in the meantime; look at it again.",
  },
  "second-person-required": {
    status: 409,
    title: "Second person required",
    detail: "You have approved this refund already; now another administrator has to.",
  },
  "claim-not-approved": {
    status: 409,
    title: "Nothing to settle",
    detail: "Only an approved claim can be settled, and only once.",
  },
  "refund-over-limit": {
    status: 409,
    title: "Refund over the limit",
    detail: "Refunds of an order never exceed what was charged for it.",
  },
  "invoice-settled": {
    status: 409,
    title: "Invoice not payable",
    detail: "Only a pending invoice that is not a refund can be marked as paid.",
  },
  "body-too-large": {
    status: 413,
    title: "Body too large",
    detail: "The request body is larger than this address accepts.",
  },
  "too-many-rows": {
    status: 413,
    title: "Too many rows",
    detail: "An import has at most 5,000 rows; split the file.",
  },
  "unsupported-media-type": {
    status: 415,
    title: "Unsupported media type",
    detail: "Send the body with the Content-Type that this address takes, mostly application/json.",
  },
  "upgrade-required": {
    status: 426,
    title: "Upgrade required",
    detail: "This address speaks WebSocket only; see the documentation for its frames.",
  },
  "file-not-fetched": {
    status: 422,
    title: "File not fetched",
    detail: "A linked file could not be fetched; send the links again, they may have expired.",
  },
  "validation-failed": {
    status: 422,
    title: "Validation failed",
    detail: "The request does not fit its schema.",
  },
  "lead-without-contact": {
    status: 422,
    title: "Lead without contact",
    detail: "A lead needs a name, an e-mail address or a phone number.",
  },
  "file-refused": {
    status: 422,
    title: "File refused",
    detail: "A file is not one that can be taken.",
  },
  "weak-password": {
    status: 422,
    title: "Weak password",
    detail: "This password is among the first that anyone would try; choose another.",
  },
  "idempotency-key-reused": {
    status: 422,
    title: "Idempotency key reused",
    detail: "This Idempotency-Key or client_ref was already used for a different request.",
  },
  "rate-limited": {
    status: 429,
    title: "Too many requests",
    detail: "The limit for this caller is used up; wait for the time in Retry-After.",
  },
  "internal-error": {
    status: 500,
    title: "Internal error",
    detail: "Something went wrong on our side. Quote the request id when you report it.",
  },
  "ai-unavailable": {
    status: 502,
    title: "AI unavailable",
    detail: "The AI provider gave no usable answer in time; try again, or ask a person.",
  },
  "limits-unavailable": {
    status: 503,
    title: "Limits unavailable",
    detail: "Calls cannot be counted right now, so nothing is written; try again shortly.",
  },
  "database-unavailable": {
    status: 503,
    title: "Database unavailable",
    detail: "The database cannot be reached right now. Try again shortly.",
  },
  "sessions-unavailable": {
    status: 503,
    title: "Sessions unavailable",
    detail: "Whether this login is still good cannot be seen right now; try again shortly.",
  },
  "files-unavailable": {
    status: 503,
    title: "Files unavailable",
    detail: "Files cannot be stored or read right now, and nothing was kept; try again shortly.",
  },
  "room-unavailable": {
    status: 503,
    title: "Room unavailable",
    detail: "The room did not answer; send it again with the same client_id, then it happens once.",
  },
  "imports-unavailable": {
    status: 503,
    title: "Imports unavailable",
    detail: "A long import cannot be started right now; nothing was imported. Try again shortly.",
  },
  "outcome-unknown": {
    status: 503,
    title: "Outcome unknown",
    detail:
      "The database did not confirm in time, so this may or may not be stored. Send it again with " +
      "the Idempotency-Key of this answer, or with your own: then it happens once.",
  },
} as const satisfies Record<string, { status: number; title: string; detail: string }>;

export type ProblemCode = keyof typeof problems;

/** One thing wrong with the input: where, in a sentence, and the kind of rule that it breaks. */
export type InputError = { loc: (string | number)[]; msg: string; type: string };

export type ProblemDetails = {
  detail?: string;
  errors?: InputError[];
  /** Seconds; becomes Retry-After. */
  retryAfter?: number;
  /** Further response headers, such as Allow. */
  headers?: Record<string, string>;
  cause?: unknown;
};

export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(details.detail ?? problems[code].detail, { cause: details.cause });
    this.code = code;
    this.details = details;
  }
}
