/** The events of a text/event-stream. EventSource can send no token, so the stream is read by hand. */
export async function* readEvents(
  body: ReadableStream<Uint8Array> | null,
): AsyncGenerator<{ name: string; data: string }> {
  if (!body) return;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) yield { name: field(event, "event"), data: field(event, "data") };
  }
}

function field(event: string, name: string): string {
  const line = event.split("\n").find((one) => one.startsWith(`${name}: `));
  return line?.slice(name.length + 2) ?? "";
}
