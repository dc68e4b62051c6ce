// What the bundle takes for "zod/mini"; see scripts/slim-packages.ts.
export * from "../../node_modules/zod/v4/mini/schemas.js";
export * from "../../node_modules/zod/v4/mini/checks.js";
export * from "../../node_modules/zod/v4/mini/parse.js";
