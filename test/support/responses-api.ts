import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

/** A provider that speaks the Responses API and does what a test tells it, call by call. */
export type Provider = {
  baseUrl: string;
  /** The bodies that were sent, oldest first. */
  requests: any[];
  /** What it does when a room has a message read, apart from the rest; null if that is nothing special. */
  reads: Behaviour | null;
  /** What it does by what it is asked, before anything else; null leaves it to the rest. */
  choose: (asked: any) => Behaviour | null;
  close(): void;
};

export type Behaviour = (response: ServerResponse) => void;

/** Plays the behaviours in turn; the last one goes on. */
export async function startProvider(...behaviours: [Behaviour, ...Behaviour[]]): Promise<Provider> {
  const requests: any[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const asked = JSON.parse(await text(incoming));
    const chosen = provider.choose(asked);
    if (chosen) return chosen(outgoing);
    if (provider.reads && asked.text?.format?.name === "reading") return provider.reads(outgoing);
    const behave = behaviours[Math.min(requests.length, behaviours.length - 1)];
    requests.push(asked);
    behave?.(outgoing);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const provider: Provider = {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    reads: null,
    choose: () => null,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return provider;
}

/** Answers with a text, as the API wraps it, after as many blanks. */
export function says(content: string, blanks = 0): Behaviour {
  return answers([{ type: "output_text", text: content, annotations: [] }], blanks);
}

export function refuses(): Behaviour {
  return answers([{ type: "refusal", refusal: "I can't help with that." }]);
}

export function fails(status: number, headers: Record<string, string> = {}): Behaviour {
  return (response) => {
    response.writeHead(status, { "Content-Type": "application/json", ...headers });
    response.end(JSON.stringify({ error: { message: "no", type: "error" } }));
  };
}

/** Takes the request and never answers. */
export function hangs(): Behaviour {
  return () => {};
}

/** Answers with exactly these bytes. */
export function saysRaw(content: string): Behaviour {
  return (response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end(content);
  };
}

/** Sends a byte from time to time and never comes to an end. */
export function drips(): Behaviour {
  return (response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    const dripping = setInterval(() => response.write(" "), 200);
    response.once("close", () => clearInterval(dripping));
  };
}

function answers(content: object[], blanks = 0): Behaviour {
  return (response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.write(" ".repeat(blanks));
    response.end(
      JSON.stringify({
        id: "resp_1",
        object: "response",
        status: "completed",
        output: [{ type: "message", id: "msg_1", role: "assistant", status: "completed", content }],
        usage: { input_tokens: 10, output_tokens: 10, total_tokens: 20 },
      }),
    );
  };
}

/** Streams a text in pieces, as the API does, with a pause before each. */
export function streams(pieces: string[], { pauseMs = 0, tokens = 20 } = {}): Behaviour {
  return async (response) => {
    const write = beginStream(response);
    for (const delta of pieces) {
      if (pauseMs > 0) await sleep(pauseMs);
      write({ type: "response.output_text.delta", delta });
    }
    write(completed([messageItem(pieces.join(""))], tokens));
    response.end();
  };
}

/** Asks for tools to be run. */
export function callsTools(...calls: { name: string; args: unknown }[]): Behaviour {
  return (response) => {
    const write = beginStream(response);
    const items = calls.map(({ name, args }, i) => ({
      type: "function_call",
      id: `fc_${i}`,
      call_id: `call_${i}`,
      name,
      arguments: typeof args === "string" ? args : JSON.stringify(args),
      status: "completed",
    }));
    write(completed(items, 30));
    response.end();
  };
}

/** Begins to stream and is cut off, or goes silent. */
export function breaksOff(pieces: string[], { hangs: isHanging = false } = {}): Behaviour {
  return (response) => {
    const write = beginStream(response);
    for (const delta of pieces) write({ type: "response.output_text.delta", delta });
    if (!isHanging) setTimeout(() => response.destroy(), 50);
  };
}

/** Streams a refusal. */
export function refusesInStream(): Behaviour {
  return (response) => {
    const write = beginStream(response);
    write({ type: "response.refusal.delta", delta: "I can't help with that." });
    write(completed([], 5));
    response.end();
  };
}

/** Ends the answer because it has become too long. */
export function runsOut(): Behaviour {
  return (response) => {
    const write = beginStream(response);
    write({ type: "response.output_text.delta", delta: "Well, " });
    write({ type: "response.incomplete", response: { ...body([], 5), status: "incomplete" } });
    response.end();
  };
}

/** Answers with something that is no answer. */
export function talksNonsense(): Behaviour {
  return (response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.end("<html>data: {oops</html>\n\ndata: {oops\n\n");
  };
}

function beginStream(response: ServerResponse): (event: object) => void {
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  return (event) => {
    const { type } = event as { type: string };
    response.write(`event: ${type}\ndata: ${JSON.stringify(event)}\n\n`);
  };
}

function messageItem(said: string) {
  const content = [{ type: "output_text", text: said, annotations: [] }];
  return { type: "message", id: "msg_1", role: "assistant", status: "completed", content };
}

function completed(output: object[], tokens: number) {
  return { type: "response.completed", response: body(output, tokens) };
}

function body(output: object[], tokens: number) {
  const usage = { input_tokens: tokens - 5, output_tokens: 5, total_tokens: tokens };
  return { id: "resp_1", object: "response", status: "completed", output, usage };
}
