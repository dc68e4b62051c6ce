import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { operations } from "../../src/agents/operations.ts";
import { newUser } from "../support/desk.ts";
import { startLaneWorker } from "../support/lane-worker.ts";
import { png } from "../support/pictures.ts";
import { deliveredOrder, newBuyer } from "../support/portal.ts";
import { hangs, startProvider, type Provider } from "../support/responses-api.ts";

const LONGEST_ANSWER_MS = 20_000;
const Authorization = "Bearer nordflytt_gpt_api_key_2025";

type Place = Awaited<ReturnType<typeof startPlace>>;

let provider: Provider;
let files: Place;
let elsewhere: Place;
let desk: Awaited<ReturnType<typeof startLaneWorker>>;
let order_id: string;
let customer_token: string;

/** A web server of files; it remembers what it was asked for. */
async function startPlace(answer: (path: string, response: ServerResponse) => void) {
  const asked: string[] = [];
  const server = createServer(({ url = "/" }, response) => {
    asked.push(url);
    answer(url, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const host = `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return { asked, host, close: () => server.close().closeAllConnections() };
}

function sendPng(response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": "image/png" });
  response.end(png());
}

beforeAll(async () => {
  provider = await startProvider(hangs());
  elsewhere = await startPlace((_path, response) => sendPng(response));
  files = await startPlace((path, response) => {
    if (path === "/photo.png") return sendPng(response);
    if (path === "/page.html") return void response.end("<script>alert(1)</script>");
    if (path.endsWith("client.json")) {
      const client_id = `http://${files.host}/client.json`;
      const redirect_uris = ["https://agent.example/callback"];
      return void response.end(
        JSON.stringify({ client_id, client_name: "An agent", redirect_uris }),
      );
    }
    if (path === "/away") response.writeHead(302, { Location: `http://${elsewhere.host}/x.png` });
    else response.writeHead(404);
    response.end();
  });
  desk = await startLaneWorker({
    AGENT_FILE_HOSTS: `${files.host},*.files.example`,
    OPENAI_API_KEY: "test",
    OPENAI_BASE_URL: provider.baseUrl,
    OPENAI_EMBEDDING_MODEL: "text-embedding-3-small",
  });
  const [admin, buyer] = await Promise.all([newUser("admin"), newBuyer()]);
  ({ orderId: order_id } = await deliveredOrder(admin, buyer));
  const { body } = await ask("verify-customer", { portal_token: buyer.token });
  customer_token = body.customer_token;
});
afterAll(async () => {
  await desk.stop();
  for (const place of [files, elsewhere, provider]) place.close();
});

