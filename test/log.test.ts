import { expect, test, vi } from "vitest";
import { logFailure } from "../src/log.ts";

test("a failure is logged by name and place; nothing of its message, on however many lines", () => {
  const lines: string[] = [];
  const spy = vi.spyOn(console, "error").mockImplementation((line: string) => lines.push(line));
  const cause = new TypeError('Unexpected token, "anna@example.se"');
  const message = "Failed query\nparams: hej\nat home, anna@example.se broke the mirror (x:1:1)";
  logFailure("id-1", "test", new Error(message, { cause }));
  spy.mockRestore();
  expect(lines).toHaveLength(1);
  const [line = ""] = lines;
  expect(line).not.toContain("anna");
  const { causes } = JSON.parse(line);
  expect(causes.map(({ name }: { name: string }) => name)).toEqual(["Error", "TypeError"]);
  expect(causes[0].at[0]).toContain("log.test.ts");
});
