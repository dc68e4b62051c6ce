import { appFor } from "./dispatch.ts";

export { ChatRoom } from "./chat/chat.room.ts";
export { SocketIoSession } from "./chat/socketio.session.ts";
export { Assistant } from "./assistant/assistant.object.ts";
export { ImportJob } from "./leads/import-job.ts";
export { DeadlineClock } from "./deadlines/deadline-clock.ts";
export { LimitCounter } from "./limits/limit-counter.ts";

export default {
  async fetch(request, env, ctx) {
    const app = await appFor(new URL(request.url).pathname);
    return app.fetch(request, env, ctx);
  },
  async scheduled(_controller, env) {
    const { cleanUp } = await import("./clean-up.ts");
    await cleanUp(env);
  },
} satisfies ExportedHandler<Env>;
