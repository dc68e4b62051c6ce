import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, release, totalmem, version } from "node:os";
import { join } from "node:path";
import { binary } from "./server.ts";
import { sqldBinary } from "../scripts/support/sqld.ts";

const root = join(import.meta.dirname, "..");

/** Where and with what was measured, by name. */
export function machine(): [name: string, value: string][] {
  const memory = (totalmem() / 1024 ** 3).toFixed(1);
  return [
    ["Processor", `${cpus()[0]?.model.trim() || "unknown"}, ${cpus().length} cores`],
    ["Memory", `${memory} GiB`],
    ["Kernel", `Linux ${release()} (${version()})`],
    ["Node", process.version],
    ["workerd", saidBy(binary)],
    ["sqld", saidBy(sqldBinary())],
    ["Desk", `${packageVersion()}, commit ${commit()}`],
  ];
}

/** How busy the machine was in the last minute, in processes that wanted to run. */
export function loadAverage(): string {
  return readFileSync("/proc/loadavg", "utf8").split(" ")[0] ?? "unknown";
}

/** The version that a program tells, without its name. */
function saidBy(program: string): string {
  const said = execFileSync(program, ["--version"], { encoding: "utf8" }).trim();
  return said.replace(/^(\w+ )+(?=\d)/, "");
}

function packageVersion(): string {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
}

/** The commit that is checked out, and whether anything was changed since. */
function commit(): string {
  const git = (...words: string[]) => spawnSync("git", words, { cwd: root, encoding: "utf8" });
  const head = git("rev-parse", "--short=12", "HEAD");
  if (head.status !== 0) return "unknown";
  const changes = git("status", "--porcelain", "--untracked-files=no", "--", ":!bench/REPORT.md");
  return head.stdout.trim() + (changes.stdout.trim() === "" ? "" : ", with changes");
}
