import { rmSync } from "node:fs";
import { localDatabasePort } from "./support/database.ts";
import { main } from "./support/explained.ts";
import { requireFreePort } from "./support/ports.ts";

await main(async () => {
  await requireFreePort(localDatabasePort(), "DATABASE_PORT");
  rmSync(".data", { recursive: true, force: true });
  console.log("The local data is gone; the next `npm start` begins anew.");
});
