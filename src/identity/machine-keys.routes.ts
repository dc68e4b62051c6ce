import { createRoute } from "@hono/zod-openapi";
import { administrator, allow } from "../http/access.ts";
import { accessProblems, bodyProblems, fails, gives, json } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { PagingQuery } from "../http/paging.ts";
import { reply } from "../http/reply.ts";
import { z } from "../http/zod.ts";
import { createMachineKey } from "./create-machine-key.ts";
import { CreatedMachineKey, MachineKeyPage, NewMachineKey } from "./key-administration.schema.ts";
import { listMachineKeys } from "./list-machine-keys.ts";
import { revokeMachineKey } from "./revoke-machine-key.ts";
import { Done } from "./users.schema.ts";

const KeyId = z.object({
  key_id: z.string().min(1).max(100).openapi({ description: "The key's id." }),
});

const tags = ["Identity"];

export const keyAdministration = feature("/api/admin/keys")
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "listMachineKeys",
      tags,
      summary: "List machine keys",
      description:
        "All keys, revoked and expired ones too, the newest first; never the keys themselves.",
      ...allow(administrator, { limits: ["ip"] }),
      request: { query: PagingQuery },
      responses: {
        ...gives(200, MachineKeyPage, "A page of keys."),
        ...fails(...accessProblems, "validation-failed"),
      },
    }),
    async (c) => {
      return reply(c, MachineKeyPage, await listMachineKeys(c.get("ctx"), c.req.valid("query")));
    },
  )
  .openapi(
    // Not idempotent: a stored answer would be a stored key. What a lost answer leaves behind is a key that
    // nobody has seen; it is in the list, to be revoked.
    createRoute({
      method: "post",
      path: "/",
      operationId: "createMachineKey",
      tags,
      summary: "Make a machine key",
      description:
        "Makes a key that works at once. It is shown in this answer only; a repeated call makes another.",
      ...allow(administrator, { limits: ["ip"], writes: true }),
      request: { body: json(NewMachineKey) },
      responses: {
        ...gives(200, CreatedMachineKey, "The key, this once with its secret."),
        ...fails(...accessProblems, ...bodyProblems, "limits-unavailable"),
      },
    }),
    async (c) => {
      return reply(c, CreatedMachineKey, await createMachineKey(c.get("ctx"), c.req.valid("json")));
    },
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/{key_id}",
      operationId: "revokeMachineKey",
      tags,
      summary: "Revoke a machine key",
      description: "Refuses a key from now on, everywhere within two minutes. Can be repeated.",
      ...allow(administrator, { limits: ["ip"], writes: true }),
      request: { params: KeyId },
      responses: {
        ...gives(200, Done, "The key is revoked."),
        ...fails(...accessProblems, "validation-failed", "not-found", "limits-unavailable"),
      },
    }),
    async (c) => {
      await revokeMachineKey(c.get("ctx"), c.req.valid("param").key_id);
      return reply(c, Done, { detail: "The key is revoked." });
    },
  );
