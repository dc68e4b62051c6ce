import { DEVELOPMENT_SECRET, readConfig, type Config } from "../../src/env.ts";

/** The configuration of a desk whose AI provider is a server of the tests. */
export function parseConfigFor(baseUrl: string): Config {
  return readConfig({
    ENVIRONMENT: "test",
    DATABASE_URL: "http://127.0.0.1:1",
    AUTH_SECRET: DEVELOPMENT_SECRET,
    OPENAI_API_KEY: "test",
    OPENAI_BASE_URL: baseUrl,
  });
}
