// One lane's desk in a process of its own, so that neither the tests nor the other lanes hold up what it does.
import { startBareDesk } from "./bare-desk.ts";
import { serveControls } from "./control.ts";
import type { Lane } from "./lanes.ts";
import { startServedDesk } from "./served-desk.ts";

const stop = process.argv[2] === "served" ? await serve() : await serveBare();
process.once("disconnect", async () => {
  await stop();
  process.exit();
});

async function serveBare() {
  const desk = await startBareDesk({}, { isCounting: true });
  const control = await serveControls(desk);
  tell({ deskUrl: desk.url, databaseUrl: desk.databaseUrl, controlUrl: control.url });
  return async () => {
    control.stop();
    await desk.stop();
  };
}

async function serve() {
  const desk = await startServedDesk();
  tell({ deskUrl: desk.url, databaseUrl: desk.databaseUrl, controlUrl: null });
  return desk.stop;
}

function tell(lane: Lane): void {
  process.send?.(lane);
}
