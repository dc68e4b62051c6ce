import type { Config } from "../env.ts";
import type { Model } from "./model.ts";
import { openaiExtract } from "./openai.extract.ts";
import { openaiModel } from "./openai.ts";
import { rulesModel } from "./rules.ts";

/** The engine of this deployment: OpenAI's if it has a key, else the built-in one. */
export function openModel(config: Config): Model {
  if (config.openai === null) return rulesModel;
  return { ...openaiModel(config.openai), ...openaiExtract(config.openai) };
}
