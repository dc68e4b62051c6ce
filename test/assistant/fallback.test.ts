import { afterAll, beforeAll, expect, test } from "vitest";
import { openChat } from "../support/chat-socket.ts";
import {
  breaksOff,
  fails,
  startProvider,
  type Behaviour,
  type Provider,
} from "../support/responses-api.ts";
import { startSecondDesk } from "../support/second-desk.ts";

const chat = "/api/v1/chat/chat";
let script: Behaviour[] = [];
let provider: Provider;
let desk: Awaited<ReturnType<typeof startSecondDesk>>;

beforeAll(async () => {
  provider = await startProvider((response) => (script.shift() ?? fails(401))(response));
  desk = await startSecondDesk({
    OPENAI_API_KEY: "test",
    OPENAI_BASE_URL: provider.baseUrl,
    ASSISTANT_ON_AI_FAILURE: "rules",
  });
});
afterAll(async () => {
  provider.close();
  await desk.stop();
});

test("where it is configured so, the built-in engine answers for a provider that fails, and says so", async () => {
  const user = await desk.newUser();
  const { status, body } = await user.send(chat, {
    body: { message: "När har ni öppet?" },
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    engine: "rules",
    citations: [{ id: 3, language: "sv" }],
    notice: expect.stringContaining("AI-tjänsten"),
  });
  const again = { message: "När har ni öppet?", client_ref: "x" };
  const first = await user.send(chat, { body: again });
  expect((await user.send(chat, { body: again })).body).toEqual(first.body);
});

test("a streamed answer that broke off is not continued by another engine", async () => {
  const user = await desk.newUser();
  script = [breaksOff(["Half an ", "answer"])];
  const socket = await openChat(desk.url, { protocols: ["edgedesk", user.token] });
  await socket.until("ready");
  socket.send({ type: "message", content: "När har ni öppet?" });
  const frames = [];
  do frames.push(await socket.next());
  while (!["done", "error"].includes(frames.at(-1).type));
  expect(frames.at(-1)).toMatchObject({ type: "error", code: "ai-unavailable" });
  const { conversation_id: id } = frames[0];
  const { body: conversation } = await user.send(`/api/v1/chat/conversations/${id}`);
  expect(conversation.messages).toHaveLength(1);
  socket.close();
});

test("a socket goes on after its object has slept", async () => {
  const user = await desk.newUser();
  const socket = await openChat(desk.url, { protocols: ["edgedesk", user.token] });
  await socket.until("ready");
  for (const message of ["När har ni öppet?", "Varför är mitt konto spärrat?"]) {
    socket.send({ type: "message", content: message });
    expect((await socket.until("done")).engine).toBe("rules");
    await desk.worker.sleepAll("ASSISTANT");
  }
  socket.close();
});
