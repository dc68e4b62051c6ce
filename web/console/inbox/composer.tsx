import { useEffect, useRef } from "preact/hooks";
import { limits } from "../../../src/chat/chat.protocol.ts";
import { Attach } from "./attach.tsx";
import { CannedReplies } from "./canned-replies.tsx";
import type { Draft } from "./use-draft.ts";

const TYPING_AGAIN_MS = 3_000;
const TYPING_ENDS_MS = 5_000;

type Props = {
  roomId: string;
  draft: Draft;
  customerName: string;
  onSend: (text: string) => void;
  onTyping: (isTyping: boolean) => void;
};

export function Composer({ roomId, draft, customerName, onSend, onTyping }: Props) {
  const box = useRef<HTMLTextAreaElement>(null);
  const typing = useTyping(onTyping);
  const tooLong = draft.text.length - limits.messageLength;

  useEffect(() => {
    if (draft.puts > 0) box.current?.focus();
  }, [draft.puts]);

  function send(event: Event): void {
    event.preventDefault();
    const text = draft.text.trim();
    if (text === "" || tooLong > 0) return;
    onSend(text);
    draft.set("");
    typing.stop();
  }

  return (
    <form class="composer" onSubmit={send}>
      <label class="unseen" for="answer">
        Your answer to {customerName}
      </label>
      <textarea
        id="answer"
        ref={box}
        rows={2}
        value={draft.text}
        placeholder="Write an answer"
        aria-describedby="answer-keys"
        onInput={(event) => {
          draft.set(event.currentTarget.value);
          typing.touch();
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
        }}
      />
      <div class="composer-foot">
        <CannedReplies customerName={customerName} draft={draft} />
        <Attach roomId={roomId} onSend={onSend} />
        <span class="hint" id="answer-keys">
          {tooLong > 0
            ? `${tooLong} characters too many`
            : "Enter sends, Shift+Enter breaks the line"}
        </span>
        <button type="submit" class="primary" disabled={draft.text.trim() === "" || tooLong > 0}>
          Send
        </button>
      </div>
    </form>
  );
}

/** Tells that one is typing, now and then while it lasts, and when it has ended. */
function useTyping(tell: (isTyping: boolean) => void) {
  const toldAt = useRef(0);
  const end = useRef<ReturnType<typeof setTimeout>>(undefined);
  function stop(): void {
    clearTimeout(end.current);
    if (toldAt.current > 0) tell(false);
    toldAt.current = 0;
  }
  useEffect(() => () => clearTimeout(end.current), []);
  return {
    stop,
    touch(): void {
      const now = Date.now();
      if (now - toldAt.current > TYPING_AGAIN_MS) {
        toldAt.current = now;
        tell(true);
      }
      clearTimeout(end.current);
      end.current = setTimeout(stop, TYPING_ENDS_MS);
    },
  };
}
