import { SignJWT } from "jose";
import { expect, test } from "vitest";
import { openingAt, parseOpeningHours } from "../../src/chat/opening-hours.ts";
import { RoomSocket } from "../support/chat.ts";
import { newUser, send } from "../support/desk.ts";
import { WIDGET_SECRET } from "../support/secrets.ts";

const visitors = "/api/chat/visitors";

async function newVisitor(body: object = {}) {
  const answer = await send(visitors, { body });
  const token: string = answer.body.access_token;
  return {
    ...answer,
    token,
    id: String(answer.body.visitor_id),
    send: (path: string, sent: Parameters<typeof send>[1] = {}) =>
      send(path, { ...sent, headers: { Authorization: `Bearer ${token}` } }),
  };
}

function identity(
  sub: string,
  { secret = WIDGET_SECRET, seconds = 60, audience = "edgedesk-widget" } = {},
) {
  return new SignJWT({ name: "Anna" })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(sub)
    .setAudience(audience)
    .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
    .sign(new TextEncoder().encode(secret));
}

test("somebody without an account chats in a room of their own, and is let into nothing else", async () => {
  const [visitor, other, admin] = [
    await newVisitor({ name: "Anna" }),
    await newVisitor(),
    await newUser("admin"),
  ];
  expect(visitor.body).toMatchObject({
    name: "Anna",
    token_type: "bearer",
    expires_in: 30 * 86_400,
  });
  const opened = await visitor.send("/api/chat/rooms", { body: { customer_name: "Anna" } });
  const path = `/api/chat/rooms/${opened.body.room_id}/messages`;
  const sent = await visitor.send(path, { body: { content: "anna.svensson@gmail.com is me" } });
  expect(sent.body).toMatchObject({ user_type: "customer", seq: 1 });
  expect((await admin.send(path)).body[0]).toMatchObject({ user_id: visitor.id });
  const socket = await new RoomSocket(opened.body.room_id, visitor.token).live();
  expect(socket.messages()[0]).toMatchObject({ content: "anna.svensson@gmail.com is me" });
  socket.close();

  expect((await other.send(path)).status).toBe(404);
  for (const elsewhere of [
    "/api/auth/me",
    "/api/v1/chat/conversations",
    "/customer/cart",
    "/api/admin/system-config",
    "/leads",
  ]) {
    expect([elsewhere, (await visitor.send(elsewhere)).status]).toEqual([elsewhere, 403]);
  }
  const analyzed = await visitor.send("/api/chat/analyze", { body: { message: "Hej" } });
  expect(analyzed.status).toBe(403);
});

test("a page says who its user is, signed; the same user is the same visitor everywhere", async () => {
  const sub = crypto.randomUUID();
  const first = await newVisitor({ identity: await identity(sub), name: "Somebody else" });
  const second = await newVisitor({ identity: await identity(sub) });
  expect([first.id, first.body.name]).toEqual([second.id, "Anna"]);
  expect(first.id).not.toContain(sub);
  const { body: room } = await first.send("/api/chat/rooms", { body: { customer_name: "Anna" } });
  const { body: rooms } = await second.send("/api/chat/rooms?limit=1");
  expect(rooms).toMatchObject([{ id: room.room_id }]);
  const refused = [
    await identity(sub, { secret: "somebody-elses-secret-of-32-bytes-" }),
    await identity(sub, { seconds: 3600 }),
    await identity(sub, { seconds: -60 }),
    await identity(sub, { audience: "edgedesk" }),
    "no.jwt.at-all",
  ];
  for (const jwt of refused) {
    const answer = await send(visitors, { body: { identity: jwt } });
    expect([answer.status, answer.body.code]).toEqual([401, "unauthenticated"]);
  }
});

test("who logs out is forgotten: the token is good for nothing any more", async () => {
  const visitor = await newVisitor();
  const { body: room } = await visitor.send("/api/chat/rooms", { body: { customer_name: "A" } });
  expect((await visitor.send(`${visitors}/forget`, { method: "POST" })).status).toBe(200);
  expect((await visitor.send(`/api/chat/rooms/${room.room_id}`)).status).toBe(401);
  const user = await newUser();
  expect((await user.send(`${visitors}/forget`, { method: "POST" })).status).toBe(403);
});

test("the widget is told whether people answer, by the hours and the clocks of the business", async () => {
  const at = (now: string) => send("/api/chat/widget", { headers: { "X-Test-Now": now } });
  expect((await at("2026-11-23T09:00:00Z")).body).toMatchObject({ is_open: true, opens_at: null });
  expect((await at("2026-11-22T12:00:00Z")).body).toMatchObject({
    is_open: false,
    opens_at: "2026-11-23T07:00:00.000Z",
    ai_disclosure: { en: expect.stringContaining("AI") },
  });
  const hours = parseOpeningHours("Sa-Su 10:00-14:00; We 22:00-24:00") ?? [];
  const zone = "Europe/Stockholm";
  // Clocks go back in the night to 25 October 2026.
  const sunday = openingAt(hours, new Date("2026-10-24T20:00:00Z"), zone);
  expect(sunday.opensAt?.toISOString()).toBe("2026-10-25T09:00:00.000Z");
  expect(openingAt(hours, new Date("2026-10-28T22:59:59Z"), zone).isOpen).toBe(true);
  expect(openingAt(hours, new Date("2026-10-28T23:00:00Z"), zone).isOpen).toBe(false);
  expect(openingAt([], new Date(), zone)).toEqual({ isOpen: true, opensAt: null });
  for (const wrong of ["Mo", "Mo 8-17", "Mo 17:00-08:00", "Xx 08:00-17:00", "Mo 08:00-17:75"]) {
    expect([wrong, parseOpeningHours(wrong)]).toEqual([wrong, null]);
  }
});
