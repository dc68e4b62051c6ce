import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

/** A provider that speaks the Responses API and does what a test tells it, call by call. */
export type Provider = {
  baseUrl: string;
  /** The bodies that were sent, oldest first. */
  requests: any[];
  close(): void;
};

export type Behaviour = (response: ServerResponse) => void;

/** Plays the behaviours in turn; the last one goes on. */
export async function startProvider(...behaviours: [Behaviour, ...Behaviour[]]): Promise<Provider> {
  const requests: any[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const behave = behaviours[Math.min(requests.length, behaviours.length - 1)];
    requests.push(JSON.parse(await text(incoming)));
    behave?.(outgoing);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Answers with a text, as the API wraps it. */
export function says(content: string): Behaviour {
  return answers([{ type: "output_text", text: content, annotations: [] }]);
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

function answers(content: object[]): Behaviour {
  return (response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
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
