import type { Client } from "@libsql/client/web";
import { drizzle } from "drizzle-orm/libsql/web";
import type { BatchItem } from "drizzle-orm/batch";

/** A statement as drizzle builds it; `ctx.db.read` and `ctx.db.write` send them. */
export type Statement = BatchItem<"sqlite">;

/** How the pipeline takes a batch of statements; the rest of a libSQL client is refused. */
export type SendBatch = Client["batch"];

/**
 * A libSQL client that can do one thing: send a batch. Single statements and interactive
 * transactions would each be a round trip of their own, so they are errors.
 */
export class BatchOnlyClient implements Client {
  readonly protocol = "http";
  readonly closed = false;
  readonly batch: SendBatch;

  constructor(batch: SendBatch) {
    this.batch = batch;
  }
  execute(): Promise<never> {
    return refuse();
  }
  transaction(): Promise<never> {
    return refuse();
  }
  executeMultiple(): Promise<never> {
    return refuse();
  }
  migrate(): Promise<never> {
    return refuse();
  }
  sync(): Promise<never> {
    return refuse();
  }
  close(): void {}
  reconnect(): void {}
}

/** Builds statements. It has no connection: what it builds is sent by `ctx.db`. */
export const query = drizzle(new BatchOnlyClient(refuse));

/** A statement written as SQL. */
export type RawStatement = ReturnType<typeof query.run>;

function refuse(): Promise<never> {
  throw new Error("Statements are sent in a batch by ctx.db.read or ctx.db.write.");
}
