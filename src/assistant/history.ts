import type { Turn } from "../ai/reply.ts";

/** What an engine is given of the past; about four characters are a token. */
const MOST_TOKENS = 3_000;
const CHARACTERS_PER_TOKEN = 4;

/** How many messages are looked at; more than fit in any case. */
export const MESSAGES_READ = 40;

/** The newest messages that fit, the oldest of them first. `newestFirst` is as the database gives them. */
export function boundHistory(newestFirst: readonly Turn[]): Turn[] {
  let left = MOST_TOKENS;
  const kept: Turn[] = [];
  for (const { role, content } of newestFirst) {
    left -= Math.ceil(content.length / CHARACTERS_PER_TOKEN);
    if (left < 0) break;
    kept.unshift({ role, content });
  }
  return kept;
}
