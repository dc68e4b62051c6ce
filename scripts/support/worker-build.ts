import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createApp } from "../../src/app.ts";
import { agentDocument, servedAt, wholeDocument } from "../../src/http/documents.ts";
import { BUILT_AT } from "../../src/http/built.ts";
import { listTools } from "../../src/mcp/list-tools.ts";
import { problems } from "../../src/problems.ts";
import { demoUsers } from "../demo/demo-users.ts";
import { buildScripts } from "./build-scripts.ts";
import { buildConsole } from "./console-build.ts";
import { Explained } from "./explained.ts";
import { asYaml } from "./yaml.ts";

const root = join(import.meta.dirname, "../..");
const fromPackages = {
  "swagger-ui.css": "swagger-ui-dist/swagger-ui.css",
  "swagger-ui-bundle.js": "swagger-ui-dist/swagger-ui-bundle.js",
  "redoc.standalone.js": "redoc/bundles/redoc.standalone.js",
};

/** Makes public/: our pages, and what they need out of packages, so that no page asks another host. */
export async function buildPages(options: { demoKey: string | null }): Promise<void> {
  const target = join(root, "public");
  rmSync(target, { recursive: true, force: true });
  cpSync(join(root, "web/pages"), target, { recursive: true });
  buildScripts(target);
  mkdirSync(join(target, "assets"));
  for (const [name, source] of Object.entries(fromPackages)) {
    cpSync(join(root, "node_modules", source), join(target, "assets", name));
  }
  forgetRedoclyLogo(join(target, "assets/redoc.standalone.js"));
  const demoKey = JSON.stringify(options.demoKey);
  writeFileSync(join(target, "docs/demo-key.js"), `export const demoKey = ${demoKey};\n`);
  writeFileSync(join(target, "agents/demo-key.json"), demoKey);
  const demoLogin =
    options.demoKey === null ? null : demoUsers.find(({ role }) => role === "admin");
  writeFileSync(join(target, "demo/demo-login.json"), JSON.stringify(demoLogin));
  writeFileSync(
    join(target, "problems/problems.js"),
    `export const problems = ${JSON.stringify(problems)};\n`,
  );
  writeDocuments(join(target, "documents"));
  await buildConsole(join(target, "console"));
}

/** What describes the desk, for the Worker to serve with its own address in it. */
function writeDocuments(target: string): void {
  const whole = wholeDocument(createApp());
  const agents = agentDocument(whole);
  const write = (path: string, text: string) => writeFileSync(join(target, `${path}.txt`), text);
  mkdirSync(join(target, "gpt-rag"), { recursive: true });
  for (const [path, document] of Object.entries({ openapi: whole, "gpt-rag/openapi": agents })) {
    const built = servedAt(BUILT_AT, document);
    write(`${path}.json`, JSON.stringify(built));
    write(`${path}.yaml`, asYaml(built));
  }
  write("mcp-tools.json", JSON.stringify(listTools(agents)));
}

/** Redoc shows a logo from its maker's server and has no option against it; without one it shows none. */
function forgetRedoclyLogo(path: string): void {
  const script = readFileSync(path, "utf8");
  writeFileSync(path, script.replace("https://cdn.redoc.ly/redoc/logo-mini.svg", "data:,"));
}

/** Bundles the Worker exactly as a deployment would, into dist/worker. */
export function buildWorker(): void {
  const build = spawnSync("wrangler", ["deploy", "--dry-run", "--outdir", "dist/worker"], {
    cwd: root,
    env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
    encoding: "utf8",
  });
  if (build.status !== 0) throw new Explained(`The Worker does not build.\n${build.stderr}`);
}
