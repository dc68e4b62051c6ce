import { join } from "node:path";
import { buildSync } from "esbuild";

/** What our pages and other people's run in browsers: where it lies in public/, and its source. */
const scripts = {
  calculator: "web/calculator/calculator.ts",
  widget: "web/widget/widget.ts",
  "demo/demo": "web/demo/demo.ts",
  "agents/agents": "web/agents/agents.ts",
};

/** Builds the scripts into a folder: classic scripts, one file each, that ask for nothing from elsewhere. */
export function buildScripts(target: string): void {
  buildSync({
    absWorkingDir: join(import.meta.dirname, "../.."),
    entryPoints: scripts,
    outdir: target,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    loader: { ".css": "text" },
    logLevel: "silent",
  });
}
