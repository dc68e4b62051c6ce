import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium, type Browser, type Page, type Request } from "playwright-core";

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
  "--headless",
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
  if (!told) return usualPlaces.find((path) => existsSync(path)) ?? null;
  if (existsSync(told)) return told;
  throw new Error(`CHROME_PATH says ${told}, and there is no such file.`);
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

/** What Chromium says when the test itself has taken the network away, and at no other time. */
const OFFLINE = "net::ERR_INTERNET_DISCONNECTED";

/** What a page did that it must not: requests to other hosts, errors, anything that its policy blocked. */
export function watch(page: Page, ...origins: string[]): string[] {
  const wrongs: string[] = [];
  const hosts = origins.map((origin) => new URL(origin).host);
  page.on("request", (request) => {
    const url = new URL(request.url());
    const isInside = ["data:", "blob:", "about:"].includes(url.protocol);
    if (!isInside && !hosts.includes(url.host)) wrongs.push(`asked ${url}`);
  });
  // Chromium calls a stream aborted that a page has read to its end; one that breaks has other words.
  const streams = new Set<Request>();
  page.on("response", (response) => {
    const type = response.headers()["content-type"];
    if (type?.startsWith("text/event-stream")) streams.add(response.request());
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    const isReadToEnd = streams.has(request) && reason === "net::ERR_ABORTED";
    if (reason !== OFFLINE && !isReadToEnd) wrongs.push(`${request.url()} failed: ${reason}`);
  });
  // Chromium reports what a Content-Security-Policy blocks as errors here.
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !text.endsWith(OFFLINE)) wrongs.push(`console: ${text}`);
  });
  page.on("pageerror", (error) => wrongs.push(`error: ${error.message}`));
  return wrongs;
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What axe finds serious or worse on a page, open shadow roots included: each rule with its places. WCAG 2.2 adds the
 * size of what is tapped, which axe leaves out by default. `rules` are all that is looked at, if they are given.
 */
export async function axeFinds(page: Page, ...rules: string[]): Promise<string[]> {
  // What the debugger evaluates is outside the page's policy.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe);
  const wanted =
    rules.length > 0 ? { runOnly: rules } : { rules: { "target-size": { enabled: true } } };
  const options = JSON.stringify({ resultTypes: ["violations"], ...wanted });
  return page.evaluate(`axe.run(document, ${options}).then(({ violations }) =>
    violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => id + ": " + nodes.map(({ target }) => target.join(" ")).join(", ")))`);
}
