import type { ShownFile } from "../../src/chat/file-message.ts";
import { element } from "../support/element.ts";
import { drawPicture, isPicture, save } from "../support/shown-file.ts";

/** A file in the log: a button with its name that saves it, and a picture itself. */
export function fileView(
  { name, path }: ShownFile,
  fetchFile: (path: string) => Promise<Blob | null>,
): HTMLElement {
  const onclick = async () => {
    const blob = await fetchFile(path);
    if (blob) save(blob, name);
  };
  const made = element("button", { type: "button", class: "file", onclick }, `📎 ${name}`);
  if (isPicture(name)) void draw();
  return made;

  async function draw(): Promise<void> {
    const canvas = element("canvas");
    const blob = await fetchFile(path);
    if (blob && (await drawPicture(canvas, blob))) made.prepend(canvas);
  }
}
