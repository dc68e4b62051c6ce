import { startBareDesk } from "./bare-desk.ts";
import { sendingTo, type Sent } from "./desk.ts";

/** A desk of a test file's own, with variables of its own; its demo users log in. */
export async function startSecondDesk(variables: Record<string, string>) {
  const desk = await startBareDesk(variables);
  const send = sendingTo(desk.url);
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
