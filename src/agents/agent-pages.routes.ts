import type { Context } from "hono";
import type { App } from "../build-app.ts";
import { allow, anyone } from "../http/access.ts";
import type { AppEnv } from "../http/app-env.ts";
import { originOf } from "../http/origins.ts";
import { shownMail } from "../mail/send-mail.ts";
import { escapeHtml } from "../oauth/login-page.ts";
import { ProblemError } from "../problems.ts";
import { operations } from "./operations.ts";

/** What agents and their users read: /llms.txt, /privacy, and in development the mail that was not sent. */
export function serveAgentPages(app: App): void {
  const { middleware } = allow(anyone, { limits: ["public"], countBehind: true });
  for (const path of ["/llms.txt", "/privacy", "/dev/mail"]) app.use(path, ...middleware);
  app.get("/llms.txt", (c) => c.text(llmsText(originOf(c))));
  app.get("/privacy", (c) => showPrivacy(c));
  app.get("/dev/mail", async (c) => {
    const ctx = c.get("ctx");
    if (ctx.config.environment === "production") throw new ProblemError("not-found");
    const mails = await shownMail(ctx);
    const shown = mails.map(
      ({ at, to, subject, text }) => `${at}\nTo: ${to}\n${subject}\n\n${text}\n`,
    );
    return c.text(shown.join("\n---\n\n") || "No mail has been sent yet.\n");
  });
}

function llmsText(origin: string): string {
  const list = operations.map(({ name, path, description }) => {
    return `- ${name} (POST ${origin}${path}): ${description}`;
  });
  return `# Edgedesk

> A business's customer desk for AI agents: customers, bookings, orders, prices, tickets, claims and FAQs.

## Doors

- [MCP](${origin}/mcp): Streamable HTTP, revisions 2026-07-28 and 2025; prices, FAQs and products need no login
- [Actions](${origin}/gpt-rag/openapi.json): OpenAPI 3.1 of the operations below
- [The whole API](${origin}/openapi.json): OpenAPI 3.1
- [Privacy](${origin}/privacy)

## Operations

${list.join("\n")}
`;
}

function showPrivacy(c: Context<AppEnv>): Response {
  const { auditDays, business, environment } = c.get("ctx").config;
  const name = escapeHtml(business.name);
  const contact = escapeHtml(business.privacyContact);
  c.header(
    "Content-Security-Policy",
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  c.header("Cache-Control", "public, max-age=300");
  return c.html(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Privacy: ${name}</title><link rel="stylesheet" href="/style.css">
<main><h1>Privacy</h1>
<p>${name} answers through this desk, partly by AI. This page says what happens to what you tell it.${
    environment === "production" ? "" : " This is a test desk: do not tell it anything real."
  }</p>
<h2>AI</h2>
<p>You may be talking to an AI: an assistant of another firm that calls this desk, or the desk's own. Its answers can be
wrong; you can ask for a person at any time, and decisions against you are made by people.</p>
<h2>What is kept</h2>
<ul>
<li>Bookings, orders, tickets, claims and their pictures: as long as the business needs them.</li>
<li>That an operation was called, with the e-mail address it was about, without texts: 35 days.</li>
<li>The network addresses where you have logged in, as digests: 90 days.</li>
<li>Codes that prove who you are: 10 minutes, as digests. Answers kept for repeated requests: 2 days.</li>
<li>Which number of yours changed what, without names or texts: ${auditDays} days.</li>
</ul>
<h2>Who sees it</h2>
<p>Your personal data is told to an assistant only for you: after a code sent to your e-mail address, a booking number together
with that address, or your own login. It is not sold and not used to train models by this desk. The assistant that you use
has a privacy policy of its own.</p>
<h2>Your rights</h2>
<p>Ask ${contact} to see, correct or delete what is kept of you.</p>
</main></html>
`);
}
