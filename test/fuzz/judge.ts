import { breachOf, type operations } from "../support/contract.ts";

type Named = (typeof operations)[number];

/** An answer as it came over the wire. */
export type Answered = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
};

const LONGEST_PROBLEM = 8 * 1024;

/** What a stranger must never read: where our code lies, what the database said, and how it was asked. */
const inside =
  /\n? +at .+:\d+:\d+|\.ts:\d|node_modules|\/worker\.js|SQLITE|SqliteError|LibsqlError|DrizzleError|constraint failed|insert into |select .+ from |ZodError|TypeError|\[object Object\]/;

/**
 * What is wrong with an answer, as short sentences; none if nothing is. Without `operation` the request reached none that
 * the contract names, and only what holds for all answers is looked at.
 */
export function judge(operation: Named | null, { status, headers, body }: Answered): string[] {
  const wrongs: string[] = [];
  const contentType = String(headers["content-type"] ?? "");
  if (status >= 500) wrongs.push(`answered ${status}`);
  const isOurs = status !== 405 && status !== 404;
  if (operation && (isOurs || operation.operation.responses?.[status])) {
    const breach = breachIn(operation, { status, contentType, body });
    if (breach !== null) wrongs.push(breach.slice(0, 300));
  }
  if (status >= 400) wrongs.push(...wrongsOfProblem(status, contentType, headers, body));
  return [...wrongs, ...wrongsOfHeaders(headers)];
}

function breachIn(operation: Named, answer: { status: number; contentType: string; body: string }) {
  try {
    return breachOf(operation, answer);
  } catch (error) {
    return `answered with something that is no JSON: ${error}`;
  }
}

function wrongsOfProblem(
  status: number,
  contentType: string,
  headers: Answered["headers"],
  body: string,
): string[] {
  if (contentType !== "application/problem+json") return [`answered ${status} as ${contentType}`];
  const wrongs: string[] = [];
  if (body.length > LONGEST_PROBLEM) wrongs.push(`a problem of ${body.length} characters`);
  if (body === "") return [];
  const { instance, ...problem } = JSON.parse(body);
  if (problem.status !== status) wrongs.push("a problem of another status");
  if (problem.type !== `/problems#${problem.code}`) wrongs.push("a problem without its type");
  if (problem.request_id !== headers["x-request-id"]) wrongs.push("a problem of another request");
  if (!/^\S[^]*[.!?]$/.test(problem.detail)) wrongs.push(`no sentence: ${problem.detail}`);
  if (typeof instance !== "string" || !instance.startsWith("/")) wrongs.push("no instance");
  const told = inside.exec(JSON.stringify(problem));
  if (told) wrongs.push(`tells what is inside: ${told[0].slice(0, 60)}`);
  return wrongs;
}

const standing: Record<string, RegExp> = {
  "x-request-id": /^[0-9a-f-]{36}$/,
  "x-content-type-options": /^nosniff$/,
  "referrer-policy": /^no-referrer$/,
  "strict-transport-security": /max-age=31536000/,
  "content-security-policy": /default-src 'none'/,
  "cache-control": /./,
};

function wrongsOfHeaders(headers: Answered["headers"]): string[] {
  const wrongs = Object.entries(standing)
    .filter(([name, expected]) => !expected.test(String(headers[name] ?? "")))
    .map(([name]) => `the header ${name} is ${headers[name]}`);
  for (const name of ["x-injected", "set-cookie", "x-powered-by", "server"]) {
    if (headers[name] !== undefined) wrongs.push(`has the header ${name}`);
  }
  return wrongs;
}
