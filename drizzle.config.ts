import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: "./src/db/tables.ts",
  out: process.env["MIGRATIONS_FOLDER"] ?? "./migrations",
  breakpoints: true,
});
