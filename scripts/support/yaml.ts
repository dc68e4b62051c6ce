import { stringify } from "yaml";
import type { Document } from "../../src/http/documents.ts";

/** YAML that older parsers read the same way: a date in an example stays a text. */
export function asYaml(document: Document): string {
  return stringify(document, { schema: "yaml-1.1", lineWidth: 100, aliasDuplicateObjects: false });
}
