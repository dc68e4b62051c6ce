import type { Ctx } from "../context.ts";
import { aiDisclosure } from "./ai-disclosure.ts";
import { openingAt } from "./opening-hours.ts";
import type { WidgetFacts } from "./visitors.schema.ts";

/** What the widget says before anything is said: that an AI answers, and when people do. */
export function widgetFacts({ config, now }: Pick<Ctx, "config" | "now">): WidgetFacts {
  const { isOpen, opensAt } = openingAt(config.chat.openingHours, now, config.timeZone);
  return {
    is_open: isOpen,
    opens_at: opensAt?.toISOString() ?? null,
    ai_disclosure: aiDisclosure,
  };
}
