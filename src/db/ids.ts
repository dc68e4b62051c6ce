const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 26;

/** `tkt_` + 10 characters of time + 26 random ones (130 bits): sortable, unguessable, safe in a URL. */
export function newId(prefix: string, now: Date): string {
  return `${prefix}_${encodeTime(now.getTime())}${randomText(RANDOM_LENGTH)}`;
}

/** Comes before every id that newId() makes from `at` on, and after those that it made before. */
export function earliestId(prefix: string, at: Date): string {
  return `${prefix}_${encodeTime(at.getTime())}`;
}

function encodeTime(milliseconds: number): string {
  let rest = milliseconds;
  let text = "";
  for (let i = 0; i < TIME_LENGTH; i += 1) {
    text = ALPHABET.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function randomText(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => ALPHABET.charAt(byte % 32)).join("");
}
