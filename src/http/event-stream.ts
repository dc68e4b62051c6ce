type Event = { event: string; id?: string; data: object };

/** Whether a client wants to read an answer while it is made. */
export function wantsEvents(accept: string | undefined): boolean {
  return accept?.toLowerCase().includes("text/event-stream") ?? false;
}

/** Events as Server-Sent Events. A reader that goes away ends the events, not what they tell of. */
export function eventStream(events: AsyncGenerator<Event, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await events.next();
      if (done || !value) return controller.close();
      const id = value.id === undefined ? "" : `id: ${value.id}\n`;
      const text = `${id}event: ${value.event}\ndata: ${JSON.stringify(value.data)}\n\n`;
      controller.enqueue(encoder.encode(text));
    },
    async cancel() {
      await events.return();
    },
  });
}
