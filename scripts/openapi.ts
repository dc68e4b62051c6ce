// npm run openapi: writes openapi.yaml from the routes. With --check it only says whether it is current.
import { readFileSync, writeFileSync } from "node:fs";
import { createApp } from "../src/app.ts";
import { servedAt, wholeDocument } from "../src/http/documents.ts";
import { Explained, main } from "./support/explained.ts";
import { asYaml } from "./support/yaml.ts";

const FILE = "openapi.yaml";

await main(async () => {
  const current = asYaml(servedAt("http://localhost:8787", wholeDocument(createApp())));
  if (!process.argv.includes("--check")) return writeFileSync(FILE, current);
  if (readFileSync(FILE, "utf8") !== current) {
    throw new Explained(
      "openapi.yaml differs from the routes; run `npm run openapi` and commit it.",
    );
  }
  console.log("openapi.yaml is what the routes say.");
});
