/** Whether words occur in a text at word boundaries; `*` allows any ending. */
export function occurs(text: string, pattern: string): boolean {
  const isStem = pattern.endsWith("*");
  const wanted = ` ${isStem ? pattern.slice(0, -1) : `${pattern} `}`;
  return ` ${text} `.includes(wanted);
}
