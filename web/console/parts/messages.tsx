import { useState } from "preact/hooks";
import { asMoment, asWords } from "./format.ts";
import { Failure, Field } from "./ui.tsx";
import { useAction } from "./use-loaded.ts";

type Message = { message_id: number; sender: string; content: string; created_at: string };
type Props = { messages: readonly Message[]; onSend: (content: string) => Promise<void> };

/** What was written about an order or a claim, and a box to write to the customer. */
export function Messages({ messages, onSend }: Props) {
  const [text, setText] = useState("");
  const { isBusy, error, run } = useAction();
  async function send(event: Event): Promise<void> {
    event.preventDefault();
    if (await run(() => onSend(text.trim()))) setText("");
  }
  return (
    <section class="card" aria-label="Messages">
      <h2>Messages</h2>
      <ol class="notes">
        {messages.map(({ message_id, sender, content, created_at }) => (
          <li key={message_id}>
            <p class="who">
              {asWords(sender)} <time dateTime={created_at}>{asMoment(created_at)}</time>
            </p>
            <p class="said">{content}</p>
          </li>
        ))}
      </ol>
      <Failure error={error} />
      <form class="stack" onSubmit={(event) => void send(event)}>
        <Field label="Write to the customer">
          {(ids) => (
            <textarea
              {...ids}
              rows={2}
              required
              maxLength={4000}
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          )}
        </Field>
        <button type="submit" disabled={isBusy || text.trim() === ""}>
          Send
        </button>
      </form>
    </section>
  );
}
