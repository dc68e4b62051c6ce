import { buildApp } from "../build-app.ts";
import {
  assistantIdentity,
  portalIdentity,
  supportIdentity,
  userAdministration,
} from "../identity/identity.routes.ts";

export const identity = [
  supportIdentity,
  assistantIdentity,
  portalIdentity,
  userAdministration,
] as const;

export const app = buildApp(identity);
