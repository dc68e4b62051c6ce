/** Who is logged in. The token lives in memory and, so that a reload keeps it, in this tab's storage. */
export type Session = { token: string; userId: string; username: string; until: number };

const KEPT_AS = "edgedesk.session";
/** Everything of ours in this tab's storage begins with it, and goes when the session ends. */
const OURS = "edgedesk.";

let current: Session | null = readKept();
let reason: string | null = null;
const listeners = new Set<() => void>();

export function session(): Session | null {
  return current;
}

/** Why the last session ended, if it was not the user's wish. */
export function endReason(): string | null {
  return reason;
}

export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function beginSession(begun: Session): void {
  current = begun;
  reason = null;
  sessionStorage.setItem(KEPT_AS, JSON.stringify(begun));
  tell();
}

export function forgetSession(because: string | null = null): void {
  if (!current) return;
  current = null;
  reason = because;
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(OURS)) sessionStorage.removeItem(name);
  }
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}

function readKept(): Session | null {
  const text = sessionStorage.getItem(KEPT_AS);
  if (text === null) return null;
  const kept: Partial<Session> = JSON.parse(text);
  const { token, userId, username, until } = kept;
  if (!token || !userId || !username || !until || until < Date.now()) return null;
  return { token, userId, username, until };
}
