/**
 * Stands in for KV, R2 and the assets, in memory: KV keeps what is put and takes no notice of expiry, the
 * others are empty. All limits are out of the way of a load test. The runtime asks for a KV value by its
 * name as the path.
 */
const far = { limit: 1_000_000, seconds: 60 };
const policies = JSON.stringify({
  gpt: far,
  ip: far,
  user: far,
  portal: far,
  public: far,
  sales: far,
});
const values = new Map([["/limit-policies", policies]]);

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (request.method === "PUT") values.set(pathname, await request.text());
    if (request.method === "DELETE") values.delete(pathname);
    if (request.method !== "GET") return new Response(null);
    const value = values.get(pathname);
    return value === undefined ? new Response(null, { status: 404 }) : new Response(value);
  },
};
