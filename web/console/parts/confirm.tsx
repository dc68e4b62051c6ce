import { useEffect, useRef, useState } from "preact/hooks";

type Props = {
  /** What it does, such as "Revoke", and to what. */
  verb: string;
  object: string;
  isBusy: boolean;
  onConfirm: () => void;
};

/** A button for what cannot be undone: it asks first. The keyboard goes along, to the button that does no harm. */
export function Confirm({ verb, object, isBusy, onConfirm }: Props) {
  const [isAsked, setAsked] = useState<boolean | null>(null);
  const harmless = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isAsked !== null) harmless.current?.focus();
  }, [isAsked]);
  if (!isAsked) {
    return (
      <button
        ref={harmless}
        type="button"
        class="danger"
        aria-label={`${verb} ${object}`}
        disabled={isBusy}
        onClick={() => setAsked(true)}
      >
        {verb}
      </button>
    );
  }
  return (
    <div class="actions" role="group" aria-label={`${verb} ${object} for good?`}>
      <button
        key="do"
        type="button"
        class="danger"
        disabled={isBusy}
        onClick={() => {
          setAsked(false);
          onConfirm();
        }}
      >
        {verb} for good
      </button>
      <button key="keep" ref={harmless} type="button" onClick={() => setAsked(false)}>
        Keep
      </button>
    </div>
  );
}