async function ask(path: string, sent: object) {
  const response = await fetch(`${desk.url}/gpt-rag/${path}`, {
    method: "POST",
    headers: { Authorization, "Content-Type": "application/json" },
    body: JSON.stringify(sent),
    signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
}

function claim(openaiFileIdRefs: unknown[], claim_type = "MISSING_ITEM") {
  const description = "The box was empty.";
  const body = { order_id, claim_type, description, customer_token, openaiFileIdRefs };
  return ask("create-claim", body);
}

test("G18: only https links to the listed hosts are fetched, and no redirect is followed", async () => {
  const secret = `http://me:pass@${files.host}/photo.png`;
  const refused = [
    `http://${elsewhere.host}/x.png`,
    `https://${elsewhere.host}/x.png`,
    `http://localhost:${files.host.split(":")[1]}/photo.png`,
    "http://a.files.example/photo.png",
    "https://files.example/photo.png",
    "https://a.files.example.evil.example/photo.png",
    "https://evilfiles.example/photo.png",
    "https://a.files.example:8443/photo.png",
    "https://a.files.example@evil.example/photo.png",
    "https://me@a.files.example/photo.png",
    "https://:pass@a.files.example/photo.png",
    secret,
    "https://127.0.0.1/photo.png",
    "https://10.0.0.1/photo.png",
    "https://192.168.1.1/photo.png",
    "http://169.254.169.254/latest/meta-data/",
    "https://[::1]/photo.png",
    "https://[fd00::1]/photo.png",
    "https://2130706433/photo.png",
    "file:///etc/passwd",
    "data:image/png;base64,iVBORw0KGgo=",
  ];
  for (const link of refused) {
    const { status, body, text } = await claim([{ download_link: link }]);
    expect([link, status, body.code]).toEqual([link, 422, "file-not-fetched"]);
    expect(text).not.toContain("secret");
  }
  const { body: redirected } = await claim([`http://${files.host}/away`]);
  expect(redirected.code).toBe("file-not-fetched");
  expect(files.asked).toEqual(["/away"]);
  expect(elsewhere.asked).toEqual([]);
});

test("M17: a program's own description is fetched without following redirects, and must name itself", async () => {
  const redirect_uri = "https://agent.example/callback";
  const login = (client_id: string) => {
    const asked = { response_type: "code", client_id, redirect_uri, code_challenge_method: "S256" };
    const query = new URLSearchParams({ ...asked, code_challenge: "x".repeat(43) });
    return fetch(`${desk.url}/oauth/authorize?${query}`);
  };
  const good = await login(`http://${files.host}/client.json`);
  expect([good.status, await good.text()]).toEqual([200, expect.stringContaining("An agent")]);
  elsewhere.asked.length = 0;
  for (const path of ["/away", "/other-client.json", "/page.html", "/", "/client.json#a"]) {
    expect([path, (await login(`http://${files.host}${path}`)).status]).toEqual([path, 422]);
  }
  expect((await login("http://10.0.0.1/client.json")).status).toBe(422);
  expect(elsewhere.asked).toEqual([]);
});

test("G18: at most ten files, each a picture or a video by its bytes, and none is kept of a claim that fails", async () => {
  const link = `http://${files.host}/photo.png`;
  expect((await claim(Array.from({ length: 11 }, () => link))).status).toBe(422);
  const { body: page } = await claim([link, `http://${files.host}/page.html`]);
  expect(page.code).toBe("file-refused");
  const { body: missing } = await claim([link, `http://${files.host}/none.png`]);
  expect(missing.code).toBe("file-not-fetched");
  expect([...desk.stores.files.keys()]).toEqual([]);
});

test("G16: with a provider that never answers, every operation answers in time", async () => {
  const move = { volume_m3: 25, floors_from: 1, floors_to: 1, distance_km: 5 };
  const inputs: Record<string, object> = {
    customerLookup: { email: "anna.svensson@gmail.com" },
    bookingDetails: { booking_id: "BK-2024-001234" },
    createTicket: {
      customer_email: "anna.svensson@gmail.com",
      issue_type: "general",
      description: "Hej",
    },
    calculatePrice: { ...move, elevator_from: "none", elevator_to: "none" },
    requestQuote: { ...move, elevator_from: "none", elevator_to: "none" },
    findProducts: { query: "milk" },
    searchFaqs: { question: "How do I reset my password?" },
    sendVerificationCode: { email: "anna.svensson@gmail.com" },
    verifyCustomer: { email: "anna.svensson@gmail.com", booking_number: "BK-2024-001234" },
    orderStatus: { order_id, customer_token },
    fileClaim: {
      order_id,
      claim_type: "DAMAGED_ITEM",
      description: "Torn",
      customer_token,
      openaiFileIdRefs: [{ name: "p.png", download_link: `http://${files.host}/photo.png` }],
    },
    listMyBookings: { customer_token },
    listMyTickets: { customer_token },
  };
  const answers = await Promise.all(
    operations.map(async ({ name, path }) => {
      const { status, body } = await ask(path.replace("/gpt-rag/", ""), inputs[name] ?? {});
      return { name, status, body };
    }),
  );
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  const faqs = answers.find(({ name }) => name === "searchFaqs");
  expect(faqs?.body.items[0].answer).toMatch(/Forgot Password/);
  expect(provider.requests.length).toBeGreaterThan(0);
});
