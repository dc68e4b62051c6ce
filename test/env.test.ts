import { expect, test } from "vitest";
import { ConfigurationError, DEVELOPMENT_SECRET, readConfig } from "../src/env.ts";

const good = {
  ENVIRONMENT: "production",
  DATABASE_URL: "libsql://desk.example.turso.io",
  AUTH_SECRET: "a-secret-of-the-deployment-with-bytes",
};

test("a usable configuration has its defaults", () => {
  expect(readConfig(good)).toMatchObject({
    environment: "production",
    publicUrl: null,
    allowedOrigins: [],
    timeZone: "Europe/Stockholm",
    booking: { changeNoticeDays: 2, cancelNoticeDays: 7 },
    quoteValidDays: 14,
  });
  const custom = {
    ...good,
    ALLOWED_ORIGINS: "https://A.example/, https://b.example",
    PUBLIC_URL: "https://desk.example/",
  };
  expect(readConfig(custom)).toMatchObject({
    allowedOrigins: ["https://a.example", "https://b.example"],
    publicUrl: "https://desk.example",
  });
});

test("a bad variable is named, and its value never shown", () => {
  const bad: [string, unknown][] = [
    ["ENVIRONMENT", "staging"],
    ["DATABASE_URL", "file:local.db"],
    ["DATABASE_URL", ""],
    ["AUTH_SECRET", "short-secret-value"],
    ["AUTH_SECRET", undefined],
    ["AUTH_SECRET", DEVELOPMENT_SECRET],
    ["AUTH_SECRET_PREVIOUS", "short-secret-value"],
    ["AUTH_SECRET_PREVIOUS", DEVELOPMENT_SECRET],
    ["ID_SECRET", "short-secret-value"],
    ["ID_SECRET", DEVELOPMENT_SECRET],
    ["TIME_ZONE", "Europe/Atlantis"],
    ["CANCEL_NOTICE_DAYS", "soon"],
    ["CHANGE_NOTICE_DAYS", ""],
    ["QUOTE_VALID_DAYS", "0"],
    ["ALLOWED_ORIGINS", "https://a.example/shop"],
    ["BOOTSTRAP_SECRET", "too short"],
    ["ALLOWED_ORIGINS", "https://a.example,*"],
    ["PUBLIC_URL", "desk.example"],
  ];
  for (const [name, value] of bad) {
    const read = () => readConfig({ ...good, [name]: value });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(new RegExp(name));
    if (typeof value === "string" && value.length > 6) expect(read).not.toThrow(value);
  }
});

test("the development secret is good for development and tests only", () => {
  const development = { ...good, AUTH_SECRET: DEVELOPMENT_SECRET, ENVIRONMENT: "development" };
  expect(readConfig(development).authSecret).toBe(DEVELOPMENT_SECRET);
});

test("F-24: a secret that was replaced is accepted while it is set; ids come from AUTH_SECRET unless ID_SECRET is", () => {
  const previous = "the-secret-before-it-of-enough-bytes";
  expect(readConfig(good)).toMatchObject({
    acceptedSecrets: [good.AUTH_SECRET],
    idSecret: good.AUTH_SECRET,
  });
  const rotating = { ...good, AUTH_SECRET_PREVIOUS: previous, ID_SECRET: previous };
  expect(readConfig(rotating)).toMatchObject({
    authSecret: good.AUTH_SECRET,
    acceptedSecrets: [good.AUTH_SECRET, previous],
    idSecret: previous,
  });
});
