import { buildApp } from "../build-app.ts";
import { followUps, salesAssistant } from "../leads/assistant.routes.ts";
import { leadImport, leadImports } from "../leads/imports.routes.ts";
import { leadLists } from "../leads/leads.routes.ts";

export const sales = [salesAssistant, leadImport, leadImports, leadLists, followUps] as const;

export const app = buildApp(sales);
