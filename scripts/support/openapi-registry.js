// What the bundle takes for @asteasolutions/zod-to-openapi: routes are registered, and the build alone writes
// documents from them. Named in wrangler.toml.
export {
  OpenAPIRegistry,
  extendZodWithOpenApi,
  getOpenApiMetadata,
} from "../../node_modules/@asteasolutions/zod-to-openapi/dist/index.mjs";

function WrittenByTheBuild() {
  throw new Error("The build writes the documents; see src/http/built.ts.");
}

export { WrittenByTheBuild as OpenApiGeneratorV3, WrittenByTheBuild as OpenApiGeneratorV31 };
