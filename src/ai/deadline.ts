/**
 * Runs something with a signal that aborts after `milliseconds`. Unlike AbortSignal.timeout() nothing is left
 * of it afterwards: a pending timer would keep a Durable Object awake.
 */
export async function withDeadline<T>(
  milliseconds: number,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), milliseconds);
  try {
    return await run(deadline.signal);
  } finally {
    clearTimeout(timer);
  }
}
