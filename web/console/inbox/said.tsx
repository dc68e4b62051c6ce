import { useEffect, useRef, useState } from "preact/hooks";
import { fileIn, type ShownFile } from "../../../src/chat/file-message.ts";
import { drawPicture, isPicture, save } from "../../support/shown-file.ts";
import { Failure } from "../parts/ui.tsx";
import { useAction } from "../parts/use-loaded.ts";
import { fetchFile } from "./room-files.ts";

/** What a message says, or the file that it shows. */
export function Said({ content }: { content: string }) {
  const file = fileIn(content);
  return file ? <File file={file} /> : <p class="said">{content}</p>;
}

function File({ file: { name, path } }: { file: ShownFile }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isDrawn, setDrawn] = useState(false);
  const action = useAction();

  useEffect(() => {
    if (!isPicture(name)) return;
    fetchFile(path).then(
      async (blob) =>
        setDrawn(canvas.current !== null && (await drawPicture(canvas.current, blob))),
      // Its name stays, and says why when it is asked for.
      () => {},
    );
  }, [path]);

  return (
    <div class="said">
      <button
        type="button"
        class="file"
        onClick={() => void action.run(async () => save(await fetchFile(path), name))}
      >
        <canvas ref={canvas} hidden={!isDrawn} />
        {name}
      </button>
      <Failure error={action.error} />
    </div>
  );
}
