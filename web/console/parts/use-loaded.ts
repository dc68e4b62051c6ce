import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Refusal, wordsFor } from "../api.ts";

export type Loaded<T> = {
  data: T | null;
  error: string | null;
  isLoading: boolean;
  reload: () => Promise<void>;
  /** Shows something else until the next load, such as the answer to a change. */
  put: (data: T) => void;
};

/**
 * What `load` gives, again when a key changes and, with `everySeconds`, by and by while the page is seen and
 * the network is there. An answer that comes after a newer question is dropped.
 */
export function useLoaded<T>(
  load: () => Promise<T>,
  keys: readonly unknown[],
  everySeconds: number | null = null,
): Loaded<T> {
  const [data, setData] = useState<T | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isLoading, setLoading] = useState(true);
  const turn = useRef(0);
  const notBefore = useRef(0);
  const loader = useRef(load);
  loader.current = load;

  const reload = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    try {
      const found = await loader.current();
      if (mine !== turn.current) return;
      setData(found);
      setError(null);
    } catch (thrown) {
      if (mine !== turn.current) return;
      if (thrown instanceof Refusal && thrown.retryAfter !== null) {
        notBefore.current = Date.now() + thrown.retryAfter * 1000;
      }
      setError(wordsFor(thrown));
    }
    setLoading(false);
  }, []);

  useEffect(() => {
    setData(null);
    setError(null);
    setLoading(true);
    void reload();
    return () => {
      turn.current += 1;
    };
  }, keys);

  useEffect(() => {
    if (everySeconds === null) return;
    const look = () => {
      const isSeen = document.visibilityState === "visible";
      if (isSeen && navigator.onLine && Date.now() >= notBefore.current) void reload();
    };
    const timer = setInterval(look, everySeconds * 1000);
    document.addEventListener("visibilitychange", look);
    addEventListener("online", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      removeEventListener("online", look);
    };
  }, [everySeconds]);

  const put = useCallback((shown: T) => {
    turn.current += 1;
    setData(shown);
  }, []);
  return { data, error, isLoading, reload, put };
}

/** Runs what a button starts: one at a time, with its refusal in words. */
export function useAction() {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const running = useRef(false);
  const run = useCallback(async (act: () => Promise<unknown>): Promise<boolean> => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setError(null);
    try {
      await act();
      return true;
    } catch (thrown) {
      setError(wordsFor(thrown));
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }, []);
  return { isBusy, error, run, clear: () => setError(null) };
}
