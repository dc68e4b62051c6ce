// npm run generate -- <name>: drizzle-kit's SQL for what changed in the tables, every new table STRICT.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { Explained, main } from "./support/explained.ts";

await main(async () => {
  const before = new Set(readdirSync("migrations"));
  const kit = spawnSync("drizzle-kit", ["generate", "--name", ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  if (kit.status !== 0) throw new Explained("drizzle-kit made no migration; it says why above.");
  for (const file of readdirSync("migrations")) {
    if (before.has(file) || !file.endsWith(".sql")) continue;
    const path = `migrations/${file}`;
    const sql = readFileSync(path, "utf8");
    writeFileSync(path, sql.replaceAll(/^(CREATE TABLE [^;]*\n\));/gm, "$1 STRICT;"));
  }
});
