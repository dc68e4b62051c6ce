import { globSync, readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

/** What real keys of the services that people use look like. */
const keys = {
  "a private key": /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
  Amazon: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  GitHub: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,})/,
  GitLab: /\bglpat-[\w-]{20}/,
  OpenAI: /\bsk-(?:proj-|svcacct-)?[\w-]{32,}/,
  Anthropic: /\bsk-ant-[\w-]{20,}/,
  Slack: /\bxox[abprs]-[\w-]{10,}/,
  Google: /\bAIza[\w-]{35}\b/,
  Stripe: /\b[rs]k_live_\w{20,}/,
  npm: /\bnpm_[A-Za-z0-9]{36}\b/,
  Resend: /\bre_[A-Za-z0-9]{8}_[A-Za-z0-9]{16,}/,
  SendGrid: /\bSG\.[\w-]{22}\.[\w-]{43}/,
  Twilio: /\bSK[0-9a-f]{32}\b/,
  Cloudflare: /CLOUDFLARE_API_TOKEN\s*[=:]\s*["']?[\w-]{40}/,
  "a signed token": /\beyJ[\w-]{10,}\.eyJ[\w-]{20,}\.[\w-]{20,}/,
  "a key of a desk": /\bedk_[\w-]{43}\b/,
  "a password in an address":
    /\b(?:https?|libsql|postgres|mysql):\/\/[^\s/:@"'`$<>{}]+:[^\s/:@"'`$<>{}]{6,}@/,
};

function found(files: string[]): string[] {
  return files
    .filter((file) => statSync(file).isFile())
    .flatMap((file) => {
      const text = readFileSync(file, "utf8");
      return Object.entries(keys)
        .filter(([, pattern]) => pattern.test(text))
        .map(([what]) => `${file}: ${what}`);
    });
}

test("S-41: neither the repository nor what is built of it holds anybody's key", () => {
  const own = globSync(
    ["*", ".*", "{src,test,web,scripts,bench,migrations,sample_data,.ci}/**/*"],
    {
      exclude: ["node_modules", ".git", ".data", ".wrangler"],
    },
  );
  const built = globSync(["dist/worker/*.js", "public/**/*"]);
  expect(own.length).toBeGreaterThan(400);
  expect(built.length).toBeGreaterThan(15);
  expect(found([...own, ...built])).toEqual([]);
});

test("S-10, S-41: what is built to be deployed knows no demo key and no demo user", () => {
  const pages = globSync("public/**/*.{js,json,html,txt}").map((file) =>
    readFileSync(file, "utf8"),
  );
  expect(pages.length).toBeGreaterThan(10);
  for (const page of pages)
    expect(page).not.toMatch(/edgedesk_demo_sales_key|admin123|demo123|customer123/);
  expect(readFileSync("public/docs/demo-key.js", "utf8")).toContain("demoKey = null");
  expect(readFileSync("public/demo/demo-login.json", "utf8")).toBe("null");
  const worker = readFileSync("dist/worker/worker.js", "utf8");
  expect(worker).not.toMatch(/edgedesk_demo_sales_key|nordflytt_gpt_api_key_2025|customer123/);
});

test("S-41: no variable that the deployment publishes is a secret", () => {
  const toml = readFileSync("wrangler.toml", "utf8");
  const variables = /\[vars\]\n([^[]*)/.exec(toml)?.[1] ?? "";
  const named = [...variables.matchAll(/^(\w+) =/gm)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => /SECRET|_KEY$|AUTH_TOKEN|PASSWORD/.test(name ?? ""))).toEqual([]);
  const ignored = readFileSync(".gitignore", "utf8").split("\n");
  expect(ignored).toEqual(expect.arrayContaining([".dev.vars", ".data/"]));
});

const Lock = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
});
const Package = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()),
  allowScripts: z.record(z.string(), z.boolean()),
});

