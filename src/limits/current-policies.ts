import type { Ctx } from "../context.ts";
import { refreshing } from "../kv/refreshing.ts";
import {
  defaultPolicies,
  POLICIES_NAME,
  StoredPolicies,
  type Policy,
  type PolicyName,
} from "./policies.ts";

const policies = refreshing<Partial<Record<PolicyName, Policy>>>(POLICIES_NAME, StoredPolicies, {});

/** The policy in force. A change in KV is seen within a minute or two; nothing waits for it. */
export function currentPolicy(
  ctx: Pick<Ctx, "now" | "kv" | "background">,
  name: PolicyName,
): Policy {
  return policies.current(ctx)[name] ?? defaultPolicies[name];
}
