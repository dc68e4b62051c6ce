/** The events of a text/event-stream, as they come. */
export async function* eventsOf(response: Response): AsyncGenerator<any> {
  let rest = "";
  for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) yield parse(block);
  }
}

function parse(block: string) {
  const fields = Object.fromEntries(
    block.split("\n").map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
  return { event: fields["event"], id: fields["id"], ...JSON.parse(fields["data"] ?? "{}") };
}

/** All events of a stream, once it has ended. */
export async function allEvents(response: Response): Promise<any[]> {
  const events = [];
  for await (const event of eventsOf(response)) events.push(event);
  return events;
}
