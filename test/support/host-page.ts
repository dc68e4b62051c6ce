import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A site of somebody else's on this machine: every path is a page with this body, under a policy that lets the
 * desk's script and its connections in and nothing more.
 */
export async function serveHostPage(desk: string, body: string) {
  const sources = `script-src ${desk}; connect-src ${desk} ${desk.replace("http", "ws")}`;
  const policy = `default-src 'none'; img-src data:; ${sources}; require-trusted-types-for 'script'`;
  const server = createServer((_request, response) => {
    response.writeHead(200, { "Content-Type": "text/html", "Content-Security-Policy": policy });
    response.end(
      `<!doctype html><html lang="en"><title>Host</title>` +
        `<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">` +
        `<main><h1>Host</h1>${body}</main>`,
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
