import type { RoomFile } from "../../../src/chat/rooms.schema.ts";
import { Refusal, refusalOf } from "../api.ts";
import { session } from "../session.ts";

/** Keeps a picture or video for a room; its `content` is the message that shows it. */
export async function keepFile(roomId: string, file: File): Promise<Pick<RoomFile, "content">> {
  const body = new FormData();
  body.append("file", file);
  const answer = await ask(`/api/chat/rooms/${roomId}/files`, { method: "POST", body });
  return answer.json();
}

export async function fetchFile(path: string): Promise<Blob> {
  const answer = await ask(path);
  return answer.blob();
}

/** What the typed client does not know: forms go there, and bytes come back. */
async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { Authorization: `Bearer ${session()?.token}` };
  const answer = await fetch(location.origin + path, { ...init, headers }).catch(() => {
    throw new Refusal("The desk cannot be reached. Check the connection.", "offline", 0, null);
  });
  if (answer.ok) return answer;
  throw await refusalOf(answer);
}
