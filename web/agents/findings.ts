/** What a check has found, with the reason. A note is no fault but something to know. */
export type Finding = { name: string; verdict: "pass" | "note" | "fail"; why: string };

/** A check that passes if nothing is wrong; what is wrong is named, the first few of it. */
export function finding(name: string, wrongs: string[], fine: string): Finding {
  if (wrongs.length === 0) return { name, verdict: "pass", why: fine };
  const others = wrongs.length > 3 ? `, and ${wrongs.length - 3} more` : "";
  return { name, verdict: "fail", why: `${wrongs.slice(0, 3).join("; ")}${others}` };
}

/** What comes over the network is looked at member by member. */
export type Json = { [name: string]: unknown };

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object at a path of members; empty if there is none. */
export function objectAt(value: unknown, ...path: string[]): Json {
  const found = path.reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), value);
  return isObject(found) ? found : {};
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
