// What the bundle takes for @asteasolutions/zod-to-openapi. The build alone writes documents, with the package itself:
// in the Worker routes are remembered, because they name their operations, and what schemas say of themselves is not.
// Named in wrangler.toml.
export class OpenAPIRegistry {
  definitions = [];

  registerPath(route) {
    this.definitions.push({ type: "route", route });
  }
}

export function extendZodWithOpenApi({ ZodType }) {
  ZodType.prototype.openapi = function openapi() {
    return this;
  };
}

function WrittenByTheBuild() {
  throw new Error("The build writes the documents; see src/http/built.ts.");
}

export {
  WrittenByTheBuild as OpenApiGeneratorV3,
  WrittenByTheBuild as OpenApiGeneratorV31,
  WrittenByTheBuild as getOpenApiMetadata,
};
