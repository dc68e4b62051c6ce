/**
 * Goes around the desk, between it and the platform, and counts what the platform would charge for. Asked
 * for /bench/counts, it tells and begins anew. It runs only where counts are taken, never under load.
 */
const none = {
  requests: 0,
  kvReads: 0,
  kvWrites: 0,
  r2Writes: 0,
  r2Reads: 0,
  /** Calls of objects, sockets opened at them and alarms. */
  objectRequests: 0,
  /** WebSocket messages that objects received. */
  objectMessages: 0,
  /** Time that objects spent on calls, messages and alarms; for each, what overlaps counts once. */
  objectMilliseconds: 0,
  objectRowsRead: 0,
  objectRowsWritten: 0,
};
let counts = { ...none };
/** Statements of objects; a cursor knows only in the end how many rows it went over. */
let cursors = [];

function take() {
  for (const { rowsRead, rowsWritten } of cursors) {
    counts.objectRowsRead += rowsRead;
    counts.objectRowsWritten += rowsWritten;
  }
  const taken = counts;
  counts = { ...none };
  cursors = [];
  return taken;
}

/** The desk's handlers, counted. */
export function countedDesk(desk) {
  return {
    fetch(request, env, ctx) {
      if (new URL(request.url).pathname === "/bench/counts") return Response.json(take());
      counts.requests += 1;
      return desk.fetch(request, countedEnv(env), ctx);
    },
  };
}

/** A Durable Object class whose calls, time and rows are counted. */
export function countedObject(Base) {
  class Counted extends Base {
    inFlight = 0;
    busySince = 0;

    constructor(state, env) {
      countRows(state.storage);
      super(state, countedEnv(env));
    }
  }
  for (const name of Object.getOwnPropertyNames(Base.prototype)) {
    const method = Base.prototype[name];
    if (name === "constructor" || typeof method !== "function") continue;
    Counted.prototype[name] = async function (...given) {
      if (name === "webSocketMessage") counts.objectMessages += 1;
      else if (!name.startsWith("webSocket")) counts.objectRequests += 1;
      if (this.inFlight === 0) this.busySince = performance.now();
      this.inFlight += 1;
      try {
        return await method.apply(this, given);
      } finally {
        this.inFlight -= 1;
        if (this.inFlight === 0) counts.objectMilliseconds += performance.now() - this.busySince;
      }
    };
  }
  return Counted;
}

const seen = new WeakMap();

function countedEnv(env) {
  if (!seen.has(env)) {
    const kv = { get: "kvReads", put: "kvWrites", delete: "kvWrites", list: "kvWrites" };
    const r2 = { get: "r2Reads", head: "r2Reads", put: "r2Writes", list: "r2Writes" };
    const counted = {
      ...env,
      KV: counting(env.KV, kv),
      FILES: counting(env.FILES, { ...r2, createMultipartUpload: "r2Writes" }),
    };
    seen.set(env, counted);
  }
  return seen.get(env);
}

/** A store with the same methods, of which those named are counted. */
function counting(store, named) {
  return new Proxy(store, {
    get(target, name) {
      const member = target[name];
      if (typeof member !== "function") return member;
      return (...given) => {
        if (name in named) counts[named[name]] += 1;
        return member.apply(target, given);
      };
    },
  });
}

/** Every value and every alarm that is set is a row written, every value that is got a row read. */
function countRows(storage) {
  const rows = { get: "objectRowsRead", put: "objectRowsWritten", delete: "objectRowsWritten" };
  const own = { ...rows, setAlarm: "objectRowsWritten", deleteAll: "objectRowsWritten" };
  for (const [target, named] of [
    [storage, own],
    [storage.kv, rows],
  ]) {
    for (const [name, count] of Object.entries(named)) {
      const method = target[name];
      target[name] = (...given) => {
        counts[count] += 1;
        return method.apply(target, given);
      };
    }
  }
  const { sql } = storage;
  const { exec } = sql;
  sql.exec = (...given) => {
    const cursor = exec.apply(sql, given);
    cursors.push(cursor);
    return cursor;
  };
}
