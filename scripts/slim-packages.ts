// Makes dist/slim/: packages of which the desk uses a part, and nothing of the rest can be shaken out.
// wrangler.toml runs this before each build and names what is made here in their place.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type BuildOptions, type Plugin } from "esbuild";

const root = join(import.meta.dirname, "..");

/** The client constructs every resource it has; the desk calls two: Responses and Embeddings. */
const resources = /openai[\\/]resources[\\/].*\.mjs$/;
const resourcesInUse = /resources\/(responses\/|embeddings\.)|resources(\/[\w-]+)*\/index\./;

/** Ways of logging in, of sending files and pages, and of gathering a stream, none of which the desk uses. */
const unused = new RegExp(
  [
    "(internal/)?auth/(workload-identity-auth|x509-transport-registry|x509-workload-identity-auth)",
    "lib/(EventStream|responses/ResponseStream)",
    "internal/responses/response-accumulator",
    "internal/(uploads|to-file|utils/query)",
    "core/(uploads|pagination)",
  ]
    .map((path) => `openai/${path}\\.m?js$`)
    .join("|"),
);

const slimOpenAI: Plugin = {
  name: "slim-openai",
  setup({ onLoad }) {
    onLoad({ filter: resources }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      return { contents: resourcesInUse.test(slashes(path)) ? text : emptied(text) };
    });
    onLoad({ filter: /\.m?js$/ }, async ({ path }) => {
      if (!unused.test(slashes(path))) return null;
      return { contents: emptied(await readFile(path, "utf8")) };
    });
  },
};

/**
 * The handler knows two kinds of server: the desk makes the plain one, and the other, which brings registries of
 * tools, prompts and resources along, is only asked for by `instanceof`.
 */
const slimMcpServer: Plugin = {
  name: "slim-mcp-server",
  setup({ onLoad }) {
    onLoad(
      { filter: /@modelcontextprotocol[\\/]server[\\/]dist[\\/]index\.mjs$/ },
      async ({ path }) => {
        const text = await readFile(path, "utf8");
        const imported = " t as McpServer,";
        if (!text.includes(imported))
          throw new Error(`${path} does not import McpServer as expected.`);
        return { contents: `${text.replace(imported, "")}\nclass McpServer {}` };
      },
    );
  },
};

/** Patterns for writing numbers as each country does. The desk reads numbers and writes them in E.164. */
const slimPhone: Plugin = {
  name: "slim-phone",
  setup({ onLoad }) {
    onLoad({ filter: /libphonenumber-js[\\/]metadata\.min\.json\.js$/ }, async ({ path }) => {
      const { default: metadata } = await import(path);
      for (const country of Object.values<unknown[]>({
        ...metadata.countries,
        ...metadata.nonGeographic,
      })) {
        country[FORMATS] = 0;
      }
      return { contents: JSON.stringify(metadata), loader: "json" };
    });
  },
};

/** Where a country's formats lie in version 4 of the metadata. */
const FORMATS = 4;

/**
 * zod without the error texts of fifty languages, its compiler, and JSON Schema, to and from: the build writes what
 * describes the desk. They cannot be shaken out, because @hono/zod-openapi hands the whole namespace on.
 */
const slimZod: Plugin = {
  name: "slim-zod",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/].*\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      return { contents: zodNotInUse.test(slashes(path)) ? emptied(text) : text };
    });
  },
};

const zodNotInUse =
  /core\/(compile|to-json-schema|json-schema-processors|json-schema-generator)\.js$|from-json-schema\.js$|locales\/index\.js$/;

/** libSQL over HTTP with JSON: the other encoding, and WebSockets, are asked for by no address of ours. */
const slimLibsql: Plugin = {
  name: "slim-libsql",
  setup({ onLoad }) {
    onLoad({ filter: /hrana-client[\\/]lib-esm[\\/].*protobuf.*\.js$/ }, async ({ path }) => ({
      contents: emptied(await readFile(path, "utf8")),
    }));
  },
};

/** A module with the same names and nothing behind them. */
function emptied(text: string): string {
  const names = text.matchAll(/^export (?:async )?(?:class|const|let|function) (\w+)/gm);
  return [...names].map(([, name]) => `export function ${name}() {}`).join("\n");
}

function slashes(path: string): string {
  return path.replaceAll("\\", "/");
}

const bundled: BuildOptions = {
  bundle: true,
  format: "esm",
  target: "es2024",
  conditions: ["workerd", "worker", "browser"],
  absWorkingDir: root,
};

async function slim(name: string, contents: string, plugin: Plugin): Promise<void> {
  await build({
    ...bundled,
    stdin: { contents, resolveDir: root },
    outfile: `dist/slim/${name}.js`,
    external: ["zod", "zod/*", "@modelcontextprotocol/server/_shims"],
    plugins: [plugin],
  });
}

/** Its functions alone. Its own entry also offers them as one object, and of an object nothing can be shaken out. */
const ZOD_MINI = "scripts/support/zod-mini.js";

/** zod's entries share one core: a schema of one is checked by another. */
async function slimZodEntries(): Promise<void> {
  await build({
    ...bundled,
    entryPoints: { zod: "zod", "zod-core": "zod/v4/core", "zod-mini": ZOD_MINI },
    outdir: "dist/slim",
    splitting: true,
    chunkNames: "zod-shared-[hash]",
    plugins: [slimZod],
  });
}

await Promise.all([
  slimZodEntries(),
  slim(
    "libsql",
    `import { expandConfig } from "@libsql/core/config";
    import { _createClient } from "./node_modules/@libsql/client/lib-esm/http.js";
    export * from "@libsql/core/api";
    export const createClient = (config) => _createClient(expandConfig(config, true));`,
    slimLibsql,
  ),
  slim("openai", `export { default } from "openai";`, slimOpenAI),
  slim(
    "mcp-server",
    `export {
      CLIENT_CAPABILITIES_META_KEY,
      createMcpHandler,
      inputRequired,
      isLegacyRequest,
      ProtocolError,
      Server,
      WebStandardStreamableHTTPServerTransport,
    } from "@modelcontextprotocol/server";`,
    slimMcpServer,
  ),
  slim("phone", `export { parsePhoneNumberFromString } from "libphonenumber-js/min";`, slimPhone),
]);
