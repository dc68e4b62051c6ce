import { unanswered, type RoomState } from "./room-state.ts";

type Props = {
  state: RoomState;
  onUse: (text: string) => void;
  onSend: (text: string) => void;
};

/** How the AI would answer the newest question: to be sent as it is, or taken into the box and changed. */
export function Suggestions({ state, onUse, onSend }: Props) {
  const question = unanswered(state);
  const texts = question ? (state.analyses.get(question.seq)?.suggestions ?? []) : [];
  const isAnswered = state.outgoing.length > 0;
  if (texts.length === 0 || isAnswered) return null;
  return (
    <section class="suggestions" aria-label="AI suggestions">
      <h3>AI suggests</h3>
      <ul>
        {texts.map((text, i) => (
          <li key={text}>
            <p>{text}</p>
            <div class="actions">
              <button
                type="button"
                onClick={() => onUse(text)}
                aria-label={`Edit suggestion ${i + 1}`}
              >
                Edit
              </button>
              <button
                type="button"
                onClick={() => onSend(text)}
                aria-label={`Send suggestion ${i + 1} as it is`}
              >
                Send
              </button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
