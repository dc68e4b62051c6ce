/** A client of /ws/chat. Frames are read in their order; `closed` tells how it ended. */
export async function openChat(
  deskUrl: string,
  options: { protocols?: string[]; headers?: Record<string, string> } = {},
) {
  const url = `${deskUrl.replace("http", "ws")}/ws/chat`;
  // Node's WebSocket takes headers, as undici documents; a browser's does not.
  const socket: WebSocket = Reflect.construct(WebSocket, [url, options]);
  const frames: any[] = [];
  let wake: () => void = () => {};
  socket.addEventListener("message", ({ data }) => {
    frames.push(data === "pong" ? { type: "pong" } : JSON.parse(String(data)));
    wake();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.addEventListener("close", ({ code, reason }) => {
      resolve({ code, reason });
      wake();
    });
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", reject);
  });
  return {
    protocol: socket.protocol,
    closed,
    send: (frame: unknown) =>
      socket.send(typeof frame === "string" ? frame : JSON.stringify(frame)),
    close: () => socket.close(),
    /** The next frame. */
    async next(): Promise<any> {
      for (;;) {
        const frame = frames.shift();
        if (frame) return frame;
        if (socket.readyState === WebSocket.CLOSED) throw new Error("The socket is closed.");
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    /** The next frame of a type; those before it are dropped. */
    async until(type: string): Promise<any> {
      for (;;) {
        const frame = await this.next();
        if (frame.type === type) return frame;
        if (frame.type === "error") throw new Error(JSON.stringify(frame));
      }
    },
  };
}
