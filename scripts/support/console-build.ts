import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** Builds the staff's console out of web/console into a folder, to be served under /console/. */
export async function buildConsole(target: string): Promise<void> {
  // Vite is large, and most scripts build nothing.
  const { build } = await import("vite");
  await build({
    root: join(root, "web/console"),
    base: "/console/",
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: "warn",
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: {
      outDir: target,
      emptyOutDir: true,
      target: "es2022",
      // The page's policy lets no picture or script be inline.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
  });
}
