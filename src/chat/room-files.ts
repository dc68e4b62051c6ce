import type { Ctx } from "../context.ts";
import { FileError } from "../files/byte-reader.ts";
import { readFile, type OpenFile } from "../files/open-file.ts";
import { readForm, type Upload } from "../files/read-form.ts";
import { dropFiles, storeFile, type StoredFile } from "../files/store-file.ts";
import { ProblemError } from "../problems.ts";
import { fileMessage } from "./file-message.ts";
import { inRoom, memberOf } from "./in-room.ts";
import type { RoomFile } from "./rooms.schema.ts";

/** The bucket's names of a room's files begin with this. */
export const folderOf = (roomId: string) => `rooms/${roomId}`;

/** The bucket's name of a file that a message shows by its path. */
export function roomFileKey(path: string): string {
  const [, , , , roomId = "", , file = ""] = path.split("/");
  return `${folderOf(roomId)}/${file}`;
}

/**
 * Keeps a file for a room. Those in it see it when its `content` is sent as a message. `room-closed`,
 * `unsupported-media-type`, `file-refused`; then nothing is kept.
 */
export async function keepRoomFile(ctx: Ctx, roomId: string, upload: Upload): Promise<RoomFile> {
  const member = memberOf(ctx.actor);
  const { facts } = await inRoom(ctx, roomId, (room) => room.look(member));
  if (facts.status === "closed") throw new ProblemError("room-closed");
  const { key, name, type, bytes } = await storeOneFile(ctx, upload, folderOf(roomId));
  const path = `/api/chat/rooms/${roomId}/files/${key.slice(folderOf(roomId).length + 1)}`;
  return { name, path, type, bytes, content: fileMessage({ name, path }) };
}

/** A file of a room, for those in it; `not-found` for everybody else. */
export async function openRoomFile(ctx: Ctx, roomId: string, file: string): Promise<OpenFile> {
  const member = memberOf(ctx.actor);
  await inRoom(ctx, roomId, (room) => room.look(member));
  return readFile(ctx, `${folderOf(roomId)}/${file}`);
}

async function storeOneFile(ctx: Ctx, upload: Upload, folder: string) {
  const files: (StoredFile & { name: string })[] = [];
  try {
    await readForm(upload, async (part) => {
      if (files.length > 0 || !part.fileName) throw new FileError("Send one file, with its name.");
      files.push({ ...(await storeFile(ctx, part, folder)), name: part.fileName });
    });
    const [file] = files;
    if (!file) throw new ProblemError("file-refused", { detail: "There is no file in the form." });
    return file;
  } catch (error) {
    await dropFiles(ctx, files);
    throw error;
  }
}
