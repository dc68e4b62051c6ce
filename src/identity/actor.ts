import type { Scope } from "./machine-keys.schema.ts";

/** Who is asking. */
export type Actor =
  | { kind: "visitor" }
  | { kind: "key"; id: string; name: string; scopes: readonly Scope[] };

export const visitor: Actor = { kind: "visitor" };

/** The actor as limits, idempotency and `created_by` know it: `key:<id>`. */
export function principalOf(actor: Actor): string {
  return actor.kind === "key" ? `key:${actor.id}` : "visitor";
}

/** Whether a machine key has a scope; a key with `admin` has them all. */
export function hasScope(actor: Actor, scope: Scope): boolean {
  return actor.kind === "key" && (actor.scopes.includes(scope) || actor.scopes.includes("admin"));
}

/** True for those who see everything: an administrator's key. */
export function isAdmin(actor: Actor): boolean {
  return hasScope(actor, "admin");
}
