import { createClient, type Client } from "@libsql/client/web";

export const LOCAL_DATABASE_PORT = 8785;
export const LOCAL_DATABASE_URL = `http://127.0.0.1:${LOCAL_DATABASE_PORT}`;

/** The database that scripts work on: DATABASE_URL (with DATABASE_AUTH_TOKEN), or the local one. */
export function connectDatabase(): Client {
  const url = process.env["DATABASE_URL"] || LOCAL_DATABASE_URL;
  const authToken = process.env["DATABASE_AUTH_TOKEN"];
  return createClient({ url, ...(authToken ? { authToken } : {}) });
}
