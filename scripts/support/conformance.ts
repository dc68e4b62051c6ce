import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SCENARIO_WITHIN_MS = 30_000;

const noSuchTool = "calls a tool that only a server made for the suite has";
const noStreams =
  "is about sessions and streams; the desk is stateless and answers in one JSON body";
const noResources = "is about resources, which the desk does not offer";
const noPrompts = "is about prompts, which the desk does not offer";

/** The scenarios of the official suite for servers: null where the desk is held to it, else why it cannot be. */
export const scenarios: Readonly<Record<string, string | null>> = {
  "server-initialize": null,
  ping: null,
  "tools-list": null,
  "dns-rebinding-protection": null,
  "tools-call-simple-text": noSuchTool,
  "tools-call-image": noSuchTool,
  "tools-call-audio": noSuchTool,
  "tools-call-embedded-resource": noSuchTool,
  "tools-call-mixed-content": noSuchTool,
  "tools-call-with-logging": noSuchTool,
  "tools-call-error": noSuchTool,
  "tools-call-with-progress": noSuchTool,
  "tools-call-sampling": noSuchTool,
  "tools-call-elicitation": noSuchTool,
  "json-schema-2020-12": noSuchTool,
  "elicitation-sep1034-defaults": noSuchTool,
  "elicitation-sep1330-enums": noSuchTool,
  "server-sse-polling": noStreams,
  "server-sse-multiple-streams": noStreams,
  "logging-set-level": "is about logging, which the revision of 2026 gives up",
  "completion-complete": "is about completions, which the desk does not offer",
  "resources-list": noResources,
  "resources-read-text": noResources,
  "resources-read-binary": noResources,
  "resources-templates-read": noResources,
  "resources-subscribe": noResources,
  "resources-unsubscribe": noResources,
  "prompts-list": noPrompts,
  "prompts-get-simple": noPrompts,
  "prompts-get-with-args": noPrompts,
  "prompts-get-embedded-resource": noPrompts,
  "prompts-get-with-image": noPrompts,
};

export type Outcome = { scenario: string; passed: boolean; said: string };

/** Runs the official scenarios that apply, against the MCP server at an address. */
export function runConformance(url: string): Promise<Outcome[]> {
  const applying = Object.entries(scenarios).filter(([, reason]) => reason === null);
  return Promise.all(
    applying.map(async ([scenario]) => {
      const { code, said } = await suite("server", "--url", url, "--scenario", scenario);
      const passed = code === 0 && /Passed: (\d+)\/\1, 0 failed, 0 warnings/.test(said);
      return { scenario, passed, said };
    }),
  );
}

/** The names of the suite's scenarios for servers, to see that none is forgotten. */
export async function listScenarios(): Promise<string[]> {
  const { said } = await suite("list", "--server");
  return [...said.matchAll(/^ +- (\S+)/gm)].map(([, name = ""]) => name);
}

/** The suite writes what it finds into the folder that it runs in. */
function suite(...words: string[]): Promise<{ code: number; said: string }> {
  const packages = join(import.meta.dirname, "../../node_modules");
  const program = join(packages, "@modelcontextprotocol/conformance/dist/index.js");
  const cwd = mkdtempSync(join(tmpdir(), "edgedesk-conformance-"));
  return new Promise((resolve) => {
    const options = { cwd, timeout: SCENARIO_WITHIN_MS, env: { ...process.env, NO_COLOR: "1" } };
    execFile(process.execPath, [program, ...words], options, (error, stdout, stderr) => {
      rmSync(cwd, { recursive: true, force: true });
      resolve({ code: error ? 1 : 0, said: `${stdout}${stderr}` });
    });
  });
}
