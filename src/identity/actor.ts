import type { Scope } from "./machine-keys.schema.ts";
import type { Role } from "./users.tables.ts";

export type UserActor = {
  kind: "user";
  id: string;
  username: string;
  role: Role;
  /** The customer whose things this user sees; null for those who belong to none. */
  customerId: string | null;
  /** A visitor of the chat widget: nobody with an account, and at home in chat rooms only. */
  isGuest: boolean;
  token: { id: string; issuedAt: Date; expiresAt: Date };
};

/** Who is asking. */
export type Actor =
  | { kind: "visitor" }
  /** The desk itself, when a deadline has passed or an engine has decided. */
  | { kind: "system" }
  | { kind: "key"; id: string; name: string; scopes: readonly Scope[] }
  /** A customer who has shown an agent who they are; `id` is the customer's. */
  | { kind: "customer"; id: string }
  | UserActor;

export const visitor: Actor = { kind: "visitor" };

/** The actor as limits, idempotency and `created_by` know it: `key:<id>`, `user:<id>`. */
export function principalOf(actor: Actor): string {
  return "id" in actor ? `${actor.kind}:${actor.id}` : actor.kind;
}

/** Whether a machine key has a scope; a key with `admin` has them all. */
export function hasScope(actor: Actor, scope: Scope): boolean {
  return actor.kind === "key" && (actor.scopes.includes(scope) || actor.scopes.includes("admin"));
}

/** True for those who see everything: administrators and their keys. */
export function isAdmin(actor: Actor): boolean {
  return hasScope(actor, "admin") || (actor.kind === "user" && actor.role === "admin");
}

/** The customer whose things an actor orders and claims for; null for everybody else. */
export function customerIdOf(actor: Actor): string | null {
  if (actor.kind === "customer") return actor.id;
  return actor.kind === "user" && actor.role === "customer" ? actor.customerId : null;
}
