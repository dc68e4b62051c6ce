/** Who is over a limit, as far as this isolate knows: a refusal from here costs no I/O. */
const blocks = new Map<string, number>();

const REMEMBER_AT_MOST = 10_000;

/** When the block of this principal ends (milliseconds); null if there is none. */
export function blockedUntil(id: string, now: number): number | null {
  const resetAt = blocks.get(id);
  if (resetAt === undefined) return null;
  if (resetAt > now) return resetAt;
  blocks.delete(id);
  return null;
}

export function rememberBlock(id: string, resetAt: number): void {
  if (blocks.size >= REMEMBER_AT_MOST) blocks.clear();
  blocks.set(id, resetAt);
}
