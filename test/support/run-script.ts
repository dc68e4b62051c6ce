import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const scripts = join(import.meta.dirname, "../../scripts");

/** Runs one of the project's scripts to its end, without holding up the connections of the test meanwhile. */
export async function runScript(
  name: string,
  words: string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
) {
  const { env, ...place } = options;
  const child = spawn("node", [join(scripts, name), ...words], {
    ...place,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = await ended;
  return { status, stdout, stderr };
}
