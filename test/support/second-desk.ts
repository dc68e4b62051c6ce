import { startBareDesk } from "./bare-desk.ts";
import { newAddress, type Answer } from "./desk.ts";

type Sent = { method?: string; body?: unknown; headers?: Record<string, string> };

/** A desk of a test file's own, with variables of its own; its demo users log in. */
export async function startSecondDesk(variables: Record<string, string>) {
  const desk = await startBareDesk(variables);
  async function send(path: string, sent: Sent = {}): Promise<Answer> {
    const isForm = sent.body instanceof FormData;
    const response = await fetch(desk.url + path, {
      method: sent.method ?? (sent.body === undefined ? "GET" : "POST"),
      headers: {
        ...(isForm ? {} : { "Content-Type": "application/json" }),
        "CF-Connecting-IP": newAddress(),
        ...sent.headers,
      },
      ...(sent.body === undefined
        ? {}
        : { body: sent.body instanceof FormData ? sent.body : JSON.stringify(sent.body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("Content-Type")?.includes("json") ?? false;
    const body = isJson && text !== "" ? JSON.parse(text) : null;
    return { status: response.status, headers: response.headers, text, body };
  }
  async function logIn(username: string, password: string) {
    const { body } = await send("/api/v1/auth/login", { body: { username, password } });
    return userWith(String(body.access_token), String(body.user_id));
  }
  async function newUser() {
    const username = `u${crypto.randomUUID().slice(0, 12)}`;
    const { body } = await send("/api/v1/auth/register", {
      body: { username, password: crypto.randomUUID() },
    });
    return userWith(String(body.access_token), String(body.user_id));
  }
  function userWith(token: string, id: string) {
    return {
      id,
      token,
      send: (path: string, sent: Sent = {}) =>
        send(path, { ...sent, headers: { Authorization: `Bearer ${token}`, ...sent.headers } }),
    };
  }
  return { ...desk, send, logIn, newUser };
}
