import { useEffect, useState } from "preact/hooks";

/** Where in the console one is: `#/claims/CLM-1` is the view `claims` and the item `CLM-1`. */
export type Route = { view: string; item: string | null };

export function readRoute(hash: string): Route {
  const [view = "", item] = hash.replace(/^#\/?/, "").split("/");
  return { view: view || "inbox", item: item ? decodeURIComponent(item) : null };
}

export function hrefOf(view: string, item?: string): string {
  return item === undefined ? `#/${view}` : `#/${view}/${encodeURIComponent(item)}`;
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return readRoute(hash);
}
