/** The types that are taken, by what their first bytes say. */
export const fileTypes = {
  "image/jpeg": { extensions: ["jpg", "jpeg"], kind: "IMAGE" },
  "image/png": { extensions: ["png"], kind: "IMAGE" },
  "image/webp": { extensions: ["webp"], kind: "IMAGE" },
  "image/gif": { extensions: ["gif"], kind: "IMAGE" },
  "video/mp4": { extensions: ["mp4", "m4v"], kind: "VIDEO" },
} as const;
export type FileType = keyof typeof fileTypes;

/** How many bytes sniff() needs. */
export const SNIFFED_BYTES = 16;

const heads: [FileType, RegExp][] = [
  ["image/jpeg", /^\xff\xd8\xff/],
  ["image/png", /^\x89PNG\r\n\cZ\n/],
  ["image/webp", /^RIFF[^]{4}WEBPVP8[ LX]/],
  ["image/gif", /^GIF8[79]a/],
  ["video/mp4", /^\0\0[^]{2}ftyp(?:isom|iso[2-9]|mp4[12]|avc1|M4V |dash|MSNV)/],
];

/** What a file is by its first bytes, whatever it is called; null if it is not taken. */
export function sniff(head: Uint8Array): FileType | null {
  const text = Buffer.from(head).toString("latin1");
  return heads.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

/** Why a file's name or declared type do not go with what it is; null if they do. */
export function disagreement(
  type: FileType,
  declared: { fileName: string; mediaType: string | null },
): string | null {
  const { mediaType, fileName } = declared;
  const isUndeclared = mediaType === null || mediaType === "application/octet-stream";
  const alias = mediaType === "image/jpg" ? "image/jpeg" : mediaType;
  if (!isUndeclared && alias !== type)
    return `is sent as ${mediaType?.slice(0, 60)} and is ${type}`;
  const extension = /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase();
  const extensions: readonly string[] = fileTypes[type].extensions;
  if (extension !== undefined && !extensions.includes(extension)) {
    return `has the name of another type than ${type}`;
  }
  return null;
}

/** Names of files are never used, and yet those that could only be meant to do harm are refused. */
export function isHostileName(fileName: string): boolean {
  return (
    fileName.length > 255 ||
    /[\\/:\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(fileName) ||
    fileName.split("%").some((part) => /^(?:2f|5c|00)/i.test(part)) ||
    fileName.trim().startsWith("..")
  );
}
