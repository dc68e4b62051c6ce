export const LOCAL_DATABASE_PORT = 8785;

export type Connection = { url: string; authToken: string | null };

/** The database that scripts work on: DATABASE_URL (with DATABASE_AUTH_TOKEN), or the local one. */
export function databaseConnection(): Connection {
  return {
    url: process.env["DATABASE_URL"] || `http://127.0.0.1:${LOCAL_DATABASE_PORT}`,
    authToken: process.env["DATABASE_AUTH_TOKEN"] || null,
  };
}
