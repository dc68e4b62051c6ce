/** What one request has spent so far. Written to its log line; the tests hold the routes to it. */
export type Cost = {
  /** Round trips to libSQL. */
  pipelines: number;
  kvReads: number;
  kvWrites: number;
  /** Calls of Durable Objects. */
  objectCalls: number;
  /** Rows that rooms wrote. */
  objectRows: number;
};

export function noCost(): Cost {
  return { pipelines: 0, kvReads: 0, kvWrites: 0, objectCalls: 0, objectRows: 0 };
}
