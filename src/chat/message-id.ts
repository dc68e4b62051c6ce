/** The id of a room's message, made of the room's and its place there, so that it needs no storage. */
export function messageId(roomId: string, seq: number): string {
  return `${roomId.replace(/^room_/, "msg_")}_${seq}`;
}
