import { expect, test } from "vitest";
import { fileIn } from "../../src/chat/file-message.ts";
import { control, newUser } from "../support/desk.ts";
import { lane } from "../support/lane.ts";
import { png } from "../support/pictures.ts";

type User = Awaited<ReturnType<typeof newUser>>;

async function newRoom(customer: User): Promise<string> {
  const { body } = await customer.send("/api/chat/rooms", { body: { customer_name: "Anna" } });
  return `/api/chat/rooms/${body.room_id}`;
}

function formOf(...files: [bytes: Uint8Array<ArrayBuffer>, name: string, type?: string][]) {
  const form = new FormData();
  for (const [bytes, name, type = "image/png"] of files) {
    form.append("file", new Blob([bytes], { type }), name);
  }
  return form;
}

const picture = () => Uint8Array.from(png());

test("a picture is kept without its metadata, shown by an ordinary message, and seen by those in the room", async () => {
  const [customer, staff, other] = [await newUser(), await newUser("admin"), await newUser()];
  const room = await newRoom(customer);
  const kept = await customer.send(`${room}/files`, { body: formOf([picture(), "skåp 1.png"]) });
  expect(kept.body).toMatchObject({ name: "skåp 1.png", type: "image/png" });
  const { content } = kept.body;
  expect((await customer.send(`${room}/messages`, { body: { content } })).status).toBe(200);

  const [message] = (await staff.send(`${room}/messages`)).body;
  const shown = fileIn(message.content);
  expect(shown).toEqual({ name: "skåp 1.png", path: kept.body.path });
  for (const { token } of [customer, staff]) {
    const headers = { Authorization: `Bearer ${token}` };
    const answer = await fetch(lane.deskUrl + kept.body.path, { headers });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "image/png",
      "content-disposition": expect.stringMatching(/^attachment; filename="file_[0-9a-z]+"$/),
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
    });
    expect([bytes.length, bytes.includes("SECRET")]).toEqual([kept.body.bytes, false]);
  }
  expect((await other.send(kept.body.path)).status).toBe(404);
  expect((await fetch(lane.deskUrl + kept.body.path)).status).toBe(401);
  expect((await staff.send(`${room}/files/file_nothing`)).status).toBe(404);
});

test("what is no picture or video, or not for this room, is refused, and nothing of it is kept", async () => {
  const [customer, other] = [await newUser(), await newUser()];
  const room = await newRoom(customer);
  const before = await control.fileNames();
  const svg = new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'/>");
  for (const form of [
    formOf([Uint8Array.from(svg), "a.png"]),
    formOf([picture(), "a.jpg", "image/jpeg"]),
    formOf([picture(), "../../a.png"]),
    formOf([picture(), "a.png"], [picture(), "b.png"]),
    formOf([Uint8Array.from(Buffer.concat([png(), Buffer.alloc(10 * 1024 * 1024)])), "big.gif"]),
    formOf(),
  ]) {
    const { status, body } = await customer.send(`${room}/files`, { body: form });
    expect([status, body.code]).toEqual([422, "file-refused"]);
  }
  const asJson = await customer.send(`${room}/files`, { body: { file: "a.png" } });
  expect(asJson.body.code).toBe("unsupported-media-type");
  const form = formOf([picture(), "a.png"]);
  expect((await other.send(`${room}/files`, { body: form })).status).toBe(404);
  await customer.send(`${room}/close`, { method: "POST" });
  const late = await customer.send(`${room}/files`, { body: form });
  expect([late.status, late.body.code]).toEqual([409, "room-closed"]);
  expect(await control.fileNames()).toEqual(before);
});
