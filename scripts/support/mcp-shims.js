// What @modelcontextprotocol/server takes from its runtime, without its validator of JSON Schema, which is for
// questions to users and schemas that are no zod; the desk has neither.
export class DefaultJsonSchemaValidator {
  getValidator() {
    throw new Error("The desk's schemas are zod's.");
  }
}
export const process = {};
