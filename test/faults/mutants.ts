/** A deliberate bug: a text of a source file and what takes its place, and the tests that must notice, as vitest takes them. */
export type Mutant = { name: string; file: string; find: string; replace: string; tests: string[] };

const storm = ["test/faults/storm.test.ts"];
const database = (title: string) => ["test/faults/database.test.ts", "-t", title];
const serial = ["test/faults/serial.test.ts"];
const migrations = ["test/faults/migrations.test.ts"];
const restore = ["test/faults/restore.test.ts"];
const transitions = ["test/faults/transitions.test.ts"];
const poison = ["test/faults/poison.test.ts"];
const stores = ["test/faults/stores.test.ts"];
const brokenOff = ["test/faults/rooms.test.ts", "-t", "broken off"];
const rooms = ["test/faults/rooms.test.ts", "-t", "D-01"];

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
    tests: [...poison, "-t", "libSQL never takes"],
  },
  {
    name: "a claim's own files dropped as those of a repeat",
    file: "src/claims/create-claim.ts",
    find: `const isOurs = stored.claim_id === id;
  ctx.replayed = !isOurs;`,
    replace: "const isOurs = !ctx.replayed;",
    tests: ["test/claims/portal-flow.test.ts", "-t", "confirmation was lost"],
  },
  {
    name: "files of a refused form kept",
    file: "src/claims/read-claim-form.ts",
    find: `await dropFiles(ctx, files);`,
    replace: ``,
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
  {
    name: "rivals: a product replaced in an order that has been cancelled meanwhile",
    file: "src/orders/replace-product.ts",
    find: "sql`(select ${orders.status} from ${orders} where ${orders.id} = ${orderId}) = ${order.status}`,",
    replace: "sql`1`,",
    tests: serial,
  },
  {
    name: "rivals: two users of one name",
    file: "migrations/0002_users.sql",
    find: "CREATE UNIQUE INDEX `users_username_key`",
    replace: "CREATE INDEX `users_username_key`",
    tests: serial,
  },
  {
    name: "busy: a lock of the database is a failure of ours",
    file: "src/db/failures.ts",
    find: `"SQLITE_BUSY",`,
    replace: "",
    tests: database("says in three answers of ten"),
  },
  {
    name: "busy: too many requests are an answer",
    file: "src/db/database.ts",
    find: "response.status === 429 || ",
    replace: "",
    tests: database("says in three answers of ten"),
  },
  {
    name: "retries: every write is sent again",
    file: "src/db/database.ts",
    find: "repeatable ? RETRIES : 0",
    replace: "RETRIES",
    tests: database("would conflict with itself"),
  },
  {
    name: "deadlines: a database that hangs is waited for",
    file: "src/db/database.ts",
    find: "{ signal: AbortSignal.timeout(CALL_DEADLINE_MS) }",
    replace: "{}",
    tests: database("frozen under load"),
  },
  {
    name: "clock: a message's time runs backwards with it",
    file: "src/chat/chat.turn.ts",
    find: "log.head && log.head.timestamp > clock ? log.head.timestamp : clock",
    replace: "clock",
    tests: database("a clock that jumps"),
  },
  {
    name: "disk: a full one is a failure of ours",
    file: "src/db/failures.ts",
    find: `"SQLITE_FULL",
  "SQLITE_IOERR",`,
    replace: "",
    tests: ["test/faults/disk.test.ts"],
  },
  {
    name: "migrations: recorded after they are applied, apart from it",
    file: "scripts/support/migrations.ts",
    find: `await database.batch([record, ...statements], "write");`,
    replace: `await database.batch(statements, "write");
    await database.execute(record);`,
    tests: [...migrations, "-t", "C-15"],
  },
  {
    name: "migrations: statement by statement",
    file: "scripts/support/migrations.ts",
    find: `await database.batch([record, ...statements], "write");`,
    replace: "for (const statement of [...statements, record]) await database.execute(statement);",
    tests: [...migrations, "-t", "F-23"],
  },
  {
    name: "restore: a room believes what it has copied to be there",
    file: "src/chat/chat.outbox.ts",
    find: "Math.min(seq, there?.seq ?? 0)",
    replace: "seq",
    tests: restore,
  },
  {
    name: "restore: messages are put behind a hole",
    file: "src/chat/copy-room.ts",
    find: "where ${hasBefore}",
    replace: "where ${hasBefore} or true",
    tests: restore,
  },
  {
    name: "restore: a user whom the database has forgotten is an error",
    file: "src/identity/sessions.ts",
    find: 'guard("unauthenticated", sql`exists (select 1 from ${users} where ${users.id} = ${id})`)',
    replace: 'guard("unauthenticated", sql`1 or ${id} is null`)',
    tests: restore,
  },
  {
    name: "transitions: an order comes back from the customer",
    file: "migrations/0011_portal_triggers.sql",
    find: "'delivering>delivered', ",
    replace: "'delivering>delivered', 'delivered>picking', ",
    tests: transitions,
  },
  {
    name: "transitions: a rejected claim is approved after all",
    file: "src/claims/claims.tables.ts",
    find: `export const undecided = ["open", "ai_processing", "manual_review"] as const;`,
    replace: `export const undecided = ["open", "ai_processing", "manual_review", "rejected"] as const;`,
    tests: transitions,
  },
  {
    name: "poison: one message that cannot be brought stops those behind it",
    file: "src/orders/bring-to-room.ts",
    find: "if (isPassing(error)) break;",
    replace: "break;",
    tests: [...poison, "-t", "never be brought"],
  },
  {
    name: "poison: the same messages are tried every night",
    file: "src/orders/bring-waiting.ts",
    find: ".orderBy(sql`random()`)",
    replace: "",
    tests: [...poison, "-t", "never be brought"],
  },
  {
    name: "poison: a room whose copy has failed does not try again",
    file: "src/chat/chat.outbox.ts",
    find: `copyBackoffMs(failures);
        schedule();`,
    replace: "copyBackoffMs(failures);",
    tests: [...poison, "-t", "libSQL never takes"],
  },
  {
    name: "a message acknowledged before it is stored",
    file: "src/chat/chat.conversation.ts",
    find: `memory.insert(message);
    outbox.schedule();
    const sent = { message, isDuplicate: false };
    acknowledge(sent);`,
    replace: `const sent = { message, isDuplicate: false };
    acknowledge(sent);
    setTimeout(() => memory.insert(message), 20);
    outbox.schedule();`,
    tests: brokenOff,
  },
  {
    name: "a message told to the others before it is stored",
    file: "src/chat/chat.conversation.ts",
    find: `memory.insert(message);
    outbox.schedule();
    const sent = { message, isDuplicate: false };
    acknowledge(sent);`,
    replace: `const sent = { message, isDuplicate: false };
    setTimeout(() => {
      memory.insert(message);
      acknowledge(sent);
    }, 20);
    outbox.schedule();`,
    tests: rooms,
  },
  {
    name: "numbers drawn from a counter, as AUTOINCREMENT does, instead of from the log",
    file: "src/chat/chat.conversation.ts",
    find: `const log = {
      head: memory.head(),`,
    replace: `memory.drawn ??= memory.head()?.seq ?? 0;
    memory.drawn += Math.random() < 0.05 ? 2 : 1;
    const tail = memory.head();
    const log = {
      head: tail && { ...tail, seq: memory.drawn - 1 },`,
    tests: rooms,
  },
  {
    name: "KV waited for as long as it takes",
    file: "src/kv/key-value.ts",
    find: `const READS_WITHIN_MS = 2_000;`,
    replace: `const READS_WITHIN_MS = 25_000;`,
    tests: ["test/faults/kv.test.ts", "-t", "hangs holds nobody up"],
  },
  {
    name: "a new password that is told nowhere, and cannot be sent again",
    file: "src/identity/change-password.ts",
    find: "isThem, current, wanted)",
    replace: "isThem, current)",
    tests: ["test/faults/kv.test.ts", "-t", "takes no writes"],
  },
  {
    name: "administrators judged by KV alone",
    file: "src/identity/sessions.ts",
    find: `ctx.db.require(`,
    replace: `if (token.id === "") ctx.db.require(`,
    tests: ["test/faults/kv.test.ts", "-t", "a minute behind"],
  },
  {
    name: "a file counted as stored though R2 has less of it",
    file: "src/files/store-file.ts",
    find: `if (stored.size === bytes) return bytes;`,
    replace: `if (stored.size >= 0) return bytes;`,
    tests: ["test/faults/files.test.ts", "-t", "keeps less than it was given"],
  },
  {
    name: "half a file passed off as a whole one",
    file: "src/files/open-file.ts",
    find: `file.body.pipeThrough(new FixedLengthStream(file.size))`,
    replace: `file.body`,
    tests: ["test/faults/files.test.ts", "-t", "never passed off as whole"],
  },
  {
    name: "uploads of clients that vanish left open",
    file: "src/files/store-file.ts",
    find: `answered("R2", upload.abort(), STEP_WITHIN_MS)`,
    replace: `Promise.resolve()`,
    tests: ["test/faults/files.test.ts", "-t", "in the middle of an upload"],
  },
  {
    name: "strays of R2 never swept",
    file: "src/clean-up.ts",
    find: `() => dropStrayFiles(ctx),`,
    replace: ``,
    tests: ["test/faults/files.test.ts", "-t", "the night removes"],
  },
  {
    name: "sessions that are lost stay in their rooms",
    file: "src/chat/socketio.session.ts",
    find: `if (!this.#state) return this.#end();`,
    replace: `if (!this.#state) return;`,
    tests: ["test/faults/rooms.test.ts", "-t", "lost with their objects"],
  },
  {
    name: "sockets that are gone counted as there",
    file: "src/chat/chat.crowd.ts",
    find: `state.acceptWebSocket(socket);`,
    replace: `state.acceptWebSocket(socket);
      memory.addListener({ session: crypto.randomUUID(), member: seat.member });`,
    tests: ["test/faults/rooms.test.ts", "-t", "opened and dropped"],
  },
  {
    name: "an answer of any length read to its end",
    file: "src/ai/openai.ts",
    find: `const LONGEST_ANSWER = 4 * 1024 * 1024;`,
    replace: `const LONGEST_ANSWER = Infinity;`,
    tests: ["test/faults/provider.test.ts"],
  },
  {
    name: "a provider that fails is not answered for",
    file: "src/chat/analyze-message.ts",
    find: `return rulesModel.classify(message, rules);`,
    replace: `throw error;`,
    tests: ["test/faults/provider.test.ts", "-t", "a message to a room"],
  },
  {
    name: "orders placed anew by each Worker that is asked",
    file: "src/write-once.ts",
    find: `ctx.idempotencyKey ?? write.input.client_ref ?? newId("once", ctx.now)`,
    replace: `ctx.idempotencyKey + ctx.requestId.slice(0, 1)`,
    tests: ["test/faults/rolling.test.ts"],
  },
  {
    name: "a claim approved by two at once, in the chaos",
    file: "src/claims/approve.ts",
    find: `guard("claim-decided", changedOneRow),`,
    replace: `guard("claim-decided", sql\`\${changedOneRow} or 1\`),`,
    tests: ["test/faults/chaos.test.ts"],
  },
];
