import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mayFetch } from "../../src/agents/fetch-files.ts";
import { DEVELOPMENT_SECRET, readConfig } from "../../src/env.ts";

const variables = {
  DATABASE_URL: "https://desk.turso.io",
  AGENT_FILE_HOSTS: "*.oaiusercontent.com,files.example",
};
const production = readConfig({
  ...variables,
  ENVIRONMENT: "production",
  AUTH_SECRET: "a secret of the deployment's own, of enough bytes",
});
const development = readConfig({
  ...variables,
  AGENT_FILE_HOSTS: "127.0.0.1:9000",
  ENVIRONMENT: "development",
  AUTH_SECRET: DEVELOPMENT_SECRET,
});

test("S-33: files are fetched from the hosts of the list and from nowhere that only looks like them", () => {
  for (const good of [
    "https://files.oaiusercontent.com/file-1?sig=x",
    "https://sdmntpr.files.oaiusercontent.com:443/x",
    "https://files.example/a",
    "https://FILES.EXAMPLE/a",
  ]) {
    expect([good, mayFetch(production, new URL(good))]).toEqual([good, true]);
  }
  const tricks = [
    "http://files.oaiusercontent.com/x",
    "ftp://files.oaiusercontent.com/x",
    "file:///etc/passwd",
    "data:image/png;base64,x",
    "javascript:alert(1)",
    "blob:https://files.example/x",
    "https://oaiusercontent.com/x",
    "https://oaiusercontent.com.evil.net/x",
    "https://evil-oaiusercontent.com/x",
    "https://files.oaiusercontent.com.evil.net/x",
    "https://files.oaiusercontent.com@evil.net/x",
    "https://files.oaiusercontent.com:pw@evil.net/x",
    "https://evil.net#files.oaiusercontent.com",
    "https://evil.net?files.oaiusercontent.com",
    "https://evil.net/files.oaiusercontent.com",
    "https://evil.net\\.oaiusercontent.com/x",
    "https://user@files.oaiusercontent.com/x",
    "https://:pw@files.oaiusercontent.com/x",
    "https://files.oaiusercontent.com:8443/x",
    "https://files.oaiusercontent.com./x",
    "https://files.example:444/x",
    "https://files.example.evil.net/x",
    "https://a.files.example/x",
    "https://xn--files-.example/x",
    "https://filesｅ.example.evil.net/x",
    "https://127.0.0.1/x",
    "https://127.0.0.1:9000/x",
    "http://127.0.0.1:9000/x",
    "https://127.1/x",
    "https://2130706433/x",
    "https://0x7f000001/x",
    "https://0177.0.0.1/x",
    "https://0/x",
    "https://0.0.0.0/x",
    "https://localhost/x",
    "https://LOCALHOST:9000/x",
    "https://localhost.localdomain/x",
    "https://[::1]/x",
    "https://[::]/x",
    "https://[::ffff:127.0.0.1]/x",
    "https://[::ffff:7f00:1]/x",
    "https://[fe80::1]/x",
    "https://[fd00::1]/x",
    "https://10.0.0.1/x",
    "https://172.16.0.1/x",
    "https://192.168.0.1/x",
    "https://100.64.0.1/x",
    "https://169.254.169.254/latest/meta-data/",
    "https://[fd00:ec2::254]/x",
    "https://metadata.google.internal/x",
    "https://metadata/x",
    "https://desk.turso.io/x",
    "https://desk.example/admin/orders",
    "https://127.0.0.1.nip.io/x",
    "https://①②⑦.⓪.⓪.①/x",
    "https://files。example.evil.net/x",
    "https://%6c%6f%63%61%6c%68%6f%73%74/x",
    "gopher://files.example/x",
    "ws://files.example/x",
    "https://evil.net/%2e%2e/files.example",
  ];
  expect(tricks.length).toBeGreaterThanOrEqual(60);
  for (const trick of tricks) {
    const isFetched = URL.canParse(trick) && mayFetch(production, new URL(trick));
    expect([trick, isFetched]).toEqual([trick, false]);
  }
  expect(mayFetch(development, new URL("http://127.0.0.1:9000/x"))).toBe(true);
  expect(mayFetch(development, new URL("http://127.0.0.1:9001/x"))).toBe(false);
});

test("S-33: whatever the desk fetches from elsewhere has a deadline and is sent nowhere else", () => {
  const outgoing = globSync("src/**/*.ts").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/\bawait fetch\(([^]*?)\);/g)].map(([, call = ""]) => ({
      file,
      call,
    })),
  );
  expect(outgoing.map(({ file }) => file).toSorted()).toEqual([
    "src/agents/fetch-files.ts",
    "src/ai/openai.ts",
    "src/catalog/predict-risks.ts",
    "src/db/database.ts",
    "src/mail/send-mail.ts",
    "src/oauth/clients.ts",
  ]);
  for (const { file, call } of outgoing) {
    expect([file, call]).toEqual([file, expect.stringMatching(/signal/)]);
    // The database is at the operator's own address.
    if (file === "src/db/database.ts") continue;
    expect([file, call]).toEqual([file, expect.stringMatching(/redirect: "(manual|error)"/)]);
  }
});
