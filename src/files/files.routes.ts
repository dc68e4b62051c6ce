import { createRoute } from "@hono/zod-openapi";
import { allow, anyone } from "../http/access.ts";
import { fails, inputProblems } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";
import { fileTypes } from "./file-types.ts";
import { openFile } from "./open-file.ts";

const binary = { schema: { type: "string", format: "binary" } } as const;
const FilePath = z.object({
  folder: z.enum(["claims"]).openapi({ description: "What it belongs to." }),
  file: plainText(60).openapi({ description: "Its random name." }),
});
const Signature = z.object({
  expires: z.string().max(20).openapi({ description: "Until when the address is good." }),
  signature: z.string().max(100).openapi({ description: "That the desk made this address." }),
});

export const files = feature("/files").openapi(
  createRoute({
    method: "get",
    path: "/{folder}/{file}",
    operationId: "openFile",
    tags: ["Portal"],
    summary: "See a file",
    description: "A picture or video, for whoever has an address that the desk signed.",
    ...allow(anyone, { limits: ["public"], countBehind: true }),
    request: { params: FilePath, query: Signature },
    responses: {
      200: {
        description: "The file.",
        content: Object.fromEntries(Object.keys(fileTypes).map((type) => [type, binary])),
      },
      ...fails(...inputProblems, "not-found", "rate-limited", "files-unavailable"),
    },
  }),
  async (c) => {
    const { folder, file } = c.req.valid("param");
    const found = await openFile(c.get("ctx"), `${folder}/${file}`, c.req.valid("query"));
    return c.body(found.body, 200, {
      "Content-Type": found.type,
      "Content-Length": String(found.bytes),
      "Content-Disposition": `attachment; filename="${file}"`,
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Cache-Control": "private, max-age=600",
    });
  },
);
