/** A `##` section of a Markdown text: heading, what follows it, and the `#` heading above it. */
export type Section = { category: string | null; title: string; body: string; keywords: string };

const heading = /^(#{1,2})\s+(.+?)\s*#*\s*$/;
const keywordLine = /^keywords:\s*(.*)$/i;
const fence = /^(```|~~~)/;

/** Cuts a Markdown text into its sections. Headings inside code blocks are text. */
export function readMarkdown(markdown: string): Section[] {
  const sections: Section[] = [];
  let category: string | null = null;
  let current: Section | null = null;
  let isCode = false;
  for (const line of markdown.split(/\r?\n/)) {
    if (fence.test(line)) isCode = !isCode;
    const [, level, text = ""] = (isCode ? null : heading.exec(line)) ?? [];
    const words = isCode ? null : keywordLine.exec(line);
    if (level === "#") {
      category = text.toLowerCase();
      current = null;
    } else if (level === "##") {
      current = { category, title: text, body: "", keywords: "" };
      sections.push(current);
    } else if (current && words) {
      current.keywords = words[1]?.trim() ?? "";
    } else if (current) {
      current.body += `${line}\n`;
    }
  }
  return sections.map((section) => ({ ...section, body: section.body.trim() }));
}
