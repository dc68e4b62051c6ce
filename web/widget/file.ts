import type { ShownFile } from "../../src/chat/file-message.ts";
import { element } from "../support/element.ts";

const SIDE = 240;

/**
 * A file in the log: a button with its name that saves it, and a picture itself. Pictures are drawn, because a
 * host page's policy may forbid those that come from elsewhere.
 */
export function fileView(
  { name, path }: ShownFile,
  fetchFile: (path: string) => Promise<Blob | null>,
): HTMLElement {
  const made = element("button", { type: "button", class: "file", onclick: save }, `📎 ${name}`);
  if (/\.(jpe?g|png|webp|gif)$/i.test(name)) void draw();
  return made;

  async function draw(): Promise<void> {
    const blob = await fetchFile(path);
    const picture = blob && (await createImageBitmap(blob).catch(() => null));
    if (!picture) return;
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const [width, height] = [picture.width * scale, picture.height * scale].map(Math.ceil);
    const canvas = element("canvas", { width: width ?? 0, height: height ?? 0 });
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    made.prepend(canvas);
  }

  async function save(): Promise<void> {
    const blob = await fetchFile(path);
    if (!blob) return;
    const href = URL.createObjectURL(blob);
    element("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  }
}
