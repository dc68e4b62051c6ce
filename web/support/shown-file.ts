const SIDE = 240;
const MEMORY_MS = 60_000;

/** Whether a file with this name is worth fetching to be drawn. */
export function isPicture(name: string): boolean {
  return /\.(jpe?g|png|webp|gif)$/i.test(name);
}

/**
 * Draws a picture, scaled down; false if it is none. It is drawn and not shown, because a page's policy may forbid
 * pictures that come from elsewhere.
 */
export async function drawPicture(canvas: HTMLCanvasElement, blob: Blob): Promise<boolean> {
  const picture = await createImageBitmap(blob).catch(() => null);
  if (!picture) return false;
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  canvas.width = Math.ceil(picture.width * scale);
  canvas.height = Math.ceil(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return true;
}

/** Hands a file to the browser to be saved. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), MEMORY_MS);
}
