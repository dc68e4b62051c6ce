import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** OWASP's scrypt profile that fits a Worker: 32 MB and about 60 ms for each password. */
const current = { N: 2 ** 15, r: 8, p: 1 };
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const MAX_MEMORY = 64 * 1024 * 1024;

type Cost = typeof current;

/** Passwords that are long enough and yet the first that anyone tries. */
const wellKnown = new Set([
  "password",
  "password1",
  "password12",
  "password123",
  "passw0rd",
  "12345678",
  "123456789",
  "1234567890",
  "11111111",
  "00000000",
  "87654321",
  "qwertyui",
  "qwerty123",
  "qwertyuiop",
  "1q2w3e4r",
  "1qaz2wsx",
  "iloveyou",
  "sunshine",
  "princess",
  "football",
  "baseball",
  "superman",
  "trustno1",
  "letmein1",
  "welcome1",
  "admin123",
  "changeme",
  "abcd1234",
  "abc12345",
  "losenord",
  "lösenord",
  "passwort",
  "salasana",
]);

/** True if a password would be guessed at once: well known, or the user's own name or address. */
export function isWeak(password: string, own: (string | null | undefined)[]): boolean {
  const plain = password.toLowerCase();
  return wellKnown.has(plain) || own.some((word) => word?.toLowerCase() === plain);
}

/** `scrypt$<N>$<r>$<p>$<salt>$<key>`, with a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, current);
  const { N, r, p } = current;
  return ["scrypt", N, r, p, salt.toString("base64"), key.toString("base64")].join("$");
}

/**
 * Whether a password fits a stored hash, and whether the hash should be made anew because its
 * parameters are no longer the current ones. Without a hash (an unknown user) it does the same work.
 */
export async function verifyPassword(
  password: string,
  stored: string | null,
): Promise<{ isRight: boolean; isOutdated: boolean }> {
  const parsed = stored === null ? null : parseHash(stored);
  const { cost, salt, key } = parsed ?? decoy;
  const derived = await derive(password, salt, cost);
  const isRight = timingSafeEqual(derived, key) && parsed !== null;
  const isOutdated = cost.N !== current.N || cost.r !== current.r || cost.p !== current.p;
  return { isRight, isOutdated };
}

const decoy = { cost: current, salt: Buffer.alloc(SALT_BYTES), key: Buffer.alloc(KEY_BYTES) };

function parseHash(stored: string): typeof decoy | null {
  const [scheme, N, r, p, salt = "", key = ""] = stored.split("$");
  if (scheme !== "scrypt") return null;
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, "base64"),
    key: Buffer.from(key, "base64"),
  };
}

function derive(password: string, salt: Uint8Array, cost: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, { ...cost, maxmem: MAX_MEMORY }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
