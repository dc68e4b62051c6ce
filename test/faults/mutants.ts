/** A deliberate bug: a text of a source file and what takes its place, and the tests that must notice, as vitest takes them. */
export type Mutant = { name: string; file: string; find: string; replace: string; tests: string[] };

const storm = ["test/faults/storm.test.ts"];
const stores = ["test/faults/stores.test.ts"];

/** `npm run test:faults -- --mutants` shows that each is noticed. */
export const mutants: Mutant[] = [
  {
    name: "no idempotency record",
    file: "src/write-once.ts",
    find: `ctx.idempotencyKey ?? write.input.client_ref ?? newId("once", ctx.now)`,
    replace: `newId("once", ctx.now)`,
    tests: storm,
  },
  {
    name: "done, says a write that does not know",
    file: "src/write-once.ts",
    find: `const headers = { "Idempotency-Key": key };`,
    replace: `if (key !== "") return write.answer;\n      const headers = { "Idempotency-Key": key };`,
    tests: ["test/db/outage.test.ts", "-t", "every answer says so"],
  },
  {
    name: "a claim approved without the guard that nobody was faster",
    file: "src/claims/approve.ts",
    find: `guard("claim-decided", changedOneRow),`,
    replace: `guard("claim-decided", sql\`\${changedOneRow} or 1\`),`,
    tests: storm,
  },
  {
    name: "refunds without the guard of their sum",
    file: "src/claims/approve.ts",
    find: "sql`${refundCents} <= ${refundableSql(orderId)}`",
    replace: "sql`${refundCents} <= ${refundableSql(orderId)} or 1`",
    tests: storm,
  },
  {
    name: "a message acknowledged and told before it is stored",
    file: "src/chat/chat.conversation.ts",
    find: `memory.insert(message);`,
    replace: `setTimeout(() => memory.insert(message), 50);`,
    tests: storm,
  },
  {
    name: "a message sent again is another one",
    file: "src/chat/chat.conversation.ts",
    find: `memory.find(member.id, client_id);`,
    replace: `memory.find(member.id, "");`,
    tests: ["test/chat/rooms.test.ts", "-t", "sent again is one"],
  },
  {
    name: "a room's copy counted as made before it is",
    file: "src/chat/chat.outbox.ts",
    find: `const [, , [there]] = await db.write(batch, { repeatable: true });`,
    replace: `memory.setCopied({ seq, version: facts.version });
    const [, , [there]] = await db.write(batch, { repeatable: true });`,
    tests: storm,
  },
  {
    name: "files of a refused form kept",
    file: "src/claims/read-claim-form.ts",
    find: `await dropFiles(ctx, files);
    if`,
    replace: `if`,
    tests: stores,
  },
  {
    name: "a login that cannot be checked let in",
    file: "src/identity/authenticate.ts",
    find: `throw new ProblemError("sessions-unavailable", { retryAfter: 1, cause });`,
    replace: `if (cause) return null;
    throw new ProblemError("sessions-unavailable", { retryAfter: 1, cause });`,
    tests: stores,
  },
];
