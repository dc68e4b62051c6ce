import { useRef } from "preact/hooks";
import { Failure } from "../parts/ui.tsx";
import { useAction } from "../parts/use-loaded.ts";
import { keepFile } from "./room-files.ts";

/** Shows a picture or video to the room: it is kept first, and its message sent then. */
export function Attach({ roomId, onSend }: { roomId: string; onSend: (text: string) => void }) {
  const chooser = useRef<HTMLInputElement>(null);
  const action = useAction();

  function keep(file: File): void {
    void action.run(async () => {
      const kept = await keepFile(roomId, file);
      onSend(kept.content);
    });
  }

  return (
    <>
      <input
        ref={chooser}
        type="file"
        hidden
        accept="image/jpeg,image/png,image/webp,image/gif,video/mp4"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          currentTarget.value = "";
          if (file) keep(file);
        }}
      />
      <button type="button" disabled={action.isBusy} onClick={() => chooser.current?.click()}>
        {action.isBusy ? "Sending…" : "Picture"}
      </button>
      <Failure error={action.error} />
    </>
  );
}