test("S-43: every package is of one exact version and content, free to use, and runs nothing that was not looked at", () => {
  const wanted = Package.parse(JSON.parse(readFileSync("package.json", "utf8")));
  const { packages } = Lock.parse(JSON.parse(readFileSync("package-lock.json", "utf8")));
  const versions = [wanted.dependencies, wanted.devDependencies, wanted.optionalDependencies];
  for (const [name, version] of versions.flatMap((list) => Object.entries(list))) {
    expect([name, version]).toEqual([
      name,
      expect.stringMatching(/^(npm:@[\w/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/),
    ]);
  }
  const installed = Object.entries(packages).filter(([path]) => path !== "");
  expect(installed.length).toBeGreaterThan(100);
  const freely =
    /^(MIT|MIT-0|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|CC0-1\.0|Unlicense|Python-2\.0|Zlib|\(?(MIT|Apache-2\.0|CC0-1\.0|BSD-3-Clause|WTFPL|AFL-2\.1)( (OR|AND) (MIT|Apache-2\.0|CC0-1\.0|BSD-3-Clause|AFL-2\.1))+\)?)$/;
  for (const [path, { integrity, license, dev, optional }] of installed) {
    expect([path, integrity]).toEqual([path, expect.stringMatching(/^sha512-/)]);
    if (!dev && !optional) expect([path, license]).toEqual([path, expect.stringMatching(freely)]);
  }
  const running = installed.filter(([, { hasInstallScript }]) => hasInstallScript);
  const names = new Set(running.map(([path]) => path.split("node_modules/").at(-1) ?? ""));
  expect(
    [...names].filter((name) => wanted.allowScripts[name] === undefined && name !== "fsevents"),
  ).toEqual([]);
});

/** Inputs without a bound in the contract, and what bounds them instead. */
const boundedElsewhere: Record<string, string> = {
  "get /price?additional_services": "the address itself, and MOST_SERVICES of them",
  "get /leads?cursor": "a number of at most 20 digits (queryNumber)",
  "get /api/admin/audit?cursor": "a number of at most 20 digits (queryNumber)",
  "CustomerProof.code": "six digits",
  "CustomerProof.booking_number": "60 characters (plainText)",
  "CustomerProof.portal_token": "2,000 characters",
  "AgentClaim.openaiFileIdRefs[]": "an address or an object of bounded fields (FileLink)",
  "post /import/leads text/csv": "5 MiB and 5,000 rows",
  "post /import/leads application/json|0.csv": "5 MiB and 5,000 rows",
  "post /import/leads application/json|0.leads": "5 MiB and 5,000 rows",
  "post /import/leads application/json|1": "5 MiB and 5,000 rows",
  "post /import/leads multipart/form-data.mapping": "5 MiB",
  "post /admin/products/import text/csv": "5 MiB and 5,000 rows",
  "post /admin/inventory/import text/csv": "5 MiB and 5,000 rows",
  "post /admin/customers/{customer_id}/user?password": "always refused, whatever it is",
};

test("S-22: every text and list that is taken has a longest length", () => {
  const document = parse(readFileSync("openapi.yaml", "utf8"));
  const seen = new Set<string>();
  const unbounded: string[] = [];
  let texts = 0;
  const walk = (schema: any, place: string): void => {
    if (schema?.$ref) {
      const name = schema.$ref.split("/").at(-1);
      if (seen.has(name)) return;
      seen.add(name);
      walk(document.components.schemas[name], name);
      return;
    }
    const types = [schema.type].flat();
    const isOneOf = schema.enum !== undefined || schema.const !== undefined;
    const isOfKnownForm = schema.pattern !== undefined || schema.format !== undefined;
    texts += types.includes("string") ? 1 : 0;
    if (types.includes("string") && !isOneOf && !isOfKnownForm && schema.maxLength === undefined)
      unbounded.push(place);
    if (types.includes("array") && schema.maxItems === undefined) unbounded.push(place);
    for (const [i, one] of [
      ...(schema.anyOf ?? []),
      ...(schema.oneOf ?? []),
      ...(schema.allOf ?? []),
    ].entries())
      walk(one, `${place}|${i}`);
    for (const [name, one] of Object.entries(schema.properties ?? {}))
      walk(one, `${place}.${name}`);
    if (schema.items) walk(schema.items, `${place}[]`);
    if (typeof schema.additionalProperties === "object")
      walk(schema.additionalProperties, `${place}{}`);
  };
  for (const [path, item] of Object.entries<any>(document.paths)) {
    for (const [method, operation] of Object.entries<any>(item)) {
      for (const { name, schema } of operation.parameters ?? [])
        walk(schema, `${method} ${path}?${name}`);
      for (const [type, { schema }] of Object.entries<any>(operation.requestBody?.content ?? {}))
        walk(schema, `${method} ${path} ${type}`);
    }
  }
  expect(texts).toBeGreaterThan(150);
  expect(unbounded.toSorted()).toEqual(Object.keys(boundedElsewhere).toSorted());
});
