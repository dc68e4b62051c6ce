import { setTimeout as sleep } from "node:timers/promises";
import type { BareDesk } from "../support/bare-desk.ts";
import type { Random } from "../fuzz/random.ts";

export type Kills = { database: number; worker: number; answersLost: number };

/**
 * Kills libSQL or the Worker with signal 9 at moments that a seed decides, or loses an answer of libSQL after its
 * work is done, and starts again what is gone; until there were `kills` of them. Only what the desk started is hit.
 */
export async function killAgainAndAgain(
  desk: BareDesk,
  { kills, random }: { kills: number; random: Random },
): Promise<Kills> {
  const done: Kills = { database: 0, worker: 0, answersLost: 0 };
  while (done.database + done.worker < kills) {
    await sleep(random.int(100, 700));
    const draw = random.next();
    if (draw < 0.25) {
      desk.proxy.loseAnswers(random.int(1, 3));
      done.answersLost += 1;
    } else if (draw < 0.65) {
      await desk.killDatabase();
      await sleep(random.int(0, 120));
      await desk.restartDatabase();
      done.database += 1;
    } else {
      await desk.killWorker();
      await sleep(random.int(0, 120));
      await desk.restartWorker();
      done.worker += 1;
    }
  }
  desk.proxy.loseAnswers(0);
  return done;
}
