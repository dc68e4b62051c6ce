import type { Config } from "../env.ts";
import type { Model } from "./model.ts";
import { openaiModel } from "./openai.ts";
import { rulesModel } from "./rules.ts";

/** The engine of this deployment: OpenAI's if it has a key, else the built-in one. */
export function openModel(config: Config): Model {
  return config.openai === null ? rulesModel : openaiModel(config.openai);
}
