// Makes dist/slim/openai.js: the openai package with the two resources that the desk uses, Responses and
// Embeddings. The package's client constructs every resource it has, so nothing of them can be shaken out,
// and they are three quarters of it; most of the rest are ways of logging in and of gathering a stream that
// the desk, with its key and its own reading of events, does not use. wrangler.toml runs this before each build.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";

const root = join(import.meta.dirname, "..");
const unused =
  /auth\/(workload-identity-auth|x509-transport-registry|x509-workload-identity-auth)\.m?js$|lib\/(EventStream|responses\/ResponseStream)\.mjs$|internal\/responses\/response-accumulator\.mjs$/;
const used = /resources\/(responses\/|embeddings\.)|resources(\/[\w-]+)*\/index\./;

const withoutTheRest: Plugin = {
  name: "without-the-rest",
  setup({ onLoad }) {
    onLoad({ filter: /openai[\\/]resources[\\/].*\.mjs$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      if (used.test(path.replaceAll("\\", "/"))) return { contents: text };
      return { contents: emptied(text) };
    });
    onLoad({ filter: unused }, async ({ path }) => ({
      contents: emptied(await readFile(path, "utf8")),
    }));
  },
};

/** A module with the same names and nothing behind them. */
function emptied(text: string): string {
  const names = text.matchAll(/^export (?:async )?(?:class|const|let|function) (\w+)/gm);
  return [...names].map(([, name]) => `export function ${name}() {}`).join("\n");
}

await build({
  stdin: { contents: `export { default } from "openai";`, resolveDir: root },
  outfile: join(root, "dist/slim/openai.js"),
  bundle: true,
  format: "esm",
  target: "es2024",
  conditions: ["workerd", "worker", "browser"],
  plugins: [withoutTheRest],
});
