import { createRoute } from "@hono/zod-openapi";
import { fileTypes } from "../files/file-types.ts";

import { allow, anyUserOrAdminKey } from "../http/access.ts";
import { accessProblems, fails, gives, raw } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { reply } from "../http/reply.ts";
import { givesFile, sendFile } from "../http/send-file.ts";
import { keepRoomFile, openRoomFile } from "./room-files.ts";
import { RoomFile, roomFileForm, RoomFilePath, RoomPath } from "./rooms.schema.ts";

const tags = ["Chat rooms"];
const roomProblems = [
  ...accessProblems,
  "not-found",
  "room-unavailable",
  "files-unavailable",
  "validation-failed",
] as const;

export const roomFiles = feature("/api/chat/rooms")
  .openapi(
    createRoute({
      method: "post",
      path: "/{room_id}/files",
      operationId: "keepRoomFile",
      tags,
      summary: "Show a file in a chat room",
      description:
        "Keeps a picture or video; send its `content` as a message and the room sees it.",
      ...allow(anyUserOrAdminKey, { limits: ["ip", "user"], writes: true, isStreamed: true }),
      request: { params: RoomPath, body: raw("multipart/form-data", roomFileForm) },
      responses: {
        ...gives(200, RoomFile, "The file as it is kept."),
        ...fails(
          ...roomProblems,
          "room-closed",
          "unsupported-media-type",
          "file-refused",
          "limits-unavailable",
        ),
      },
    }),
    async (c) => {
      const { room_id } = c.req.valid("param");
      const upload = { contentType: c.req.header("Content-Type"), body: c.req.raw.body };
      return reply(c, RoomFile, await keepRoomFile(c.get("ctx"), room_id, upload));
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/{room_id}/files/{file}",
      operationId: "openRoomFile",
      tags,
      summary: "See a file of a chat room",
      description: "For those in the room.",
      ...allow(anyUserOrAdminKey, { limits: ["ip", "user"] }),
      request: { params: RoomFilePath },
      responses: { ...givesFile(Object.keys(fileTypes)), ...fails(...roomProblems) },
    }),
    async (c) => {
      const { room_id, file } = c.req.valid("param");
      return sendFile(c, await openRoomFile(c.get("ctx"), room_id, file), file);
    },
  );
