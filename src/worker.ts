import { createApp } from "./app.ts";
import { purgeExpired } from "./clean-up.ts";

export { DeadlineClock } from "./deadlines/deadline-clock.ts";
export { LimitCounter } from "./limits/limit-counter.ts";

const app = createApp();

export default {
  fetch: app.fetch,
  scheduled: (_controller, env) => purgeExpired(env),
} satisfies ExportedHandler<Env>;
