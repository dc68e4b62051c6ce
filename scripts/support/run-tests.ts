import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Runs test files of a folder's working tree to their end; with `isQuiet` what they say is only returned. */
export function runTests(
  folder: string,
  files: string[],
  variables: Record<string, string>,
  { isQuiet = false } = {},
): { status: number; said: string } {
  const result = spawnSync(join(folder, "node_modules/.bin/vitest"), ["run", ...files], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: isQuiet ? "pipe" : "inherit",
    env: {
      ...process.env,
      PATH: `${join(folder, "node_modules/.bin")}:${process.env["PATH"]}`,
      ...variables,
    },
  });
  return { status: result.status ?? 1, said: `${result.stdout ?? ""}${result.stderr ?? ""}` };
}
