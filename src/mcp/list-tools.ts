import type { Tool } from "@modelcontextprotocol/server";
import { operations, type AgentOperation } from "../agents/operations.ts";
import { inlined } from "../http/plain-schema.ts";
import { z } from "../http/zod.ts";
import { ObjectSchema } from "./tool.schema.ts";

const Content = z.object({ "application/json": z.object({ schema: z.unknown() }) });
const Document = z.object({
  paths: z.record(
    z.string(),
    z.object({
      post: z.object({
        requestBody: z.object({ content: Content }),
        responses: z.looseObject({ "200": z.object({ content: Content }) }),
      }),
    }),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

/** The operations as tools, in the order of the list; their schemas are those of the Actions document. */
export function listTools(document: object): Tool[] {
  const { paths, components } = Document.parse(document);
  return operations.map((operation) => {
    const post = paths[operation.path]?.post;
    if (!post) throw new Error(`${operation.name} is not in the document.`);
    const input = post.requestBody.content["application/json"].schema;
    const output = post.responses["200"].content["application/json"].schema;
    return {
      name: operation.name,
      title: operation.title,
      description: operation.description,
      inputSchema: {
        ...ObjectSchema.parse(inlined(input, components.schemas)),
        additionalProperties: false,
      },
      outputSchema: ObjectSchema.parse(inlined(output, components.schemas)),
      annotations: annotationsOf(operation),
    };
  });
}

/** All four hints are said, because clients take what is not said for the worst. Nothing is destroyed here. */
function annotationsOf({ title, writes, input }: AgentOperation): Tool["annotations"] {
  const isOnce = input instanceof z.ZodObject && "client_ref" in input.shape;
  return {
    title,
    readOnlyHint: !writes,
    destructiveHint: false,
    idempotentHint: !writes || isOnce,
    openWorldHint: false,
  };
}
