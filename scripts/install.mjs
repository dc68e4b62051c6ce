// Runs before anything is installed, on whatever Node the machine has: no dependencies, no TypeScript.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const [major] = process.versions.node.split(".").map(Number);
if (major < 20) {
  console.error(`Edgedesk needs Node 20 or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}

const lock = readFileSync("package-lock.json", "utf8");
const stamp = "node_modules/.edgedesk-lock";
const isInstalled = existsSync(stamp) && readFileSync(stamp, "utf8") === lock;

if (!isInstalled) {
  console.log("Installing packages (the first time takes about a minute) …");
  // Engine warnings are about the machine's Node; the project brings the Node that it runs on.
  const install = spawnSync(
    "npm",
    ["install", "--no-save", "--loglevel=error", "--no-audit", "--no-fund"],
    {
      stdio: "inherit",
      shell: process.platform === "win32",
    },
  );
  if (install.status !== 0) {
    console.error("npm install failed; its message is above.");
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}
