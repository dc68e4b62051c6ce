// Makes dist/slim/openai.js: the openai package with the two resources that the desk uses, Responses and
// Embeddings. The package's client constructs every resource it has, so nothing of them can be shaken out,
// and they are three quarters of it. wrangler.toml runs this before each build and names the result.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";

const root = join(import.meta.dirname, "..");
const used = /resources\/(responses\/|embeddings\.)|resources(\/[\w-]+)*\/index\./;

const withoutTheRest: Plugin = {
  name: "without-the-rest",
  setup({ onLoad }) {
    onLoad({ filter: /openai[\\/]resources[\\/].*\.mjs$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      if (used.test(path.replaceAll("\\", "/"))) return { contents: text };
      const names = text.matchAll(/^export (?:class|const|function) (\w+)/gm);
      return { contents: [...names].map(([, name]) => `export class ${name} {}`).join("\n") };
    });
  },
};

await build({
  stdin: { contents: `export { default } from "openai";`, resolveDir: root },
  outfile: join(root, "dist/slim/openai.js"),
  bundle: true,
  format: "esm",
  target: "es2024",
  conditions: ["workerd", "worker", "browser"],
  plugins: [withoutTheRest],
});
