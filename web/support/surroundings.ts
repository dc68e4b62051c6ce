export const languages = ["sv", "de", "en", "fi"] as const;
export type Language = (typeof languages)[number];

/** The element's own language, else that of the page around it, else English. */
export function languageOf(host: Element): Language {
  const told = host.closest("[lang]")?.getAttribute("lang") ?? "";
  const main = told.toLowerCase().split("-")[0];
  return languages.find((language) => language === main) ?? "en";
}

/** Where the desk is: the attribute `desk` if there is one, else where this script came from. */
export function deskOf(host: Element, script: string): string {
  return new URL(host.getAttribute("desk") ?? script, document.baseURI).origin;
}

/** What went wrong, from the desk's problem+json; `null` if nothing could be reached. */
export class DeskProblem extends Error {
  override readonly name = "DeskProblem";
  readonly code: string | null;
  constructor(code: string | null, detail: string) {
    super(detail);
    this.code = code;
  }
}

type Question = { body?: unknown; token?: string | null };

/** Asks the desk; forms are sent as they are, all else as JSON. Whatever is not an answer is a DeskProblem. */
export async function ask<Answer>(url: string, question: Question = {}): Promise<Answer> {
  const response = await request(url, question);
  return response.json().catch(() => ({}));
}

/** What the desk answers, unread. */
export async function request(url: string, { body, token }: Question): Promise<Response> {
  const isForm = body instanceof FormData;
  const response = await fetch(url, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      ...(body === undefined || isForm ? {} : { "Content-Type": "application/json" }),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    credentials: "omit",
    referrerPolicy: "no-referrer",
  }).catch(() => {
    throw new DeskProblem(null, "The desk cannot be reached.");
  });
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new DeskProblem(problem.code ?? "unexpected", problem.detail ?? response.statusText);
}
