// A Worker beside the desk's, by which a test makes it night and takes objects out of memory.
import unsafe from "workerd:unsafe";

export default {
  async fetch(request, env) {
    try {
      const evicted = await request.json();
      await (evicted ? evict(env, evicted) : makeItNight(env));
      return new Response();
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  },
};

async function evict(env, { binding, name, id, webSockets }) {
  const objects = env[binding];
  const object = objects.get(id ? objects.idFromString(id) : objects.idFromName(name));
  await unsafe.evict(object, { webSockets });
}

async function makeItNight(env) {
  const { outcome } = await env.DESK.scheduled({ cron: "17 3 * * *", scheduledTime: new Date() });
  if (outcome !== "ok") throw new Error(outcome);
}
