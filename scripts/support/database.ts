import { Explained } from "./explained.ts";
import { portFrom } from "./ports.ts";

export type Connection = { url: string; authToken: string | null };

/** The port of the libSQL server that `npm start` runs. */
export function localDatabasePort(): number {
  return portFrom("DATABASE_PORT", 8785);
}

/** The database that scripts work on: DATABASE_URL (with DATABASE_AUTH_TOKEN), or the local one. */
export function databaseConnection(): Connection {
  return {
    url: process.env["DATABASE_URL"] || `http://127.0.0.1:${localDatabasePort()}`,
    authToken: process.env["DATABASE_AUTH_TOKEN"] || null,
  };
}

/**
 * A database and a KV belong together: with `--remote` both are the deployed ones, without it both are
 * local. Anything else would change one and not the other.
 */
export function requireMatchingKv(isRemote: boolean): void {
  const { hostname } = new URL(databaseConnection().url);
  const isLocal = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  if (isLocal !== isRemote) return;
  throw new Explained(
    isRemote
      ? "With --remote, DATABASE_URL must be the deployed database."
      : "DATABASE_URL is not on this machine: add --remote, so that the deployed KV is told too.",
  );
}
