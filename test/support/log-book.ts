import * as fs from "node:fs";

/** All lines of a growing log that contain a text, or belong to the request of that id. Each line is read once. */
export function openLogBook(path: string): (part: string) => string[] {
  const lines: string[] = [];
  const byRequest = new Map<string, string[]>();
  let position = 0;
  const newLines = () => {
    const file = fs.openSync(path, "r");
    const fresh = Buffer.alloc(fs.fstatSync(file).size - position);
    fs.readSync(file, fresh, 0, fresh.length, position);
    fs.closeSync(file);
    const whole = fresh.subarray(0, fresh.lastIndexOf("\n") + 1);
    position += whole.length;
    return whole.toString().split("\n").slice(0, -1);
  };
  return (part) => {
    for (const line of newLines()) {
      lines.push(line);
      const id = /"request_id":"([^"]+)"/.exec(line)?.[1] ?? "";
      byRequest.set(id, [...(byRequest.get(id) ?? []), line]);
    }
    return byRequest.get(part) ?? lines.filter((line) => line.includes(part));
  };
}
