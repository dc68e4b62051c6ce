import { audit } from "../audit/audit.routes.ts";
import { buildApp } from "../build-app.ts";
import {
  assistantIdentity,
  portalIdentity,
  supportIdentity,
  userAdministration,
} from "../identity/identity.routes.ts";
import { keyAdministration } from "../identity/machine-keys.routes.ts";
import { privacy } from "../privacy/privacy.routes.ts";

export const identity = [
  supportIdentity,
  assistantIdentity,
  portalIdentity,
  userAdministration,
  keyAdministration,
  privacy,
  audit,
] as const;

export const app = buildApp(identity);
