/** What Windows-1252 has where Latin-1 has control characters, 0x80 to 0x9F; the gaps stay as they are. */
const windowsOnly = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/**
 * The text of a file as sales people have it: UTF-16 if it says so, else UTF-8 if it is that to the last
 * byte, else Windows-1252. A byte order mark is no text. Line ends become `\n`.
 */
export function decodeText(bytes: Uint8Array): string {
  return decode(bytes)
    .replace(/^\uFEFF/, "")
    .replaceAll(/\r\n?/g, "\n");
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return decodeWindows1252(bytes);
  }
}

/** By hand: engines differ in whether their decoder of that name knows the euro sign. */
function decodeWindows1252(bytes: Uint8Array): string {
  const decoder = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
  for (let i = 0; i < 32; i += 1) decoder[0x80 + i] = windowsOnly.charAt(i);
  const step = 8_192;
  let text = "";
  for (let i = 0; i < bytes.length; i += step) {
    text += Array.from(bytes.subarray(i, i + step), (byte) => decoder[byte]).join("");
  }
  return text;
}
