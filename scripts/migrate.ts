import { databaseConnection } from "./support/database.ts";
import { main } from "./support/explained.ts";
import { migrate } from "./support/migrations.ts";

await main(async () => {
  const applied = await migrate(databaseConnection());
  console.log(
    applied.length === 0 ? "The schema is up to date." : `Applied ${applied.join(", ")}.`,
  );
});
