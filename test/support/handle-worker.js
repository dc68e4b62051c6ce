// A Worker beside the desk's, by which a test makes it night and takes objects out of memory.
import unsafe from "workerd:unsafe";

const tasks = {
  /** Takes one object out of memory that does nothing just then; its sockets are closed, or sleep with it. */
  "/evict": async (env, { binding, name, id, webSockets }) => {
    const objects = env[binding];
    const object = objects.get(id ? objects.idFromString(id) : objects.idFromName(name));
    await unsafe.evict(object, { webSockets });
  },
  /** Breaks off all objects in the midst of whatever they do, and their sockets with them. */
  "/abort": () => unsafe.abortAllDurableObjects(),
  "/night": async (env) => {
    const { outcome } = await env.DESK.scheduled({ cron: "17 3 * * *", scheduledTime: new Date() });
    if (outcome !== "ok") throw new Error(outcome);
  },
};

export default {
  async fetch(request, env) {
    try {
      const { pathname } = new URL(request.url);
      await tasks[pathname](env, await request.json());
      return new Response();
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  },
};
