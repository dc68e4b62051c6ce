/** A `##` section of a Markdown text: heading, what follows it, and the `#` heading above it. */
export type Section = { category: string | null; title: string; body: string; keywords: string };

const heading = /^(#{1,2})\s+(?=\S)/;
const keywordMark = /^keywords:/i;
const fence = /^(```|~~~)/;

/** Cuts a Markdown text into its sections. Headings inside code blocks are text. */
export function readMarkdown(markdown: string): Section[] {
  const sections: Section[] = [];
  let category: string | null = null;
  let current: Section | null = null;
  let isCode = false;
  for (const line of markdown.split(/\r?\n/)) {
    if (fence.test(line)) isCode = !isCode;
    const [mark = "", level] = (isCode ? null : heading.exec(line)) ?? [];
    const text = withoutClosing(line.slice(mark.length));
    const words = isCode ? null : keywordMark.exec(line)?.[0];
    if (level === "#") {
      category = text.toLowerCase();
      current = null;
    } else if (level === "##") {
      current = { category, title: text, body: "", keywords: "" };
      sections.push(current);
    } else if (current && words) {
      current.keywords = line.slice(words.length).trim();
    } else if (current) {
      current.body += `${line}\n`;
    }
  }
  return sections.map((section) => ({ ...section, body: section.body.trim() }));
}

/** A heading's text without the `##` that may close it. No pattern: one would try every run of blanks many times. */
function withoutClosing(text: string): string {
  const bare = text.trimEnd();
  let end = bare.length;
  while (end > 1 && bare[end - 1] === "#") end -= 1;
  return bare.slice(0, end).trimEnd();
}
