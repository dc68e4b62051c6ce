import { expect, test } from "vitest";
import { openChat } from "../support/chat-socket.ts";
import { newUser, send } from "../support/desk.ts";
import { lane } from "../support/lane.ts";

/** Origins that look like one of the list or like the desk's own, and are neither. */
const tricks = [
  "null",
  "https://evil.example",
  "https://shop.example.evil.net",
  "https://evil.net/shop.example",
  "https://evil.net?https://shop.example",
  "https://evil.net#https://shop.example",
  "https://shop.example@evil.net",
  "https://evil-shop.example",
  "https://shop-example",
  "https://shop.exampl",
  "https://shop.example.",
  "https://shop.example/",
  "https://shop.example:443",
  "https://shop.example:8443",
  "https://www.shop.example",
  "http://shop.example",
  "wss://shop.example",
  "HTTPS://SHOP.EXAMPLE",
  "https://xn--shp-1na.example",
  "https://shop.example,https://evil.net",
  "https://shop.example https://evil.net",
  "http://localhost.evil.net",
  "http://localhost:1.evil.net",
  "http://evil.localhost",
  "http://127.0.0.1.nip.io",
  "http://127.1",
  "http://2130706433",
  "http://0.0.0.0",
  "http://[::ffff:127.0.0.1]",
  "http://[::]",
  "file://",
  "chrome-extension://abcdef",
  "data:text/html,x",
  "about:blank",
];

test("S-14: no trick with the Origin opens a socket, though the token is good", async () => {
  const user = await newUser();
  const { body: room } = await user.send("/api/chat/rooms", { body: { customer_name: "A" } });
  for (const origin of tricks) {
    const chat = await openChat(lane.deskUrl, {
      headers: { Origin: origin },
      protocols: ["edgedesk", user.token],
    });
    expect([origin, await chat.closed]).toEqual([origin, expect.objectContaining({ code: 4403 })]);
    const seat = await closeOf(
      `${lane.deskUrl.replace("http", "ws")}/api/chat/rooms/${room.room_id}/ws`,
      { headers: { Origin: origin }, protocols: ["edgedesk.chat.v1", `bearer.${user.token}`] },
    );
    expect([origin, seat]).toEqual([origin, 4012]);
  }
});

function closeOf(url: string, options: object): Promise<number> {
  return new Promise((resolve) => {
    const socket: WebSocket = Reflect.construct(WebSocket, [url, options]);
    socket.addEventListener("close", ({ code }) => resolve(code));
  });
}

test("S-14: nor with Socket.IO's polling, nor at the door for agents", async () => {
  for (const origin of tricks) {
    const headers = { Origin: origin };
    const polling = await send("/socket.io/?EIO=4&transport=polling", { headers });
    expect([origin, polling.status]).toEqual([origin, 403]);
    const body = { jsonrpc: "2.0", id: 1, method: "tools/list" };
    const agent = await send("/mcp", { body, headers });
    expect([origin, agent.status, agent.headers.get("Access-Control-Allow-Origin")]).toEqual([
      origin,
      403,
      null,
    ]);
  }
});
