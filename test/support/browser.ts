import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium, type Browser, type Page } from "playwright-core";

const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findBrowser() ?? installBrowser(), args: flags });
}

function findBrowser(): string | null {
  const told = process.env["CHROME_PATH"];
  return [...(told ? [told] : []), ...usualPlaces].find((path) => existsSync(path)) ?? null;
}

/** Debian's own package, where it may be installed. */
function installBrowser(): string {
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    spawnSync("apt-get", ["update"]);
    spawnSync("apt-get", ["install", "-y", "chromium"]);
  }
  const installed = findBrowser();
  if (installed) return installed;
  throw new Error(
    "The browser tests need Chromium or Chrome: install one (Debian: apt-get install chromium) or set CHROME_PATH.",
  );
}

/** What a page did that it must not: requests to other hosts, errors on its console. */
export function watch(page: Page, origin: string): string[] {
  const wrongs: string[] = [];
  page.on("request", (request) => {
    const url = request.url();
    const isOwn = url.startsWith(origin) || /^(data|blob|about):/.test(url);
    if (!isOwn) wrongs.push(`asked ${url}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error") wrongs.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => wrongs.push(`error: ${error.message}`));
  return wrongs;
}
