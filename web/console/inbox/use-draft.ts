import { useCallback, useState } from "preact/hooks";

export type Draft = {
  text: string;
  set: (text: string) => void;
  /** Puts a text into the box to be edited: set, and the box takes the focus. */
  put: (text: string) => void;
  /** Counts what was put, for the box to follow. */
  puts: number;
};

/** What is being written in a room. It waits there while one looks elsewhere. */
export function useDraft(roomId: string): Draft {
  const keptAs = `edgedesk.draft.${roomId}`;
  const [text, setText] = useState(() => sessionStorage.getItem(keptAs) ?? "");
  const [puts, setPuts] = useState(0);
  const set = useCallback(
    (next: string) => {
      setText(next);
      if (next === "") sessionStorage.removeItem(keptAs);
      else sessionStorage.setItem(keptAs, next);
    },
    [keptAs],
  );
  const put = useCallback(
    (next: string) => {
      set(next);
      setPuts((count) => count + 1);
    },
    [set],
  );
  return { text, set, put, puts };
}
