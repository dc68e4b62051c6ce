/**
 * Stands in for KV, R2 and the assets: everything is absent, except the limits, which are out of the
 * way of a load test. The runtime asks for a KV value by its name as the path.
 */
const policies = JSON.stringify({ public: { limit: 1_000_000, seconds: 60 } });

export default {
  fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/limit-policies") return new Response(policies);
    return new Response(null, { status: 404 });
  },
};
