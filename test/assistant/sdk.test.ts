import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { send } from "../support/desk.ts";
import { lane } from "../support/lane.ts";

/** The examples as the original's document prints them. */
const document = readFileSync("test/assistant/sdk/sdk-examples.txt", "utf8");

function example(language: string): string {
  const code = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(document)?.[1];
  if (code === undefined) throw new Error(`The document has no ${language} example.`);
  return code;
}

/** The same code with this desk's address and a real token, and a log opened after it. */
async function program(language: string, more: string): Promise<string> {
  const { body } = await send("/api/v1/auth/login", {
    body: { username: "demo", password: "demo123" },
  });
  const code = example(language)
    .replace("http://localhost:8000", lane.deskUrl)
    .replace("your-jwt-token", body.access_token);
  expect(code).toContain(body.access_token);
  return `${code}\n${more}\n`;
}

/** Asynchronous: the desk's tests share this process with the server that they control it through. */
async function run(command: string, words: string[], input: string, env = {}): Promise<string> {
  const child = spawn(command, words, { env: { ...process.env, ...env } });
  child.stdin.end(input);
  const [printed, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (child.exitCode === null) await once(child, "exit");
  expect([complaints, child.exitCode]).toEqual(["", 0]);
  return printed;
}

test("the Python client of the original's document works unchanged", async () => {
  const code = await program(
    "python",
    "log = client.create_log('Cannot log in', 'Wrong password', 'support')\n" +
      "again = client.send_message('And the phone number?', response['conversation_id'])\n" +
      "print(log['id'], log['status'], again['conversation_id'] == response['conversation_id'])",
  );
  const has = spawnSync("python3", ["-c", "import requests"]);
  if (has.error) throw new Error("This test needs Python: install python3.");
  const standIn = has.status === 0 ? {} : { PYTHONPATH: join(import.meta.dirname, "sdk") };
  const printed = await run("python3", ["-"], code, standIn);
  const [answer, log] = printed.trim().split("\n");
  expect(answer).toContain("Forgot Password");
  expect(log).toMatch(/^\d+ open True$/);
});

test("the JavaScript client of the original's document works unchanged", async () => {
  const code = await program(
    "javascript",
    "const log = await client.createLog('Cannot log in', 'Wrong password');\n" +
      "const again = await client.sendMessage('And the phone number?', response.conversation_id);\n" +
      "console.log(log.id, log.log_type, again.conversation_id === response.conversation_id);",
  );
  const printed = await run(process.execPath, ["--input-type=module", "-"], code);
  const [answer, log] = printed.trim().split("\n");
  expect(answer).toContain("Forgot Password");
  expect(log).toMatch(/^\d+ inquiry true$/);
});
