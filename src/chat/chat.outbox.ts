import { noCost } from "../cost.ts";
import { openDatabase } from "../db/database.ts";
import type { Config } from "../env.ts";
import { logFailure, logLine } from "../log.ts";
import type { Memory } from "./chat.memory.ts";
import { copyBackoffMs, settledMessages } from "./chat.turn.ts";
import { copyRoom } from "./copy-room.ts";

const COPY_DELAY_MS = 1_000;
const COPY_AT_ONCE = 500;

export type Outbox = ReturnType<typeof openOutbox>;

/** What copies a room to libSQL: at least once, in order, and each message once in the end. */
export function openOutbox(storage: DurableObjectStorage, memory: Memory, config: Config) {
  let alarmAt: number | null = null;
  let failures = 0;
  let notBefore = 0;
  let copying: Promise<void> = Promise.resolve();

  /** The alarm is set once, however many messages come until then, and not before a failure's pause is over. */
  function schedule(): void {
    const at = Math.max(Date.now() + COPY_DELAY_MS, notBefore);
    if (alarmAt !== null && alarmAt <= at) return;
    alarmAt = at;
    void storage.setAlarm(at);
  }

  return {
    schedule,
    /** Settles when no copy is on its way, whatever became of it. */
    idle: () => copying.catch(() => {}),
    /** The alarm has rung: `prepare`, then copy everything that is settled. A failure is tried again. */
    async run(prepare: () => Promise<void>): Promise<void> {
      alarmAt = null;
      const facts = memory.facts();
      if (!facts) return;
      try {
        await prepare();
        copying = copyAll(memory, config);
        await copying;
        failures = 0;
      } catch (error) {
        failures += 1;
        logFailure(facts.id, "room-copy", error);
        notBefore = Date.now() + copyBackoffMs(failures);
        schedule();
      }
    },
  };
}

async function copyAll(memory: Memory, config: Config): Promise<void> {
  const cost = noCost();
  const db = openDatabase(config.database, cost);
  for (;;) {
    const facts = memory.facts();
    const copied = memory.copied();
    if (!facts) return;
    const messages = settledMessages(memory.after(copied.seq, COPY_AT_ONCE));
    const seq = messages.at(-1)?.seq ?? copied.seq;
    if (seq === copied.seq && facts.version === copied.version) return;
    const batch = copyRoom(facts, messages, config.timeZone, copied.seq);
    const [, , [there]] = await db.write(batch, { repeatable: true });
    memory.setCopied({ seq: Math.min(seq, there?.seq ?? 0), version: facts.version });
    logLine("info", "room-copied", { messages: messages.length, pipelines: cost.pipelines });
  }
}
