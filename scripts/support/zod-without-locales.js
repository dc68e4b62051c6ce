// What the bundle takes for "zod": its own entry without the error texts of fifty languages, which nothing
// here shows. They cannot be shaken out, because @hono/zod-openapi hands the whole namespace on; they are
// 60 kB of the compressed bundle and several milliseconds of every start. Named in wrangler.toml.
import * as z from "./zod-external.js";
export * from "./zod-external.js";
export { z, z as default };
