import { createRoute } from "@hono/zod-openapi";
import { allow, anyone } from "../http/access.ts";
import { fails, inputProblems } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";
import { fileTypes } from "./file-types.ts";
import { openFile } from "./open-file.ts";
import { givesFile, sendFile } from "../http/send-file.ts";

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
      ...givesFile(Object.keys(fileTypes)),
      ...fails(...inputProblems, "not-found", "rate-limited", "files-unavailable"),
    },
  }),
  async (c) => {
    const { folder, file } = c.req.valid("param");
    const found = await openFile(c.get("ctx"), `${folder}/${file}`, c.req.valid("query"));
    return sendFile(c, found, file);
  },
);
